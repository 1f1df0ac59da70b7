/** Numbers and units, in French. */
import type { units as en } from "../en/units.ts";

/** "1 jour", "3 jours"; zero is a singular, too. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count < 2 ? one : many}`;

/** "22 novembre 2026", "1er janvier 2030". */
export const longDate = (time: number): string =>
  withOrdinal(new Intl.DateTimeFormat("fr", { dateStyle: "long" }).format(time));

/** "22 novembre 2026 à 14:02". */
export const longMoment = (time: number): string =>
  withOrdinal(new Intl.DateTimeFormat("fr", { dateStyle: "long", timeStyle: "short" }).format(time));

/** The first of a month is an ordinal number, which Intl does not know. */
export const withOrdinal = (date: string): string => date.replace(/^1 /, "1er ");

export const units: typeof en = {
  bytes: ["o", "ko", "Mo", "Go"],
  decimalMark: ",",
  // A number stays with its unit on one line.
  unitSpace: "\u00a0",
  minutes: (count) => counted(count, "minute", "minutes"),
  hours: (count) => counted(count, "heure", "heures"),
  days: (count) => counted(count, "jour", "jours"),
};
