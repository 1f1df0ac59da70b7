/** Numbers and units, in English. */

/** "1 day", "3 days". */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** "November 22, 2026". */
export const longDate = (time: number): string => new Intl.DateTimeFormat("en", { dateStyle: "long" }).format(time);

/** "November 22, 2026 at 2:02 PM". */
export const longMoment = (time: number): string =>
  new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" }).format(time);

export const units = {
  /** From bytes up, each a thousand of the one before. */
  bytes: ["B", "kB", "MB", "GB"],
  decimalMark: ".",
  unitSpace: " ",
  minutes: (count: number): string => counted(count, "minute", "minutes"),
  hours: (count: number): string => counted(count, "hour", "hours"),
  days: (count: number): string => counted(count, "day", "days"),
};
