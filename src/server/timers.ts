/** What modules do at another time than the stanza's, while the server runs. */
import type { Logger } from "../log.ts";

export interface Timers {
  /** Calls back once, after so many milliseconds; what it throws is logged. */
  readonly schedule: (milliseconds: number, callback: () => void) => void;
  /** Nobody is called back any more. */
  readonly stop: () => void;
}

export function openTimers(log: Logger): Timers {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let hasStopped = false;
  return {
    schedule: (milliseconds, callback) => {
      if (hasStopped) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        try {
          callback();
        } catch (error) {
          log.error({ event: "later-failed", error });
        }
      }, milliseconds);
      timer.unref();
      timers.add(timer);
    },
    stop: () => {
      hasStopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
