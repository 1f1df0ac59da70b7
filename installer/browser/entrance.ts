/** Who may answer: one browser at a time, let in by a code, or because it was the first one. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../src/clock.ts";
import { networkOf } from "../../src/net/ip-address.ts";
import { RateLimit } from "../../src/net/rate-limit.ts";

/** "wrong": the code is another one. "often": too many wrong ones have come. "taken": another browser was first. */
export type Refusal = "wrong" | "often" | "taken";

export interface Entrance {
  /** Whether a code is asked for; otherwise the first browser is let in. */
  readonly hasCode: boolean;
  /** Whether a browser is in. */
  readonly isTaken: () => boolean;
  /** Whether a cookie's value is that of the browser that is in. */
  readonly isInside: (token: string | undefined) => boolean;
  /** Lets a browser in, with the code in place of one that was: what its cookie is from now on. */
  readonly enter: (typed: string, remoteAddress: string) => { readonly token: string } | Refusal;
}

/** Without 0 and O, 1, I and L: eight of them are 39 bits. */
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 8;
/** Wrong codes that a network may send at once, and those of all of them together: as many again in ten minutes. */
const WRONG_OF_NETWORK = 10;
const WRONG_OF_ALL = 1000;
const WINDOW_SECONDS = 600;
const ALL = "all";

/** "ABCDEFGH": as people read it, `spelledCode` has it. */
export const newCode = (): string => Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");

/** "ABCD-EFGH" */
export const spelledCode = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");

/** `code`: undefined where the first browser is let in. */
export function openEntrance(code: string | undefined, clock: Pick<Clock, "monotonic">): Entrance {
  let inside: string | undefined;
  const wrong = limitOf(WRONG_OF_NETWORK, clock);
  const wrongOfAll = limitOf(WRONG_OF_ALL, clock);
  return {
    hasCode: code !== undefined,
    isTaken: () => inside !== undefined,
    isInside: (token) => inside !== undefined && token !== undefined && isSame(token, inside),
    enter: (typed, remoteAddress) => {
      if (code === undefined && inside !== undefined) return "taken";
      if (code !== undefined) {
        const network = networkOf(remoteAddress);
        if (!wrong.allows(network) || !wrongOfAll.allows(ALL)) return "often";
        if (!isSame(typed.toUpperCase().replace(/[\s-]/g, ""), code)) {
          wrong.charge(network);
          wrongOfAll.charge(ALL);
          return "wrong";
        }
      }
      inside = randomBytes(32).toString("base64url");
      return { token: inside };
    },
  };
}

const limitOf = (burst: number, clock: Pick<Clock, "monotonic">): RateLimit =>
  new RateLimit({ burst, perSecond: burst / WINDOW_SECONDS }, clock);

/** In a time that does not depend on where they differ. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
