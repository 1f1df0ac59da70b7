/** Numbers and units, in French. */
import type { units as en } from "../en/units.ts";
import { sizeIn } from "../measure.ts";

/** "1 jour", "3 jours"; zero is a singular, too. */
export const counted = (count: number, one: string, many: string): string =>
  `${String(count).replace(".", ",")} ${count < 2 ? one : many}`;

const MONTHS = [
  ...["janvier", "février", "mars", "avril", "mai", "juin"],
  ...["juillet", "août", "septembre", "octobre", "novembre", "décembre"],
];

/** "22 novembre 2026", "1er janvier 2030". */
export function longDate(time: number): string {
  const date = new Date(time);
  return withOrdinal(`${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`);
}

/** "22 novembre 2026 à 14:02". */
export function longMoment(time: number): string {
  const date = new Date(time);
  const [hour = "", minute = ""] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${longDate(time)} à ${hour}:${minute}`;
}

/** The first of a month is an ordinal number, which Intl does not know. */
const withOrdinal = (date: string): string => date.replace(/^1 /, "1er ");

export const units: typeof en = {
  bytes: ["o", "ko", "Mo", "Go"],
  decimalMark: ",",
  // A number stays with its unit on one line.
  unitSpace: "\u00a0",
  date: longDate,
  moment: longMoment,
  minutes: (count) => counted(count, "minute", "minutes"),
  hours: (count) => counted(count, "heure", "heures"),
  days: (count) => counted(count, "jour", "jours"),
};

/** "4,2 Mo" */
export const sizeText = (bytes: number): string => sizeIn(units, bytes);
