/** How many stanzas one change may broadcast in a room, and how many of them in one go. */
import { StanzaError } from "../../../../stanza-error.ts";
import type { Engine } from "../engine.ts";
import type { Room } from "../state/room.ts";

/** Changes by one request, which are made all or none. */
export const MAX_CHANGES = 250;
/** Stanzas that the changes of one request may broadcast, in portions. */
const MAX_BROADCAST_STANZAS = 20_000;
/** Stanzas in one go: some hundredths of a second of work. */
const PORTION = 1000;

/** Throws StanzaError policy-violation where a request makes too many changes for the number of occupants. */
export function checkBroadcastSize({ occupants }: Room, changes: number): void {
  const max = Math.max(1, Math.min(MAX_CHANGES, Math.floor(MAX_BROADCAST_STANZAS / occupants.size)));
  if (changes > max)
    throw new StanzaError("policy-violation", {
      text: `at most ${max} changes at once: ask for the others afterwards`,
    });
}

/** Broadcasts one of `changes` changes: at once where all of them are a portion, otherwise by the queue of the room. */
export function inPortions({ rooms, queues }: Engine, room: Room, changes: number, broadcast: () => void): void {
  const { bare } = room.jid;
  if (changes === 1 || changes * room.occupants.size <= PORTION) return broadcast();
  queues.enqueue(bare, () => {
    // The room may have been removed meanwhile, and created again.
    if (rooms.get(bare) === room) broadcast();
  });
}
