/** What a room keeps of a client's presence, to show it to others: in memory, and in the store for after a restart. */
import type { Element } from "ltx";
import { withChildren, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { print } from "../../../../xml/print.ts";
import { weightOf } from "../../../../xml/weight.ts";
import type { Engine } from "../engine.ts";
import { sanitizedChildren } from "./cleaning.ts";
import type { Occupant, OccupantSession } from "./occupants.ts";
import type { Room } from "./room.ts";

/** Bytes of XML: everybody in the room gets it, and whoever comes later. */
const MAX_PRESENCE_BYTES = 8192;
/** The same as it is kept in memory: some eighty small elements. */
const MAX_PRESENCE_WEIGHT = 32_768;

/** Without addresses and without what belongs to rooms. Throws StanzaError policy-violation where it is too long. */
export function sanitizedPresence(engine: Engine, room: Room, stanza: Element): Element {
  const empty = xml("presence", { "xml:lang": stanza.attrs["xml:lang"] });
  const presence = withChildren(empty, sanitizedChildren(engine, room, stanza));
  const bytes = Buffer.byteLength(print(presence));
  if (bytes > MAX_PRESENCE_BYTES)
    throw new StanzaError("policy-violation", {
      text: `presence in a room has ${MAX_PRESENCE_BYTES} bytes at the most`,
    });
  if (weightOf(presence, bytes) > MAX_PRESENCE_WEIGHT)
    throw new StanzaError("policy-violation", { text: "presence in a room has no more than some eighty elements" });
  return presence;
}

/** What somebody says in leaving, as all others are told; nothing where it is too long: nobody has to stay for that. */
export function exitContent(engine: Engine, room: Room, stanza: Element): Element["children"] {
  try {
    return sanitizedPresence(engine, room, stanza).children;
  } catch (error) {
    if (error instanceof StanzaError) return [];
    throw error;
  }
}

/** The store has the visit as it is now. */
export function saveSession(
  { occupantSessions }: Engine,
  room: Room,
  { nick, role }: Occupant,
  { jid, presence }: OccupantSession,
): void {
  occupantSessions.put(room, { jid: jid.full, nick, role, presence: print(presence) });
}

/** The store has all of an occupant's visits as they are now. */
export function saveOccupant(engine: Engine, room: Room, occupant: Occupant): void {
  for (const visit of occupant.sessions.values()) saveSession(engine, room, occupant, visit);
}
