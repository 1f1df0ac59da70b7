/** Rooms in a file as this server writes it: XEP-0227 has no place for them. */
import type { Element } from "ltx";
import { NS_MUC_USER, NS_OWN_ROOM } from "../../namespaces.ts";
import type { Imported, ImportedRoom } from "../source.ts";
import { archivedIn } from "./archived.ts";

const AFFILIATIONS = ["owner", "admin", "member", "outcast"] as const;

/** One room that is being read: what is said of it, until its messages begin. */
export class RoomReader {
  readonly #room: string;
  readonly #created: number | undefined;
  readonly #config: Record<string, readonly string[]> = {};
  readonly #affiliations: ImportedRoom["affiliations"][number][] = [];
  #subject: ImportedRoom["subject"];
  #avatar: Element | undefined;
  #isGiven = false;

  /** `room`: its <room/> of the service `host`. */
  constructor(room: Element, host: string) {
    this.#room = `${room.attrs.name ?? ""}@${host}`;
    this.#created = timeIn(room.attrs.created);
  }

  /** A child of the room, or of a container in it. */
  *take(element: Element): Generator<Imported> {
    if (element.getName() === "result") {
      yield* this.end();
      yield this.#message(element);
    } else if (element.is("x", "jabber:x:data")) {
      for (const field of element.getChildren("field"))
        this.#config[field.attrs.var ?? ""] = field.getChildren("value").map((value) => value.getText());
    } else if (element.is("query", "http://jabber.org/protocol/muc#admin")) {
      for (const item of element.getChildren("item")) this.#addAffiliation(item);
    } else if (element.is("subject", NS_OWN_ROOM)) {
      const { nick, stamp } = element.attrs;
      this.#subject = { text: element.getText(), nick, time: timeIn(stamp) };
    } else if (element.is("vCard", "vcard-temp")) this.#avatar = element;
  }

  /** The room, unless it has been given. */
  *end(): Generator<Imported> {
    if (this.#isGiven) return;
    this.#isGiven = true;
    yield {
      ...{ type: "room", room: this.#room, config: this.#config, affiliations: this.#affiliations },
      ...(this.#subject ? { subject: this.#subject } : {}),
      ...(this.#avatar ? { avatar: this.#avatar } : {}),
      ...(this.#created === undefined ? {} : { created: this.#created }),
    };
  }

  #addAffiliation(item: Element): void {
    const { jid, nick } = item.attrs;
    const affiliation = AFFILIATIONS.find((each) => each === item.attrs.affiliation);
    const reason = item.getChildText("reason") ?? undefined;
    if (affiliation !== undefined) this.#affiliations.push({ jid: jid ?? "", affiliation, reason, nick });
  }

  #message(result: Element): Imported {
    const archived = archivedIn(this.#room, result);
    if (archived.type !== "archived" || typeof archived.message === "string")
      return { type: "left", kind: "room-messages", reason: "malformed", subject: this.#room };
    const { id, time, message } = archived;
    const from: string = message.attrs.from ?? "";
    const at = from.indexOf("/");
    const shown = message.getChild("x", NS_MUC_USER);
    const sender: string | undefined = shown?.getChild("item")?.attrs.jid;
    if (shown && sender !== undefined) message.remove(shown);
    return {
      type: "room-message",
      room: this.#room,
      id,
      time,
      nick: at < 0 ? "" : from.slice(at + 1),
      sender,
      message,
    };
  }
}

function timeIn(stamp: string | undefined): number | undefined {
  const time = Date.parse(stamp ?? "");
  return Number.isFinite(time) ? time : undefined;
}
