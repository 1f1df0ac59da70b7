/** Wall-clock time, given in: certificates have dates. */

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back once, `ms` from now; what is returned cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

/** The machine's own. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
