/** Numbers and units, in Dutch. */
import type { units as en } from "../en/units.ts";
import { sizeIn } from "../measure.ts";

/** "1 dag", "3 dagen". */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const MONTHS = [
  ...["januari", "februari", "maart", "april", "mei", "juni"],
  ...["juli", "augustus", "september", "oktober", "november", "december"],
];

/** "22 november 2026". */
export function longDate(time: number): string {
  const date = new Date(time);
  return `${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`;
}

/** "22 november 2026 om 14:02". */
export function longMoment(time: number): string {
  const date = new Date(time);
  const [hour = "", minute = ""] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${longDate(time)} om ${hour}:${minute}`;
}

export const units: typeof en = {
  bytes: ["B", "kB", "MB", "GB"],
  decimalMark: ",",
  // A number stays with its unit on one line.
  unitSpace: "\u00a0",
  date: longDate,
  moment: longMoment,
  minutes: (count) => counted(count, "minuut", "minuten"),
  hours: (count) => `${count} uur`,
  days: (count) => counted(count, "dag", "dagen"),
};

/** "4,2 MB" */
export const sizeText = (bytes: number): string => sizeIn(units, bytes);
