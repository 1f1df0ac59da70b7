/** Callbacks that modules have scheduled, which end with the server. */
import { systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";

export interface Timers {
  /** Begins with what has been scheduled until now: before, nobody is called back. */
  readonly begin: () => void;
  /** Calls back once, after so many milliseconds; what it throws is logged. */
  readonly schedule: (milliseconds: number, callback: () => void) => void;
  /** Cancels all of them; what is scheduled afterwards is never called. */
  readonly stop: () => void;
}

export function openTimers(log: Logger): Timers {
  const timers = new Set<() => void>();
  let early: (() => void)[] | undefined = [];
  let hasStopped = false;

  const schedule = (milliseconds: number, callback: () => void): void => {
    if (hasStopped) return;
    if (early) return void early.push(() => schedule(milliseconds, callback));
    const stopTimer = systemClock.after(milliseconds, () => {
      timers.delete(stopTimer);
      try {
        callback();
      } catch (error) {
        log.error({ event: "later-failed", error });
      }
    });
    timers.add(stopTimer);
  };

  return {
    schedule,
    begin: () => {
      const waiting = early ?? [];
      early = undefined;
      for (const start of waiting) start();
    },
    stop: () => {
      hasStopped = true;
      for (const stopTimer of timers) stopTimer();
      timers.clear();
    },
  };
}
