/** XEP-0045 §10.9: destroying a room. */
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import { removeRoom } from "../broadcast/exiting.ts";
import { sendSelfPresence } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import type { Room } from "../state/room.ts";

/** Characters of the password and of the reason. */
const MAX_TEXT_LENGTH = 4096;

/** `request` is the <destroy/> of an owner: an alternate room, its password, a reason. Throws StanzaError jid-malformed. */
export function destroyRoom(engine: Engine, room: Room, request?: Element): void {
  const jid = request?.attrs.jid === undefined ? undefined : parseJid(request.attrs.jid).full;
  const child = (name: string): Element | undefined => {
    const text = request?.getChildText(name)?.slice(0, MAX_TEXT_LENGTH);
    return text ? xml(name, {}, text) : undefined;
  };
  for (const occupant of [...room.occupants]) {
    occupant.affiliation = "none";
    const destroy = xml("destroy", { jid }, child("password"), child("reason"));
    sendSelfPresence(engine, room, occupant, "unavailable", { destroy });
  }
  removeRoom(engine, room);
}
