/** Rooms that are taken elsewhere, with what was said in them: the other way round of importing. */
import type { Element } from "ltx";
import { NS_MUC_USER, NS_OWN_ROOM } from "../../../../namespaces.ts";
import type { ExportedPart } from "../../../../server/module.ts";
import { withChildren, xml } from "../../../../stanza.ts";
import type { Archive } from "../../../history/0313-mam/archive.ts";
import type { Engine } from "../engine.ts";
import { NS_MUC_ADMIN } from "../namespaces.ts";
import { splitSender } from "../state/archived-sender.ts";
import type { Room } from "../state/room.ts";
import { configurationForm } from "./configuration-form.ts";

export interface RoomExportDeps {
  readonly engine: Engine;
  readonly archive: Pick<Archive, "exported">;
}

const AFFILIATIONS = ["owner", "admin", "member", "outcast"] as const;
/** Of rooms, and of entries in a list, that are read at once. */
const AT_ONCE = 100;

/** The rooms of a service, each an element with all that belongs to it. Between two of them anything may change. */
export function* exportedRooms(service: string, deps: RoomExportDeps): Generator<ExportedPart> {
  const { rooms } = deps.engine;
  for (let after = ""; ; ) {
    const page = rooms.page(after, AT_ONCE);
    if (page.length === 0) return;
    for (const { jid } of page) {
      const room = rooms.get(jid);
      if (room?.jid.domain === service && !room.isLocked) yield exportedRoom(room, deps);
    }
    after = page.at(-1)?.jid ?? after;
  }
}

const exportedRoom = (room: Room, deps: RoomExportDeps): ExportedPart => ({
  container: xml("room", {
    xmlns: NS_OWN_ROOM,
    name: room.jid.local,
    created: new Date(room.created).toISOString(),
  }),
  children: partsOf(room, deps),
});

function* partsOf(room: Room, { engine, archive }: RoomExportDeps): Generator<ExportedPart> {
  yield configurationForm(room, {});
  yield { container: xml("query", { xmlns: NS_MUC_ADMIN }), children: affiliationsOf(room, engine) };
  const { subject } = room;
  if (subject.text !== "") {
    const stamp = subject.time === undefined ? undefined : new Date(subject.time).toISOString();
    yield xml("subject", { xmlns: NS_OWN_ROOM, nick: subject.nick, stamp }, subject.text);
  }
  for (const { exported } of engine.features) yield* exported?.(room) ?? [];
  for (const part of archive.exported(room.jid.bare)) {
    if ("container" in part) yield { ...part, children: withSenders(part.children) };
  }
}

function* affiliationsOf(room: Room, { affiliations }: Engine): Generator<Element> {
  for (const affiliation of AFFILIATIONS) {
    for (let after = ""; ; ) {
      const page = affiliations.page(room, affiliation, after, AT_ONCE);
      if (page.length === 0) break;
      for (const { jid, reason, nick } of page) {
        const attributes = { affiliation, jid, nick: nick ?? undefined };
        yield xml("item", attributes, reason === null ? undefined : xml("reason", {}, reason));
      }
      after = page.at(-1)?.jid ?? after;
    }
  }
}

/** With the real JID of who has sent a message, as a moderator is sent it (XEP-0313 §6.1.2). */
function* withSenders(results: Iterable<ExportedPart>): Generator<ExportedPart> {
  for (const result of results)
    if (!("container" in result)) yield changed(result, "forwarded", (each) => changed(each, "message", withSender));
}

/** With another child of this name. */
const changed = (parent: Element, name: string, change: (child: Element) => Element): Element =>
  withChildren(
    parent,
    parent.children.map((child) =>
      typeof child !== "string" && (child as Element).name === name ? change(child as Element) : child,
    ),
  );

function withSender(archived: Element): Element {
  const { message, sender } = splitSender(archived);
  if (!sender) return message;
  const item = xml("item", { jid: sender.jid.full, affiliation: sender.affiliation, role: sender.role });
  return withChildren(message, [...message.children, xml("x", { xmlns: NS_MUC_USER }, item)]);
}
