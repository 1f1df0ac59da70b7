/** XEP-0045 §7.14: leaving a room, and being removed from it (§8.2, §9.1, §9.4, §11). */
import type { Engine } from "../engine.ts";
import { type Occupant, shownVisit } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { OWN, presenceOf, type Telling, tellOthers, tellOwn } from "./occupant-presence.ts";
import { inPortions } from "./portions.ts";

/** One client has left, with what it says in leaving or what is to be said of it. The others of the same nickname stay. */
export function leave(engine: Engine, room: Room, occupant: Occupant, full: string, telling: Telling): void {
  if (occupant.visits.size === 1) remove(engine, room, occupant, telling);
  else leaveOthers(engine, room, occupant, full, telling);
}

/** Several clients (full JIDs) have left at once: those who stay hear of each occupant that is gone with them. */
export function leaveTogether(engine: Engine, room: Room, clients: readonly string[], telling: Telling): void {
  const leaving = new Set(clients);
  const gone = new Set<Occupant>();
  for (const full of leaving) {
    const occupant = room.occupants.at(full);
    if (!occupant) continue;
    const areAll = [...occupant.visits.keys()].every((other) => leaving.has(other));
    if (areAll) gone.add(occupant);
    else leaveOthers(engine, room, occupant, full, telling);
  }
  if (gone.size > 0) removeAll(engine, room, [...gone], telling);
}

function leaveOthers(engine: Engine, room: Room, occupant: Occupant, full: string, telling: Telling): void {
  const wasShown = shownVisit(occupant)?.jid.full === full;
  engine.multicast(presenceOf(engine, room, occupant, "unavailable", telling, OWN), [full]);
  room.occupants.leave(full);
  engine.visits.remove(room, full);
  if (!wasShown) return;
  tellOthers(engine, room, occupant, "available");
  tellOwn(engine, room, occupant, "available");
}

/** All clients of an occupant are out, and everybody is told with which statuses. */
export function remove(engine: Engine, room: Room, occupant: Occupant, telling: Telling, together = 1): void {
  removeAll(engine, room, [occupant], telling, together);
}

/**
 * The same of several at once: those who stay hear of each, and each of those who go of itself alone. So many are removed
 * `together`, these among them.
 */
export function removeAll(
  engine: Engine,
  room: Room,
  gone: readonly Occupant[],
  telling: Telling,
  together = gone.length,
): void {
  for (const occupant of gone) {
    tellOwn(engine, room, occupant, "unavailable", telling);
    room.occupants.remove(occupant);
    for (const full of occupant.visits.keys()) engine.visits.remove(room, full);
  }
  for (const occupant of gone)
    inPortions(engine, room, together, () => tellOthers(engine, room, occupant, "unavailable", telling));
  engine.rooms.settle(room);
  removeIfOver(engine, room);
}

/** §7.14, §10.1.3: a temporary room ends with its last occupant, and one that was never set up with its maker's leaving. */
export function removeIfOver(engine: Engine, room: Room): void {
  if (room.occupants.size > 0 || (room.config.persistentroom && !room.isLocked)) return;
  removeRoom(engine, room);
}

/** It is gone, with all that belonged to it. */
export function removeRoom({ rooms, messages, features }: Engine, room: Room): void {
  for (const { removed } of features) removed?.(room);
  messages.removeAll(room);
  rooms.remove(room);
}
