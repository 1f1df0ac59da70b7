/** Numbers and units, in Portuguese. */
import type { units as en } from "../en/units.ts";
import { sizeIn } from "../measure.ts";

/** "1 dia", "3 dias"; zero is a plural. */
export const counted = (count: number, one: string, many: string): string =>
  `${String(count).replace(".", ",")} ${count === 1 ? one : many}`;

const MONTHS = [
  ...["janeiro", "fevereiro", "março", "abril", "maio", "junho"],
  ...["julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
];

/** "22 de novembro de 2026". */
export function longDate(time: number): string {
  const date = new Date(time);
  return `${date.getDate()} de ${MONTHS[date.getMonth()]} de ${date.getFullYear()}`;
}

/** "22 de novembro de 2026 às 14:02". */
export function longMoment(time: number): string {
  const date = new Date(time);
  const [hour = "", minute = ""] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${longDate(time)} às ${hour}:${minute}`;
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
  days: (count) => counted(count, "dia", "dias"),
};

/** "4,2 MB" */
export const sizeText = (bytes: number): string => sizeIn(units, bytes);
