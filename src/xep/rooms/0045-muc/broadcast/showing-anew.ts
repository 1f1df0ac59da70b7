/** Many in a room are to be seen by all as they are now. */
import type { Engine } from "../engine.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { sendToOthers } from "./occupant-presence.ts";
import { inPortions } from "./portions.ts";

/** Who is still to be shown, by room. */
const waiting = new WeakMap<Room, Set<Occupant>>();

/** All others see each of these come or change, or go where the room does not show such occupants. */
export function refreshPresence(engine: Engine, room: Room, occupants: readonly Occupant[]): void {
  const queue = waiting.get(room) ?? new Set<Occupant>();
  waiting.set(room, queue);
  for (const occupant of occupants) {
    if (queue.has(occupant)) continue;
    queue.add(occupant);
    inPortions(engine, room, occupants.length, () => {
      queue.delete(occupant);
      if (room.occupants.byNick(occupant.nick) !== occupant) return;
      sendToOthers(engine, room, occupant, room.broadcastsPresenceOf(occupant.role) ? "available" : "unavailable");
    });
  }
}
