/** Whether this machine's clock is wrong, as far as its own files can tell. */
import { statSync } from "node:fs";
import { DAY } from "../src/clock.ts";

/** A program that is older than this has been replaced by a later version long ago. */
const MAX_AGE_MS = 10 * 365 * DAY;

/**
 * Whether `now` is before the newest of these files (when it was written), or ten years after the newest of them. All in
 * milliseconds since 1970. A day is left for time zones and a clock that is being set.
 */
export function isClockWrong(now: number, written: readonly number[]): boolean {
  const newest = Math.max(0, ...written);
  return newest > 0 && (now < newest - DAY || now > newest + MAX_AGE_MS);
}

/** When the files were written; those that are not there are left out. */
export const writtenAt = (paths: readonly string[]): readonly number[] =>
  paths.flatMap((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? []);
