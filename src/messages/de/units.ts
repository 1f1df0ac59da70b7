/** Numbers and units, in German. */
import type { units as en } from "../en/units.ts";
import { sizeIn } from "../measure.ts";

/** "1 Tag", "3 Tage". */
export const counted = (count: number, one: string, many: string): string =>
  `${String(count).replace(".", ",")} ${count === 1 ? one : many}`;

/** After "seit", "vor", "in": "3 Tage" becomes "3 Tagen". */
export const dative = (duration: string): string => duration.replace(/Tage$/, "Tagen");

const MONTHS = [
  ...["Januar", "Februar", "März", "April", "Mai", "Juni"],
  ...["Juli", "August", "September", "Oktober", "November", "Dezember"],
];

/** "22. November 2026". */
export function longDate(time: number): string {
  const date = new Date(time);
  return `${date.getDate()}. ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
}

/** "22. November 2026 um 14:02". */
export function longMoment(time: number): string {
  const date = new Date(time);
  const [hour, minute] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${longDate(time)} um ${hour}:${minute}`;
}

export const units: typeof en = {
  bytes: ["B", "kB", "MB", "GB"],
  decimalMark: ",",
  // A number stays with its unit on one line.
  unitSpace: "\u00a0",
  date: longDate,
  moment: longMoment,
  minutes: (count) => counted(count, "Minute", "Minuten"),
  hours: (count) => counted(count, "Stunde", "Stunden"),
  days: (count) => counted(count, "Tag", "Tage"),
};

/** "4,2 MB" */
export const sizeText = (bytes: number): string => sizeIn(units, bytes);
