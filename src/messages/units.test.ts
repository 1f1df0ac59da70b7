import { expect, test } from "bun:test";
import { longMoment as spanishMoment } from "./es/units.ts";
import { longDate as frenchDate } from "./fr/units.ts";
import { LANGUAGES } from "./language.ts";
import { statusMessages } from "./status.ts";
import { dateText, momentText, sizeText } from "./units.ts";

test("sizes are short, in the language of who reads them", () => {
  const sizes = [0, 999, 1000, 9_940, 12_345, 123_456_789, 5_000_000_000, 12_000_000_000_000];
  const english = ["0 B", "999 B", "1.0 kB", "9.9 kB", "12 kB", "123 MB", "5.0 GB", "12000 GB"];
  expect(sizes.map((size) => sizeText(size, "en"))).toEqual(english);
  expect(sizeText(4_234_000, "fr")).toBe("4,2\u00a0Mo");
  expect(sizeText(312, "fr")).toBe("312\u00a0o");
});

test("a number that is not whole has the mark of its language", () => {
  expect(statusMessages.fr.watch.keys(0.5)).toContain("0,5 seconde");
  expect(statusMessages.en.watch.keys(0.5)).toContain("0.5 seconds");
});

test("in French the first of a month is an ordinal number", () => {
  expect(frenchDate(Date.UTC(2030, 0, 1, 12))).toBe("1er janvier 2030");
  expect(frenchDate(Date.UTC(2030, 0, 11, 12))).toBe("11 janvier 2030");
});

test("in Spanish one o'clock is a singular", () => {
  expect(spanishMoment(new Date(2030, 0, 1, 1, 5).getTime())).toBe("1 de enero de 2030 a la 1:05");
  expect(spanishMoment(new Date(2030, 0, 1, 11, 5).getTime())).toBe("1 de enero de 2030 a las 11:05");
});

test("days and points in time are those of Unicode's CLDR but for that", () => {
  for (const language of LANGUAGES) {
    const date = new Intl.DateTimeFormat(language, { dateStyle: "long" });
    const moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
    // A day of each month, at each hour, before the year 2000 and after it.
    for (let index = 0; index < 48; index += 1) {
      const time = new Date(1990 + index, index % 12, 2 + (index % 27), index % 24, index * 7).getTime();
      expect(dateText(time, language)).toBe(date.format(time));
      expect(momentText(time, language)).toBe(moment.format(time).replace(" a las 1:", " a la 1:"));
    }
  }
});
