import { expect, test } from "bun:test";
import { longDate as frenchDate } from "./fr/units.ts";
import { sizeText } from "./units.ts";

test("sizes are short, in the language of who reads them", () => {
  const sizes = [0, 999, 1000, 9_940, 12_345, 123_456_789, 5_000_000_000, 12_000_000_000_000];
  const english = ["0 B", "999 B", "1.0 kB", "9.9 kB", "12 kB", "123 MB", "5.0 GB", "12000 GB"];
  expect(sizes.map((size) => sizeText(size, "en"))).toEqual(english);
  expect(sizeText(4_234_000, "fr")).toBe("4,2\u00a0Mo");
  expect(sizeText(312, "fr")).toBe("312\u00a0o");
});

test("in French the first of a month is an ordinal number", () => {
  expect(frenchDate(Date.UTC(2030, 0, 1, 12))).toBe("1er janvier 2030");
  expect(frenchDate(Date.UTC(2030, 0, 11, 12))).toBe("11 janvier 2030");
});
