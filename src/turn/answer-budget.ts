/** How many packets an unauthenticated address is answered: whoever forges somebody's address gets little sent there. */
import type { Clock } from "../clock.ts";
import { networkOf } from "../net/ip-address.ts";

export interface AnswerBudget {
  /** Whether one more answer may be sent to the address in this second. */
  take(address: string): boolean;
}

const SLOTS = 4096;

/** Counts in memory of a fixed size, whoever sends: networks that fall into the same slot share it. */
export function openAnswerBudget(perSecond: number, { monotonic }: Pick<Clock, "monotonic">): AnswerBudget {
  const counts = new Uint16Array(SLOTS);
  // Nobody outside can tell which networks share a slot.
  const salt = Math.floor(Math.random() * 2 ** 31);
  let second = 0;
  const slotOf = (text: string): number => {
    let hash = salt;
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    return (hash >>> 8) % SLOTS;
  };
  return {
    take: (address) => {
      const now = Math.floor(monotonic() / 1000);
      if (now !== second) counts.fill(0);
      second = now;
      const slot = slotOf(networkOf(address));
      const count = counts[slot] ?? 0;
      if (count >= perSecond) return false;
      counts[slot] = count + 1;
      return true;
    },
  };
}
