/** Time, read and waited for: given as an argument, so that tests decide how it passes. */

/** Where only dates are read, `now: () => number` is given instead. */
export interface Clock {
  /** Milliseconds since 1970, for dates. Goes backwards where somebody sets the machine's clock. */
  readonly now: () => number;
  /** Milliseconds that only grow, for durations. */
  readonly monotonic: () => number;
  /** Calls back once, `ms` from now (at most MAX_TIMER_MS); what is returned cancels it. Does not keep the process alive. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Resolves `ms` from now (at most MAX_TIMER_MS). Keeps the process alive. */
  readonly sleep: (ms: number) => Promise<void>;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds since `then`, by a clock that may have been set back meanwhile: what lies well ahead counts as long ago. */
export const age = (then: number, now: number): number => (then > now + MINUTE ? Number.POSITIVE_INFINITY : now - then);

/** setTimeout counts in 31 bits, and calls back at once where that is too little: 24.8 days. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, Math.min(ms, MAX_TIMER_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, MAX_TIMER_MS))),
};
