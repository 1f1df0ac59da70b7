import { expect, test } from "bun:test";
import type { Pace } from "../server/session.ts";
import { parseElement } from "../xml/parse-element.ts";
import { weightOf } from "../xml/weight.ts";
import { Hold } from "./hold.ts";

const presence = parseElement("<presence/>");
const message = parseElement("<message/>");
const pace: Pace = ({ name }) => (name === "presence" ? "later" : "now");

test("without a pace everything is due at once", () => {
  expect(new Hold().due(presence)).toEqual([presence]);
});

test("what may wait does, until something goes that may not: then all goes, in order", () => {
  const hold = new Hold();
  expect(hold.setPace(pace)).toEqual([]);
  expect(hold.due(presence)).toEqual([]);
  expect(hold.due(presence)).toEqual([]);
  expect(hold.due(message)).toEqual([presence, presence, message]);
  expect(hold.due(presence)).toEqual([]);
});

test("with another pace all that waited is due", () => {
  const hold = new Hold();
  hold.setPace(pace);
  hold.due(presence);
  expect(hold.weight).toBe(weightOf(presence));
  expect(hold.setPace(undefined)).toEqual([presence]);
  expect(hold.weight).toBe(0);
  expect(hold.due(presence)).toEqual([presence]);
});

test("what waits is bounded, in number and in weight", () => {
  const many = new Hold();
  many.setPace(pace);
  let due = 0;
  for (let n = 0; n < 500; n++) due += many.due(presence).length;
  expect(due).toBe(500);
  const large = new Hold();
  large.setPace(pace);
  const big = parseElement(`<presence><status>${"x".repeat(300_000)}</status></presence>`);
  expect(large.due(big)).toEqual([]);
  expect(large.due(big).length).toBe(2);
  const exact = new Hold();
  exact.setPace(pace);
  const sized = (length: number) => parseElement(`<presence><status>${"x".repeat(length)}</status></presence>`);
  const most = 500_001 - weightOf(sized(1));
  expect(exact.due(sized(most - 1))).toEqual([]);
  exact.setPace(pace);
  expect(exact.due(sized(most))).toHaveLength(1);
});
