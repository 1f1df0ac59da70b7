/** A clock that a test advances. */
import type { Clock } from "../../../src/clock.ts";

export interface ManualClock extends Clock {
  /** Advances the time; timers due by then are called in order, each at its own time. */
  advance(ms: number): void;
  /** The same; pending promises are settled after each timer. */
  advanceSettled(ms: number): Promise<void>;
}

/** `start`: milliseconds since 1970. */
export function manualClock(start = 0): ManualClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  /** Advances to the next timer due by `end`, and calls it; false where there is none. */
  const step = (end: number): boolean => {
    const [next] = [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
    if (!next) now = end;
    else {
      timers.delete(next);
      now = Math.max(now, next.at);
      next.callback();
    }
    return next !== undefined;
  };
  const after = (ms: number, callback: () => void): (() => void) => {
    const timer = { at: now + ms, callback };
    timers.add(timer);
    return () => timers.delete(timer);
  };

  return {
    now: () => now,
    monotonic: () => now - start,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    advance: (ms) => {
      const end = now + ms;
      while (step(end));
    },
    advanceSettled: async (ms) => {
      const end = now + ms;
      while (step(end)) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
