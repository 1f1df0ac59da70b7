/** Rooms in Prosody's stores: `persistent`, `config`, `muc_log` and `vcard_muc` of their service. */
import { makeJid, parseJid } from "../../../jid/jid.ts";
import { xml } from "../../../stanza.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import type { ImportedRoom, ImportedRoomMessage } from "../../source.ts";
import type { LuaKey, LuaTable, LuaValue } from "../lua.ts";
import { archiveEntry } from "./archive-entry.ts";
import type { DataFolder } from "./data-folder.ts";
import { table } from "./lua-text.ts";
import { elementTable, stanzaTable } from "./stanza-table.ts";

const NS_MUC_USER = "http://jabber.org/protocol/muc#user";

export class RoomFiles {
  readonly #folder: DataFolder;
  /** By service: the addresses of its rooms. */
  readonly #rooms = new Map<string, Map<LuaKey, LuaValue>>();

  constructor(folder: DataFolder) {
    this.#folder = folder;
  }

  /** Throws JidError. */
  room(room: ImportedRoom): void {
    const { bare, local, domain } = parseJid(room.room);
    const rooms = this.#rooms.get(domain) ?? new Map<LuaKey, LuaValue>();
    this.#rooms.set(domain, rooms.set(bare, true));
    const { affiliations, avatar } = room;
    const details = affiliations.flatMap(({ jid, reason, nick }): [LuaKey, LuaValue][] =>
      reason === undefined && nick === undefined
        ? []
        : [
            [
              jid,
              table([
                ["reason", reason],
                ["reserved_nickname", nick],
              ]),
            ],
          ],
    );
    const config = table([
      ["_jid", bare],
      ["_data", settings(room)],
      ["_affiliation_data", table(details)],
      ...affiliations.map(({ jid, affiliation }) => [jid, affiliation] as const),
    ]);
    this.#folder.put(domain, local, "config", config);
    if (avatar) this.#folder.put(domain, local, "vcard_muc", elementTable(avatar));
  }

  /** Throws JidError. */
  message({ room, id, time, nick, sender, message }: ImportedRoomMessage): void {
    const { local, domain } = parseJid(room);
    const element = typeof message === "string" ? parseElement(message) : message;
    Object.assign(element.attrs, { from: makeJid(local, domain, nick).full, type: "groupchat" });
    if (sender !== undefined) element.cnode(xml("x", { xmlns: NS_MUC_USER }, xml("item", { jid: sender })));
    const keys = { key: id, when: time, with: "message<groupchat" };
    this.#folder.append(domain, local, "muc_log", archiveEntry(keys, stanzaTable(element)));
  }

  end(): void {
    for (const [service, rooms] of this.#rooms) this.#folder.put(service, undefined, "persistent", table(rooms));
  }
}

/** The other way round of what mod_muc has in its configuration form. */
function settings({ room, config, subject }: ImportedRoom): LuaTable {
  const text = (field: string): string | undefined => config[`muc#roomconfig_${field}`]?.[0];
  const flag = (field: string): boolean => text(field) === "1" || text(field) === "true";
  const history = Number(text("maxhistoryfetch"));
  const { local, domain } = parseJid(room);
  return table([
    ["name", text("roomname")],
    ["description", text("roomdesc")],
    ["language", text("lang") || undefined],
    ["password", flag("passwordprotectedroom") ? text("roomsecret") : undefined],
    ["persistent", true],
    ["hidden", !flag("publicroom")],
    ["members_only", flag("membersonly")],
    ["moderated", flag("moderatedroom")],
    ["whois", text("whois") === "anyone" ? "anyone" : "moderators"],
    ["changesubject", flag("changesubject")],
    ["allow_member_invites", flag("allowinvites")],
    ["history_length", Number.isInteger(history) && text("maxhistoryfetch") ? history : undefined],
    ["subject", subject?.text],
    ["subject_from", subject && makeJid(local, domain, subject.nick ?? "").full],
    ["subject_time", subject?.time === undefined ? undefined : Math.trunc(subject.time / 1000)],
  ]);
}
