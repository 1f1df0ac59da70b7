/** What modules do at another time than the stanza's, while the server runs. */
import { systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";

export interface Timers {
  /** Calls back once, after so many milliseconds; what it throws is logged. */
  readonly schedule: (milliseconds: number, callback: () => void) => void;
  /** Nobody is called back any more. */
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
