/** XEP-0045 §7.14: occupants leave a room, or are removed from it (§8.2, §9.1, §9.4, §11); temporary rooms end with the last. */
import type { Engine } from "../engine.ts";
import { latestSession, type Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import {
  broadcastToOthers,
  occupantPresence,
  type PresenceDetails,
  SELF_VIEW,
  sendSelfPresence,
} from "./occupant-presence.ts";
import { inPortions } from "./portions.ts";

/** A session (a full JID) of an occupant has left; the occupant stays while it has others. */
export function exitSession(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  full: string,
  details: PresenceDetails,
): void {
  if (occupant.sessions.size === 1) removeOccupant(engine, room, occupant, details);
  else exitOneOfSeveral(engine, room, occupant, full, details);
}

/** Several sessions (full JIDs) have left at once: unavailable presence is sent to those who stay only. */
export function exitSessions(engine: Engine, room: Room, clients: readonly string[], details: PresenceDetails): void {
  const leaving = new Set(clients);
  const gone = new Set<Occupant>();
  for (const full of leaving) {
    const occupant = room.occupants.bySession(full);
    if (!occupant) continue;
    const areAll = [...occupant.sessions.keys()].every((other) => leaving.has(other));
    if (areAll) gone.add(occupant);
    else exitOneOfSeveral(engine, room, occupant, full, details);
  }
  if (gone.size > 0) removeOccupants(engine, room, [...gone], details);
}

function exitOneOfSeveral(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  full: string,
  details: PresenceDetails,
): void {
  const wasLatest = latestSession(occupant)?.jid.full === full;
  engine.multicast(occupantPresence(engine, room, occupant, "unavailable", details, SELF_VIEW), [full]);
  room.occupants.removeSession(full);
  engine.occupantSessions.remove(room, full);
  if (!wasLatest) return;
  broadcastToOthers(engine, room, occupant, "available");
  sendSelfPresence(engine, room, occupant, "available");
}

/** Removes an occupant with all its sessions. `changes`: how many occupants are removed at once, including this one. */
export function removeOccupant(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  details: PresenceDetails,
  changes = 1,
): void {
  removeOccupants(engine, room, [occupant], details, changes);
}

/**
 * Removes several occupants: each is sent its own unavailable presence alone, those who stay are sent that of each.
 * `changes`: how many are removed at once, including these.
 */
export function removeOccupants(
  engine: Engine,
  room: Room,
  gone: readonly Occupant[],
  details: PresenceDetails,
  changes = gone.length,
): void {
  for (const occupant of gone) {
    sendSelfPresence(engine, room, occupant, "unavailable", details);
    room.occupants.remove(occupant);
    for (const full of occupant.sessions.keys()) engine.occupantSessions.remove(room, full);
  }
  for (const occupant of gone)
    inPortions(engine, room, changes, () => broadcastToOthers(engine, room, occupant, "unavailable", details));
  engine.rooms.keepWhileOccupied(room);
  removeRoomIfEmpty(engine, room);
}

/** §7.14, §10.1.3: a room that is temporary, or was never configured, ends with its last occupant. */
export function removeRoomIfEmpty(engine: Engine, room: Room): void {
  if (room.occupants.size > 0 || (room.config.persistentroom && !room.isLocked)) return;
  removeRoom(engine, room);
}

/** With its archive, and with what features have stored for it. */
export function removeRoom({ rooms, archive, features }: Engine, room: Room): void {
  for (const { removed } of features) removed?.(room);
  archive.removeAll(room);
  rooms.remove(room);
}
