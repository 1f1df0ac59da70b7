/** XEP-0045 §7.14: leaving a room, and being removed from it (§8.2, §9.1, §9.4, §11). */
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

/** One client has left, with what it says in leaving or what is to be said of it. The others of the same nickname stay. */
export function exitSession(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  full: string,
  telling: PresenceDetails,
): void {
  if (occupant.sessions.size === 1) removeOccupant(engine, room, occupant, telling);
  else exitOneOfSeveral(engine, room, occupant, full, telling);
}

/** Several clients (full JIDs) have left at once: those who stay hear of each occupant that is gone with them. */
export function exitSessions(engine: Engine, room: Room, clients: readonly string[], telling: PresenceDetails): void {
  const leaving = new Set(clients);
  const gone = new Set<Occupant>();
  for (const full of leaving) {
    const occupant = room.occupants.bySession(full);
    if (!occupant) continue;
    const areAll = [...occupant.sessions.keys()].every((other) => leaving.has(other));
    if (areAll) gone.add(occupant);
    else exitOneOfSeveral(engine, room, occupant, full, telling);
  }
  if (gone.size > 0) removeOccupants(engine, room, [...gone], telling);
}

function exitOneOfSeveral(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  full: string,
  telling: PresenceDetails,
): void {
  const wasShown = latestSession(occupant)?.jid.full === full;
  engine.multicast(occupantPresence(engine, room, occupant, "unavailable", telling, SELF_VIEW), [full]);
  room.occupants.removeSession(full);
  engine.occupantSessions.remove(room, full);
  if (!wasShown) return;
  broadcastToOthers(engine, room, occupant, "available");
  sendSelfPresence(engine, room, occupant, "available");
}

/** All clients of an occupant are out, and everybody is told with which statuses. */
export function removeOccupant(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  telling: PresenceDetails,
  together = 1,
): void {
  removeOccupants(engine, room, [occupant], telling, together);
}

/**
 * The same of several at once: those who stay hear of each, and each of those who go of itself alone. So many are removed
 * `together`, these among them.
 */
export function removeOccupants(
  engine: Engine,
  room: Room,
  gone: readonly Occupant[],
  telling: PresenceDetails,
  together = gone.length,
): void {
  for (const occupant of gone) {
    sendSelfPresence(engine, room, occupant, "unavailable", telling);
    room.occupants.remove(occupant);
    for (const full of occupant.sessions.keys()) engine.occupantSessions.remove(room, full);
  }
  for (const occupant of gone)
    inPortions(engine, room, together, () => broadcastToOthers(engine, room, occupant, "unavailable", telling));
  engine.rooms.keepWhileOccupied(room);
  removeRoomIfEmpty(engine, room);
}

/** §7.14, §10.1.3: a temporary room ends with its last occupant, and one that was never set up with its maker's leaving. */
export function removeRoomIfEmpty(engine: Engine, room: Room): void {
  if (room.occupants.size > 0 || (room.config.persistentroom && !room.isLocked)) return;
  removeRoom(engine, room);
}

/** It is gone, with all that belonged to it. */
export function removeRoom({ rooms, archive, features }: Engine, room: Room): void {
  for (const { removed } of features) removed?.(room);
  archive.removeAll(room);
  rooms.remove(room);
}
