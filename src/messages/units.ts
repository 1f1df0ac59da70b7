/** Bytes and times as people read them. */
import { units as en, longDate as englishDate, longMoment as englishMoment } from "./en/units.ts";
import { units as fr, longDate as frenchDate, longMoment as frenchMoment } from "./fr/units.ts";
import { type InLanguages, inLanguages, type Language } from "./language.ts";

const UNITS = inLanguages(en, fr);
const MOMENTS: InLanguages<(time: number) => string> = { en: englishMoment, fr: frenchMoment };
const DATES: InLanguages<(time: number) => string> = { en: englishDate, fr: frenchDate };

/** "November 22, 2026", by milliseconds since 1970, in the time zone of the server. */
export const dateText = (time: number, language: Language): string => DATES[language](time);

/** The same with the time of day. */
export const momentText = (time: number, language: Language): string => MOMENTS[language](time);

/** "4.2 MB" in English, "4,2 Mo" in French; two figures at least, where there are any. */
export function sizeText(bytes: number, language: Language): string {
  const { bytes: units, decimalMark, unitSpace } = UNITS[language];
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const number = bytes / 1000 ** power;
  const digits = number.toFixed(power > 0 && number < 10 ? 1 : 0);
  return digits.replace(".", decimalMark) + unitSpace + units[power];
}

/** "90 minutes", "3 days": the largest unit of which there are two. */
export function durationText(minutes: number, language: Language): string {
  const units = UNITS[language];
  if (minutes < 120) return units.minutes(minutes);
  return minutes < 2880 ? units.hours(Math.floor(minutes / 60)) : units.days(Math.floor(minutes / 1440));
}
