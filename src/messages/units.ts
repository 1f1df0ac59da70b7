/** Bytes and times as people read them. */
import { inLanguages, type Language } from "./language.ts";
import { sizeIn } from "./measure.ts";

const UNITS = inLanguages("units");

/** "November 22, 2026", by milliseconds since 1970, in the time zone of the server. */
export const dateText = (time: number, language: Language): string => UNITS[language].date(time);

/** The same with the time of day. */
export const momentText = (time: number, language: Language): string => UNITS[language].moment(time);

/** "4.2 MB" in English, "4,2 Mo" in French. */
export const sizeText = (bytes: number, language: Language): string => sizeIn(UNITS[language], bytes);

/** "90 minutes", "3 days": the largest unit of which there are two. */
export function durationText(minutes: number, language: Language): string {
  const units = UNITS[language];
  if (minutes < 120) return units.minutes(minutes);
  return minutes < 2880 ? units.hours(Math.floor(minutes / 60)) : units.days(Math.floor(minutes / 1440));
}
