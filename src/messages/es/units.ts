/** Numbers and units, in Spanish. */
import type { units as en } from "../en/units.ts";
import { sizeIn } from "../measure.ts";

/** "1 día", "3 días". */
export const counted = (count: number, one: string, many: string): string =>
  `${String(count).replace(".", ",")} ${count === 1 ? one : many}`;

const MONTHS = [
  ...["enero", "febrero", "marzo", "abril", "mayo", "junio"],
  ...["julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
];

/** "22 de noviembre de 2026". */
export function longDate(time: number): string {
  const date = new Date(time);
  return `${date.getDate()} de ${MONTHS[date.getMonth()]} de ${date.getFullYear()}`;
}

/** "22 de noviembre de 2026 a las 14:02", "22 de noviembre de 2026 a la 1:02". */
export function longMoment(time: number): string {
  const date = new Date(time);
  const [hour, minute] = [date.getHours(), String(date.getMinutes()).padStart(2, "0")];
  return `${longDate(time)} ${hour === 1 ? "a la" : "a las"} ${hour}:${minute}`;
}

export const units: typeof en = {
  bytes: ["B", "kB", "MB", "GB"],
  decimalMark: ",",
  // A number stays with its unit on one line.
  unitSpace: "\u00a0",
  date: longDate,
  moment: longMoment,
  minutes: (count) => counted(count, "minuto", "minutos"),
  hours: (count) => counted(count, "hora", "horas"),
  days: (count) => counted(count, "día", "días"),
};

/** "4,2 MB" */
export const sizeText = (bytes: number): string => sizeIn(units, bytes);
