/** XEP-0045 §10.9: a room comes to its end, and everybody in it is told where to go instead. */
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import { removeRoom } from "../broadcast/exiting.ts";
import { sendSelfPresence } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import type { Room } from "../state/room.ts";

const MAX_TEXT_LENGTH = 4096;

/** `wish` is the owner's <destroy/>: another room, its password, a reason. Throws StanzaError jid-malformed. */
export function destroyRoom(engine: Engine, room: Room, wish?: Element): void {
  const jid = wish?.attrs.jid === undefined ? undefined : parseJid(wish.attrs.jid).full;
  const said = (name: string): Element | undefined => {
    const text = wish?.getChildText(name)?.slice(0, MAX_TEXT_LENGTH);
    return text ? xml(name, {}, text) : undefined;
  };
  for (const occupant of [...room.occupants]) {
    occupant.affiliation = "none";
    const destroy = xml("destroy", { jid }, said("password"), said("reason"));
    sendSelfPresence(engine, room, occupant, "unavailable", { destroy });
  }
  removeRoom(engine, room);
}
