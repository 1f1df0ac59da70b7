/** What a room keeps of a client's presence, to show it to others: in memory, and in the store for after a restart. */
import type { Element } from "ltx";
import { withChildren, xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { print } from "../../../xml/print.ts";
import type { Engine } from "../engine.ts";
import { cleanChildren } from "./cleaning.ts";
import type { Occupant, Visit } from "./occupants.ts";
import type { Room } from "./room.ts";

/** Bytes of XML: everybody in the room gets it, and whoever comes later. */
const LONGEST = 8192;

/** Without addresses and without what belongs to rooms. Throws StanzaError policy-violation where it is too long. */
export function keptPresence(engine: Engine, room: Room, stanza: Element): Element {
  const empty = xml("presence", { "xml:lang": stanza.attrs["xml:lang"] });
  const presence = withChildren(empty, cleanChildren(engine, room, stanza));
  if (Buffer.byteLength(print(presence)) > LONGEST)
    throw new StanzaError("policy-violation", { text: `presence in a room has ${LONGEST} bytes at the most` });
  return presence;
}

/** The store has the visit as it is now. */
export function saveVisit({ visits }: Engine, room: Room, { nick, role }: Occupant, { jid, presence }: Visit): void {
  visits.put(room, { jid: jid.full, nick, role, presence: print(presence) });
}

/** The store has all of an occupant's visits as they are now. */
export function saveOccupant(engine: Engine, room: Room, occupant: Occupant): void {
  for (const visit of occupant.visits.values()) saveVisit(engine, room, occupant, visit);
}
