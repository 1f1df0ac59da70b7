/** Callbacks that modules have scheduled, which end with the server. */
import { systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";

export interface Timers {
  /** Calls back once, after so many milliseconds; what it throws is logged. */
  readonly schedule: (milliseconds: number, callback: () => void) => void;
  /** Cancels all of them; what is scheduled afterwards is never called. */
  readonly stop: () => void;
}

export function openTimers(log: Logger): Timers {
  const timers = new Set<() => void>();
  let hasStopped = false;
  return {
    schedule: (milliseconds, callback) => {
      if (hasStopped) return;
      const stopTimer = systemClock.after(milliseconds, () => {
        timers.delete(stopTimer);
        try {
          callback();
        } catch (error) {
          log.error({ event: "later-failed", error });
        }
      });
      timers.add(stopTimer);
    },
    stop: () => {
      hasStopped = true;
      for (const stopTimer of timers) stopTimer();
      timers.clear();
    },
  };
}
