/** Which of the nightly backups are kept: seven days, four weeks, three months. */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DAY } from "../clock.ts";

/** Added to the name of what is not whole yet. */
export const UNFINISHED = ".part";

const KEPT = { days: 7, weeks: 4, months: 3 } as const;
/** Of the nightly backups alone: what a person has put into the folder stays. */
const NAME = /^jabber-home-(\d{4}-\d\d-\d\d)\.tar\.zst(?:\.age)?$/;

export interface NightlyBackup {
  readonly name: string;
  /** "2026-11-30". */
  readonly date: string;
  readonly bytes: number;
  /** When it was written, in milliseconds since 1970. */
  readonly written: number;
}

/** "2026-11-30", by the clock of the machine. */
export function dateOf(time: number): string {
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export const nameOf = (date: string, isEncrypted = false): string =>
  `jabber-home-${date}.tar.zst${isEncrypted ? ".age" : ""}`;

/** The latest first. Throws the errors of the system. */
export function nightlyBackups(folder: string): readonly NightlyBackup[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const date = NAME.exec(name)?.[1];
      const facts = date && statSync(join(folder, name), { throwIfNoEntry: false });
      return facts ? [{ name, date, bytes: facts.size, written: facts.mtimeMs }] : [];
    })
    .toSorted((a, b) => (a.date < b.date ? 1 : -1));
}

/** What nightly backups have left that were interrupted. Throws the errors of the system. */
export function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.endsWith(UNFINISHED) && NAME.test(name.slice(0, -UNFINISHED.length))) rmSync(join(folder, name));
}

/** The last of each of the last days, weeks (from Monday on) and months that have one. */
export function keptDates(dates: readonly string[]): ReadonlySet<string> {
  const latest = dates.toSorted().reverse();
  const firsts = (most: number, periodOf: (date: string) => string): string[] => {
    const periods = new Map<string, string>();
    for (const date of latest) if (!periods.has(periodOf(date))) periods.set(periodOf(date), date);
    return [...periods.values()].slice(0, most);
  };
  return new Set([
    ...firsts(KEPT.days, (date) => date),
    ...firsts(KEPT.weeks, weekOf),
    ...firsts(KEPT.months, (date) => date.slice(0, 7)),
  ]);
}

/** The number of the week since 1970. */
function weekOf(date: string): string {
  // 1 January 1970 was a Thursday.
  const days = Date.parse(date) / DAY + 3;
  return String(Math.floor(days / 7));
}

/**
 * Deletes those that are too many, and the oldest ones while all together have more than `most` bytes; never the latest.
 * Returns the names of what is gone.
 */
export function prune(folder: string, most: number): readonly string[] {
  const all = nightlyBackups(folder);
  const kept = keptDates(all.map(({ date }) => date));
  let bytes = 0;
  const gone = all.filter((each, index) => {
    if (!kept.has(each.date)) return true;
    bytes += each.bytes;
    return index > 0 && bytes > most;
  });
  for (const { name } of gone) rmSync(join(folder, name), { force: true });
  return gone.map(({ name }) => name);
}
