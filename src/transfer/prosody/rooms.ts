/** Rooms of Prosody: the stores `persistent`, `config`, `muc_log` and `vcard_muc` of a host. */
import { instantOf } from "../instant.ts";
import type { Imported, ImportedRoom, Left } from "../source.ts";
import type { ArchiveEntry, ProsodyData } from "./data.ts";
import { isTable, type LuaTable, type LuaValue } from "./lua.ts";
import { isLocalpart } from "./names.ts";
import { elementOf } from "./stanza.ts";

const AFFILIATIONS = ["owner", "admin", "member", "outcast"] as const;
type Affiliation = (typeof AFFILIATIONS)[number];
const NS_MUC_USER = "http://jabber.org/protocol/muc#user";

/** The rooms of a host and their messages. Throws SourceError. */
export function* roomItems(data: ProsodyData, host: string): Generator<Imported> {
  for (const node of data.users(host, "config")) {
    const room = `${node}@${host}`;
    const table = data.table(host, node, "config");
    if (!isLocalpart(node)) yield { type: "left", kind: "rooms", reason: "address", subject: room };
    else if (!table) yield { type: "left", kind: "rooms", reason: "malformed", subject: room };
    else {
      yield roomOf(room, table, data.table(host, node, "vcard_muc"));
      const lefts: Left[] = [];
      const onCut = (): void =>
        void lefts.push({ type: "left", kind: "room-messages", reason: "cut-off", subject: room });
      yield* messages(room, data.entries(host, node, "muc_log", onCut));
      yield* lefts;
    }
  }
}

function roomOf(room: string, table: LuaTable, vcard: LuaTable | undefined): ImportedRoom {
  const stored = table.fields.get("_data");
  const settings = isTable(stored) ? stored.fields : new Map<string, LuaValue>();
  const avatar = vcard && elementOf(vcard, "vcard-temp");
  const affiliations = affiliationsIn(table);
  const subject = textIn(settings, "subject");
  const time = settings.get("subject_time");
  return {
    type: "room",
    room,
    config: configOf(settings),
    affiliations,
    ...(subject === undefined
      ? {}
      : {
          subject: {
            text: subject,
            nick: resourceOf(textIn(settings, "subject_from")),
            time: typeof time === "number" ? instantOf(time * 1000) : undefined,
          },
        }),
    ...(avatar ? { avatar } : {}),
  };
}

type Settings = ReadonlyMap<unknown, LuaValue>;

const textIn = (settings: Settings, name: string): string | undefined => {
  const value = settings.get(name);
  return typeof value === "string" && value !== "" ? value : undefined;
};

const flag = (value: boolean): readonly string[] => [value ? "1" : "0"];

/** XEP-0045 §16.5.3. */
function configOf(settings: Settings): Record<string, readonly string[]> {
  const isSet = (name: string): boolean => settings.get(name) === true;
  const password = textIn(settings, "password");
  const history = settings.get("history_length");
  const texts = {
    roomname: textIn(settings, "name"),
    roomdesc: textIn(settings, "description"),
    lang: textIn(settings, "language"),
    roomsecret: password,
  };
  const given = Object.entries(texts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value]] as const],
  );
  const config = Object.fromEntries<readonly string[]>([
    ...given,
    ["persistentroom", flag(settings.get("persistent") !== false)],
    ["publicroom", flag(!isSet("hidden"))],
    ["membersonly", flag(isSet("members_only"))],
    ["moderatedroom", flag(isSet("moderated"))],
    ["passwordprotectedroom", flag(password !== undefined)],
    ["whois", [textIn(settings, "whois") === "anyone" ? "anyone" : "moderators"]],
    ["changesubject", flag(isSet("changesubject"))],
    ["allowinvites", flag(isSet("allow_member_invites") || !isSet("members_only"))],
    ...(typeof history === "number" ? [["maxhistoryfetch", [String(history)]] as const] : []),
  ]);
  return Object.fromEntries(Object.entries(config).map(([name, values]) => [`muc#roomconfig_${name}`, values]));
}

/** By bare JID beside what begins with "_"; before version 0.11 in `_affiliations`. */
function affiliationsIn({ fields }: LuaTable): ImportedRoom["affiliations"] {
  const older = fields.get("_affiliations");
  const details = fields.get("_affiliation_data");
  return [...fields, ...(isTable(older) ? older.fields : [])].flatMap(([jid, value]) => {
    const affiliation = AFFILIATIONS.find((each): each is Affiliation => each === value);
    if (typeof jid !== "string" || jid.startsWith("_") || affiliation === undefined) return [];
    const detail = isTable(details) ? details.fields.get(jid) : undefined;
    const more: Settings = isTable(detail) ? detail.fields : new Map();
    return { jid, affiliation, reason: textIn(more, "reason"), nick: textIn(more, "reserved_nickname") };
  });
}

const resourceOf = (jid: string | undefined): string | undefined =>
  jid?.slice(jid.indexOf("/") + 1 || jid.length) || undefined;

function* messages(room: string, entries: Iterable<ArchiveEntry>): Generator<Imported> {
  for (const { key, when, element } of entries) {
    // Presence is logged, too, where it is asked for: what is said is what an archive here has.
    if (element?.name === "presence") continue;
    if (key === undefined || when === undefined || element?.name !== "message") {
      yield { type: "left", kind: "room-messages", reason: "malformed", subject: room };
      continue;
    }
    const nick = resourceOf(element.attrs.from) ?? "";
    const real = element.getChild("x", NS_MUC_USER);
    const sender: string | undefined = real?.getChild("item")?.attrs.jid;
    if (real && sender !== undefined) element.remove(real);
    yield { type: "room-message", room, id: key, time: when, nick, sender, message: element };
  }
}
