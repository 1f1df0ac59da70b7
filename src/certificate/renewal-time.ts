/** When a certificate is due, and when to try again. */
import { DAY, MINUTE } from "./clock.ts";
import type { Suggestion } from "./state.ts";

/** In milliseconds since 1970. `now` matters only at the very end of its life. */
export function dueAt(
  { notBefore, notAfter }: { readonly notBefore: number; readonly notAfter: number },
  suggestion: Suggestion | undefined,
  now: number,
): number {
  const life = notAfter - notBefore;
  // Whatever the authority suggests, the last twentieth is for renewing.
  if (notAfter - now < life / 20) return Math.min(now, notAfter);
  if (suggestion !== undefined) return suggestion.chosen;
  return notBefore + (life < 10 * DAY ? life / 2 : (life * 2) / 3);
}

const WAITS = [MINUTE, 10 * MINUTE, 100 * MINUTE];

/** Milliseconds to wait after so many failures in a row: 1, 10, 100 minutes, then a day. */
export const waitAfter = (failures: number): number => WAITS[failures - 1] ?? DAY;
