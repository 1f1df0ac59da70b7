/** RFC 2782: whose turn it is. */
import { expect, test } from "bun:test";
import { orderBySrv } from "./srv-lookup.ts";

const record = (target: string, priority: number, weight: number) => ({ target, priority, weight, port: 5269 });
const order = (records: readonly ReturnType<typeof record>[], random: () => number): string =>
  orderBySrv(records, random)
    .map(({ target }) => target)
    .join(" ");

test("“A client MUST attempt to contact the target host with the lowest-numbered priority it can reach”", () => {
  const records = [record("last", 30, 100), record("first", 0, 0), record("second", 10, 1)];
  for (const random of [0, 0.5, 0.999]) expect(order(records, () => random)).toBe("first second last");
});

test("“the first whose running sum value is greater than or equal to the random number selected”", () => {
  const records = [record("a", 0, 10), record("b", 0, 30), record("none", 0, 0), record("c", 0, 60)];
  // Sums: none 0, a 10, b 40, c 100. A lot of 101 from 0 to 100.
  const drawn = (lot: number): string => order(records, () => (lot + 0.5) / 101).split(" ")[0] ?? "";
  expect([0, 1, 10, 11, 40, 41, 100].map(drawn)).toEqual(["none", "a", "a", "b", "b", "c", "c"]);
});

test("“Larger weights SHOULD be given a proportionately higher probability of being selected”", () => {
  const records = [record("one", 0, 10), record("three", 0, 30)];
  const lots = Array.from({ length: 1000 }, (_, index) => (index + 0.5) / 1000);
  const first = lots.filter((lot) => order(records, () => lot) === "three one").length;
  expect(first).toBeWithin(700, 760);
});

test("all are there, each once, also where none has weight", () => {
  const records = [record("a", 5, 0), record("b", 5, 0), record("c", 5, 0)];
  expect(order(records, () => 0)).toBe("a b c");
  expect(orderBySrv([], () => 0)).toEqual([]);
});
