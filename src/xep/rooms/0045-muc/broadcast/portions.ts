/** What is told to all in a room, of so many at once that it would take long: others come in between. */
import type { Engine } from "../engine.ts";
import type { Room } from "../state/room.ts";

/** Stanzas in one go: some hundredths of a second of work. */
const PORTION = 1000;

/** Tells all in the room of one of `pieces` things: at once where they are few, otherwise when it is the room's turn. */
export function inPortions({ rooms, queues }: Engine, room: Room, pieces: number, tell: () => void): void {
  const { bare } = room.jid;
  if (pieces === 1 || pieces * room.occupants.size <= PORTION) return tell();
  queues.enqueue(bare, () => {
    // The room may be gone by now, and another one of its name be there.
    if (rooms.get(bare) === room) tell();
  });
}
