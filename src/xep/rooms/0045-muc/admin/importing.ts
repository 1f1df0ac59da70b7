/** Rooms that come from another server, with what was said in them. Nobody is told. */
import type { Element } from "ltx";
import type { ImportReport } from "../../../../import-report.ts";
import { type Jid, tryParseJid } from "../../../../jid/jid.ts";
import { withChildren, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import type { Archive } from "../../../history/0313-mam/archive.ts";
import { withStanzaId } from "../../../history/0359-stanza-ids.ts";
import type { Engine } from "../engine.ts";
import { sanitizedChildren } from "../occupant/sanitizing.ts";
import { DEFAULT_CONFIG, NEW_ROOM, type RoomConfig, type SettingName, settings } from "../settings.ts";
import { withSender } from "../state/archived-sender.ts";
import type { Room } from "../state/room.ts";

export interface FormerRoom {
  readonly jid: Jid;
  /** By field of the configuration form, with or without "muc#roomconfig_" (XEP-0045 §16.5.3). */
  readonly config: Readonly<Record<string, readonly string[]>>;
  readonly affiliations: readonly {
    readonly jid: string;
    readonly affiliation: "owner" | "admin" | "member" | "outcast";
    readonly reason?: string | undefined;
    readonly nick?: string | undefined;
  }[];
  readonly subject?:
    | { readonly text: string; readonly nick?: string | undefined; readonly time?: number | undefined }
    | undefined;
  readonly created?: number | undefined;
}

export interface FormerRoomMessage {
  readonly id: string;
  readonly time: number;
  /** "" for the room itself. */
  readonly nick: string;
  readonly sender?: string | undefined;
  readonly message: Element;
}

export interface RoomImport {
  /** A room that is here already stays as it is. */
  add(former: FormerRoom, report: ImportReport): void;
  /** In the order of the other archive. `room` exists. */
  addMessage(room: Jid, former: FormerRoomMessage, report: ImportReport): void;
  /** Lets the messages be found. */
  end(): void;
}

export interface RoomImportDeps {
  readonly engine: Engine;
  readonly archive: Pick<Archive, "openImporter">;
  /** XEP-0421: of an account (a bare JID) in a room. */
  readonly occupantId: (room: Room, account: string) => Element;
}

const MAX_REASON = 4096;
const MAX_SUBJECT = 4096;

export function openRoomImport({ engine, archive, occupantId }: RoomImportDeps): RoomImport {
  const importer = archive.openImporter();
  let last: Room | undefined;

  const affiliate = (room: Room, { affiliations }: FormerRoom, report: ImportReport): void => {
    const since = engine.now();
    for (const { jid: given, affiliation, reason, nick } of affiliations) {
      const jid = tryParseJid(given)?.bare;
      if (jid === undefined) report.left("rooms", "address", given);
      else if (engine.affiliations.count(room) >= engine.config.max_affiliations)
        report.left("rooms", "too-large", jid);
      else {
        engine.affiliations.set(room, { jid, affiliation, reason: reason?.slice(0, MAX_REASON) ?? null, since });
        if (nick !== undefined) reserve(room, jid, nick);
      }
    }
  };

  const reserve = (room: Room, jid: string, nick: string): void => {
    const isNick = tryParseJid(`${room.jid.bare}/${nick}`)?.resource === nick;
    if (isNick && !engine.reservedNicknames.isReservedByOther(room, nick, jid))
      engine.reservedNicknames.reserve(room, jid, nick);
  };

  const roomOf = (jid: Jid): Room | undefined => {
    if (last?.jid.bare !== jid.bare) last = engine.rooms.get(jid.bare);
    return last;
  };

  return {
    add: (former, report) => {
      const { jid, subject, created } = former;
      if (engine.rooms.get(jid.bare)) return report.known("rooms");
      const room = engine.rooms.create({
        jid,
        creator: "",
        created: Math.min(created ?? engine.now(), engine.now()),
        config: configOf(former.config),
        isLocked: false,
      });
      affiliate(room, former, report);
      if (subject) {
        const nick = subject.nick && tryParseJid(`${jid.bare}/${subject.nick}`)?.resource;
        room.subject = { text: subject.text.slice(0, MAX_SUBJECT), nick: nick || undefined, time: subject.time };
        engine.rooms.save(room);
      }
      report.stored("rooms");
    },
    addMessage: (jid, former, report) => {
      const room = roomOf(jid);
      const address = tryParseJid(former.nick === "" ? jid.bare : `${jid.bare}/${former.nick}`);
      if (!room || !address) return report.left("room-messages", "malformed", former.id);
      const message = shownIn(engine, room, address, former, occupantId);
      const place = { given: former.id, time: former.time, peer: address, message };
      report[importer.add(jid.bare, place) ? "stored" : "known"]("room-messages");
    },
    end: () => importer.end(),
  };
}

/** As the occupants would have been sent it, and with what only the archive sees: who has sent it. */
function shownIn(
  engine: Engine,
  room: Room,
  { full: from }: Jid,
  { id, sender, message }: FormerRoomMessage,
  occupantId: RoomImportDeps["occupantId"],
): Element {
  const { attrs } = message;
  const children = sanitizedChildren(engine, room, message);
  const clean = withChildren(
    xml("message", { from, type: "groupchat", id: attrs.id, "xml:lang": attrs["xml:lang"] }),
    children,
  );
  const identified = withStanzaId(clean, room.jid.bare, id);
  const jid = sender === undefined ? undefined : tryParseJid(sender);
  if (!jid) return identified;
  const known = withChildren(identified, [...identified.children, occupantId(room, jid.bare)]);
  const affiliation = engine.affiliations.of(room, jid.bare);
  // Whether all occupants saw the address then is not known: it is not shown to more people than now.
  return withSender(known, { jid, affiliation, role: "participant", wasVisible: room.config.whois === "anyone" });
}

/** What the other server does not say is as it usually is elsewhere: open, and in no list. */
function configOf(given: FormerRoom["config"]): RoomConfig {
  const values = new Map(
    Object.entries(given).map(([name, value]) => [name.replace(/^muc#(?:roomconfig_)?/, ""), value]),
  );
  const config: Partial<Record<SettingName, unknown>> = { ...DEFAULT_CONFIG, ...NEW_ROOM.open };
  for (const [name, setting] of settings) {
    const value = values.get(name);
    const parsed = value && tryParse(() => setting.parse(value));
    if (parsed !== undefined) config[name] = parsed;
  }
  return config as RoomConfig;
}

function tryParse<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
