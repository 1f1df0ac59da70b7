/** When nobody is there any more: then setup ends, so that nobody else finds it open. */
import { type Clock, HOUR, MINUTE } from "../../src/clock.ts";

export interface Presence {
  /** Since when an answer is waited for; undefined where none is, since the wizard is at work. */
  readonly waitingSince: () => number | undefined;
  /** When the browser that is in has asked for something. */
  readonly lastVisit: () => number;
}

/** Without a request of the browser that is in, and without an answer. */
const MAX_SILENCE_MS = HOUR;
const MAX_UNANSWERED_MS = 12 * HOUR;

/** Calls back once nobody has asked for an hour, or answered for half a day. What is returned ends that. */
export function whenIdle(
  { waitingSince, lastVisit }: Presence,
  { monotonic, after }: Pick<Clock, "monotonic" | "after">,
  callback: () => void,
): () => void {
  const isIdle = (): boolean => {
    const since = waitingSince();
    const now = monotonic();
    return since !== undefined && (now - lastVisit() > MAX_SILENCE_MS || now - since > MAX_UNANSWERED_MS);
  };
  let cancel = (): void => {};
  const look = (): void => {
    cancel = after(MINUTE, () => (isIdle() ? callback() : look()));
  };
  look();
  return () => cancel();
}
