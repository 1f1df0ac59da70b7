/** Wall-clock time that moves when it is told to. */
import type { Clock } from "../../../src/certificate/clock.ts";

export interface HandClock extends Clock {
  /** Moves on, timer by timer in their order, and lets whatever each of them began come to its next rest. */
  pass(ms: number): Promise<void>;
}

export function handClock(start: number): HandClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const nextUntil = (end: number) =>
    [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  return {
    now: () => now,
    after: (ms, callback) => {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass: async (ms) => {
      const end = now + ms;
      for (let next = nextUntil(end); next !== undefined; next = nextUntil(end)) {
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
        await settled();
      }
      now = end;
    },
  };
}

/** Whatever waits for promises alone has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
