/** When a certificate is due, and when to try again. */
import { DAY, HOUR, MINUTE } from "../clock.ts";
import type { RenewalInfo } from "./state.ts";

/**
 * In milliseconds since 1970. `now` matters only at the very end of its life; `obtainedAt`, when it came, where that end or
 * the authority's suggestion is near.
 */
export function dueAt(
  { notBefore, notAfter }: { readonly notBefore: number; readonly notAfter: number },
  suggestion: RenewalInfo | undefined,
  now: number,
  obtainedAt = 0,
): number {
  const life = notAfter - notBefore;
  // Whatever the authority suggests, the last twentieth is for renewing.
  const urgent = notAfter - now < life / 20 ? Math.min(now, notAfter) : suggestion?.chosen;
  if (urgent === undefined) return notBefore + (life < 10 * DAY ? life / 2 : (life * 2) / 3);
  // An authority whose newest certificates are overdue when they come is not asked for another one every second.
  return Math.max(urgent, obtainedAt + Math.min(HOUR, life / 20));
}

const RETRY_DELAYS = [MINUTE, 10 * MINUTE, 100 * MINUTE];

/** Milliseconds to wait after so many failures in a row: 1, 10, 100 minutes, then a day. */
export const retryDelay = (failures: number): number => RETRY_DELAYS[failures - 1] ?? DAY;
