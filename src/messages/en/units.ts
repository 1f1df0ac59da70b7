/** Numbers and units, in English. */
import { sizeIn } from "../measure.ts";

/** "1 day", "3 days". */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** "November 22, 2026". Intl would take more time than the rest of a page, and much more for the first date. */
export function longDate(time: number): string {
  const date = new Date(time);
  return `${MONTHS[date.getMonth()]} ${date.getDate()}, ${date.getFullYear()}`;
}

/** "November 22, 2026 at 2:02 PM". */
export function longMoment(time: number): string {
  const date = new Date(time);
  const [hour, minute] = [date.getHours(), String(date.getMinutes()).padStart(2, "0")];
  return `${longDate(time)} at ${hour % 12 || 12}:${minute} ${hour < 12 ? "AM" : "PM"}`;
}

export const units = {
  bytes: ["B", "kB", "MB", "GB"],
  decimalMark: ".",
  unitSpace: " ",
  date: longDate,
  moment: longMoment,
  minutes: (count: number): string => counted(count, "minute", "minutes"),
  hours: (count: number): string => counted(count, "hour", "hours"),
  days: (count: number): string => counted(count, "day", "days"),
};

/** "4.2 MB" */
export const sizeText = (bytes: number): string => sizeIn(units, bytes);
