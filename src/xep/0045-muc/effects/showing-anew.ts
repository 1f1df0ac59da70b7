/** Many in a room are to be seen by all as they are now, a portion at a time: what others say comes in between. */
import type { Engine } from "../engine.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { spreadToOthers } from "./room-presence.ts";

/** Stanzas in one go: some hundredths of a second of work. */
const PORTION = 2000;

/** Who is still to be shown, by room. */
const waiting = new WeakMap<Room, Set<Occupant>>();

/** All others see each of these come or change, or go where the room does not show such occupants. */
export function showAnew(engine: Engine, room: Room, occupants: Iterable<Occupant>): void {
  const known = waiting.get(room);
  const queue = known ?? new Set<Occupant>();
  for (const occupant of occupants) queue.add(occupant);
  if (known) return;
  waiting.set(room, queue);
  showPortion(engine, room, queue);
}

function showPortion(engine: Engine, room: Room, queue: Set<Occupant>): void {
  let sent = 0;
  for (const occupant of queue) {
    // The room may be gone by now, and another one of its name be there.
    const isStillHere = engine.rooms.get(room.jid.bare) === room && room.occupants.named(occupant.nick) === occupant;
    if (isStillHere && sent >= PORTION) return engine.later(0, () => showPortion(engine, room, queue));
    queue.delete(occupant);
    if (!isStillHere) continue;
    spreadToOthers(engine, room, occupant, room.broadcasts(occupant.role) ? "available" : "unavailable");
    sent += room.occupants.size;
  }
  waiting.delete(room);
}
