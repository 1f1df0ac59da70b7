/** A question under the heading of its step. */
import { expect, test } from "bun:test";
import { openPage } from "./page.ts";

test("the heading is repeated where it has left the screen, and only there", () => {
  const page = openPage({ columns: 60, rows: 20 });
  page.startStep(true);
  page.hasShown("1 of 5   DNS", 8);
  expect(page.question("Done?", 4)).toEqual(["Done?"]);
  page.hasShown("What they are for", 10);
  expect(page.question("Done?", 4)).toEqual(["1 of 5   DNS", "Done?"]);
  expect(page.question("Done?", 4)).toEqual(["Done?"]);
  page.startStep(false);
  page.hasShown("no heading of a step", 10);
  expect(page.question("Done?", 30)).toEqual(["Done?"]);
});

test("a terminal that does not tell its size has 80 columns; lines are broken beside the bar", () => {
  const page = openPage({ columns: 0, rows: 0 });
  expect(page.fit(`${"a".repeat(70)} bbbbbb`)).toEqual([`${"a".repeat(70)} bbbbbb`]);
  expect(page.fit(`${"a".repeat(70)} bbbbbbb`)).toHaveLength(2);
  expect(page.fit(`${"a".repeat(70)} bbbbbb`, 2)).toHaveLength(2);
});
