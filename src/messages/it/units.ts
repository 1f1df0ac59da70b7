/** Numbers and units, in Italian. */
import type { units as en } from "../en/units.ts";
import { sizeIn } from "../measure.ts";

/** "1 giorno", "0 giorni", "2,5 giorni". */
export const counted = (count: number, one: string, many: string): string =>
  `${String(count).replace(".", ",")} ${count === 1 ? one : many}`;

const MONTHS = [
  ...["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"],
  ...["luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
];

/** "22 novembre 2026", "1º gennaio 2030". */
export function longDate(time: number): string {
  const date = new Date(time);
  return withOrdinal(`${date.getDate()} ${MONTHS[date.getMonth()]} ${date.getFullYear()}`);
}

/** "22 novembre 2026 alle ore 14:02". */
export function longMoment(time: number): string {
  const date = new Date(time);
  const [hour = "", minute = ""] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${longDate(time)} alle ore ${hour}:${minute}`;
}

/** The first of a month is an ordinal number, which Intl does not know. */
const withOrdinal = (date: string): string => date.replace(/^1 /, "1º ");

/** The article of a day elides where its number begins with a vowel: "l'8 novembre", "l'11 novembre". */
const elides = (date: string): boolean => /^(8|11)\b/.test(date);

/** "il 22 novembre 2026", "l'8 novembre 2026". */
export const onDay = (date: string): string => (elides(date) ? `l'${date}` : `il ${date}`);

/** "al 22 novembre 2026", "all'8 novembre 2026". */
export const toDay = (date: string): string => (elides(date) ? `all'${date}` : `al ${date}`);

/** "dal 22 novembre 2026", "dall'8 novembre 2026". */
export const fromDay = (date: string): string => (elides(date) ? `dall'${date}` : `dal ${date}`);

/** "del 22 novembre 2026", "dell'8 novembre 2026". */
export const ofDay = (date: string): string => (elides(date) ? `dell'${date}` : `del ${date}`);

export const units: typeof en = {
  bytes: ["B", "kB", "MB", "GB"],
  decimalMark: ",",
  // A number stays with its unit on one line.
  unitSpace: "\u00a0",
  date: longDate,
  moment: longMoment,
  minutes: (count) => counted(count, "minuto", "minuti"),
  hours: (count) => counted(count, "ora", "ore"),
  days: (count) => counted(count, "giorno", "giorni"),
};

/** "4,2 MB" */
export const sizeText = (bytes: number): string => sizeIn(units, bytes);
