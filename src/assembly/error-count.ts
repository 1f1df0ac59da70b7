/** A log that counts its errors of the last day. */
import { HOUR } from "../clock.ts";
import type { ErrorFacts } from "../doctor/facts.ts";
import type { LogEvent, Logger } from "../log.ts";

export interface CountedLog {
  readonly log: Logger;
  /** Undefined where there were none. */
  readonly errors: () => ErrorFacts | undefined;
}

const HOURS = 24;
/** These are findings of their own. */
const FOUND_ELSEWHERE: ReadonlySet<string> = new Set(["disk-full", "disk-took-nothing", "backup-failed"]);

/** `now` in milliseconds since 1970. */
export function countingErrors(log: Logger, now: () => number): CountedLog {
  /** By the hour since 1970. */
  const counts = new Map<number, number>();
  let last: Pick<ErrorFacts, "event" | "at"> | undefined;
  const count = ({ event }: LogEvent): void => {
    if (FOUND_ELSEWHERE.has(event)) return;
    const at = now();
    const hour = Math.floor(at / HOUR);
    counts.set(hour, (counts.get(hour) ?? 0) + 1);
    for (const old of counts.keys()) if (Math.abs(hour - old) >= HOURS) counts.delete(old);
    last = { event, at };
  };
  return {
    log: {
      error: (event) => {
        count(event);
        log.error(event);
      },
      warn: (event) => log.warn(event),
      info: (event) => log.info(event),
      debug: (event) => log.debug(event),
    },
    errors: () => {
      const hour = Math.floor(now() / HOUR);
      const recent = [...counts].filter(([one]) => Math.abs(hour - one) < HOURS);
      const sum = recent.reduce((total, [, each]) => total + each, 0);
      return last && sum > 0 ? { count: sum, ...last } : undefined;
    },
  };
}
