import { expect, test } from "bun:test";
import { durationText, sizeText } from "../units.ts";
import { dative } from "./units.ts";

test("after a preposition, days are in the dative; minutes and hours look the same", () => {
  const durations = [1, 90, 1440, 2880].map((minutes) => durationText(minutes, "de"));
  expect(durations).toEqual(["1 Minute", "90 Minuten", "24 Stunden", "2 Tage"]);
  expect(durations.map(dative)).toEqual(["1 Minute", "90 Minuten", "24 Stunden", "2 Tagen"]);
});

test("a size has a decimal comma, and does not part from its unit", () => {
  expect(sizeText(4_234_000, "de")).toBe("4,2\u00a0MB");
});
