/** Rooms: `muc_room`, `muc_registered`, and their messages in `archive_msg`. */
import { makeJid, parseJid, tryParseJid } from "../../../jid/jid.ts";
import { inClientNamespace } from "../../../stanza.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { print } from "../../../xml/print.ts";
import type { ImportedRoom, ImportedRoomMessage } from "../../source.ts";
import { atom, type Term, tuple } from "../term.ts";
import { xmlTerm } from "../xmlel.ts";
import { accountKey, addressKey, bareKey, timestamp } from "./address.ts";

/** ejabberd's names for the fields of the configuration form (XEP-0045 §16.5.3) that are flags. */
const FLAGS: Readonly<Record<string, string>> = {
  "muc#roomconfig_persistentroom": "persistent",
  "muc#roomconfig_publicroom": "public",
  "muc#roomconfig_membersonly": "members_only",
  "muc#roomconfig_moderatedroom": "moderated",
  "muc#roomconfig_passwordprotectedroom": "password_protected",
  "muc#roomconfig_allowinvites": "allow_user_invites",
  "muc#roomconfig_changesubject": "allow_change_subj",
  "muc#roomconfig_enablearchiving": "mam",
  mam: "mam",
};
const TEXTS: Readonly<Record<string, string>> = {
  "muc#roomconfig_roomname": "title",
  "muc#roomconfig_roomdesc": "description",
  "muc#roomconfig_roomsecret": "password",
  "muc#roomconfig_lang": "lang",
};

export class RoomRows {
  #room = "";
  /** The id of the last message of a room: microseconds since 1970. */
  #archived = 0;

  /** Throws JidError. */
  *room(room: ImportedRoom): Generator<Term> {
    const address = parseJid(room.room).bare;
    const nameHost = accountKey(address);
    yield tuple(atom("muc_room"), nameHost, optionsOf(room));
    for (const { jid, nick } of room.affiliations) {
      const owner = tryParseJid(jid);
      const service = parseJid(address).domain;
      if (nick === undefined || !owner?.local) continue;
      yield tuple(atom("muc_registered"), tuple(accountKey(owner.bare), service), nick);
    }
  }

  /** As ejabberd keeps it: from the real address, where it is known, beside the nickname. Throws JidError. */
  message({ room, time, nick, sender, message }: ImportedRoomMessage): Term {
    const address = parseJid(room).bare;
    if (this.#room !== address) this.#archived = 0;
    this.#room = address;
    this.#archived = Math.max(time * 1000, this.#archived + 1);
    const { local, domain } = parseJid(address);
    const element = typeof message === "string" ? parseElement(message) : message;
    const from = sender ?? makeJid(local, domain, nick).full;
    Object.assign(element.attrs, { from, to: address, type: "groupchat" });
    const peer = tryParseJid(from) ?? makeJid(local, domain);
    return tuple(
      ...[atom("archive_msg"), accountKey(address), String(this.#archived), timestamp(this.#archived)],
      ...[addressKey(peer), bareKey(peer.bare), xmlTerm(inClientNamespace(element)), nick, atom("groupchat")],
    );
  }
}

function optionsOf({ config, affiliations, subject, avatar }: ImportedRoom): Term {
  const options: Term[] = [];
  const value = (field: string): string | undefined => config[field]?.[0];
  for (const [field, name] of Object.entries(TEXTS)) {
    const text = value(field);
    if (text !== undefined) options.push(tuple(atom(name), text));
  }
  for (const [field, name] of Object.entries(FLAGS)) {
    const flag = value(field);
    if (flag !== undefined) options.push(tuple(atom(name), atom(flag === "1" || flag === "true" ? "true" : "false")));
  }
  const whois = value("muc#roomconfig_whois");
  if (whois !== undefined) options.push(tuple(atom("anonymous"), atom(whois === "anyone" ? "false" : "true")));
  const occupants = Number(value("muc#roomconfig_maxusers"));
  if (occupants > 0) options.push(tuple(atom("max_users"), occupants));
  if (avatar) options.push(tuple(atom("vcard"), print(avatar)));
  if (subject) {
    const text = tuple(atom("text"), "", subject.text);
    options.push(tuple(atom("subject"), [text]), tuple(atom("subject_author"), subject.nick ?? ""));
  }
  const list = affiliations.flatMap(({ jid, affiliation, reason }) => {
    const whom = tryParseJid(jid);
    return whom ? [tuple(addressKey(whom), tuple(atom(affiliation), reason ?? ""))] : [];
  });
  return [...options, tuple(atom("affiliations"), list)];
}
