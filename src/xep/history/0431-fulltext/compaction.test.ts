import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import { done } from "../0313-mam/testing.ts";
import type { Range, RowSource } from "./index-row.ts";
import { openPartitions, openPartitionTables, textTables } from "./partitions.ts";
import { openTextIndex } from "./text-index.ts";

const ALL: Range = { after: -1, before: Number.MAX_SAFE_INTEGER };
const DAY = 86_400_000;
const PART = 3000;

/** An index whose rows are kept beside, as the archive keeps them. */
function filled(rows: number) {
  const db = memoryDatabase({ fulltext: textTables });
  const clock = { now: 0 };
  const index = openTextIndex(db, () => clock.now, { partitionRows: PART });
  const texts = new Map<number, string>();
  const add = (id: number): void => {
    texts.set(id, `light n${id}`);
    index.add([{ id, keys: ["o1"], text: `light n${id}` }]);
  };
  for (let id = 1; id <= rows; id++) add(id);
  const kept: RowSource = {
    read: (id) => {
      const text = texts.get(id);
      return text === undefined ? undefined : { id, keys: ["o1"], text, cost: text.length };
    },
    idsIn: ({ after, before }, max) => [...texts.keys()].filter((id) => id > after && id < before).slice(0, max),
  };
  const lose = (from: number, to: number): void => {
    const ids = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    for (const id of ids) texts.delete(id);
    index.markDeleted(ids);
  };
  /** All the steps that there are to be done; returns how many. */
  const renew = (): number => {
    let steps = 0;
    while (index.compact(kept)) steps += 1;
    return steps;
  };
  const parts = () =>
    openPartitions(db, openPartitionTables(db))
      .all()
      .map(({ first, rows, lost }) => ({ first, rows, lost }));
  const find = (range = ALL, from: "oldest" | "newest" = "oldest") =>
    done(index.find(["o1"], "light", range, 1e6, from));
  const living = (): number[] => [...texts.keys()];
  return { index, clock, add, kept, lose, renew, parts, find, living, texts };
}

test("a part has so many rows, and the next ones go into another; a search goes through them from either end", () => {
  const { parts, find } = filled(2 * PART + 1);
  expect(parts().map(({ first, rows }) => [first, rows])).toEqual([
    [0, PART],
    [PART + 1, PART],
    [2 * PART + 1, 1],
  ]);
  const range = { after: PART - 2, before: PART + 3 };
  expect(find(range)).toEqual([-1, 0, 1, 2].map((n) => PART + n));
  expect(find(range, "newest")).toEqual([2, 1, 0, -1].map((n) => PART + n));
  expect(find({ after: PART, before: PART + 1 })).toEqual([]);
  expect(find({ after: 2 * PART, before: ALL.before })).toEqual([2 * PART + 1]);
});

test("a part of which all was lost is dropped as a whole; nothing is written anew", () => {
  const { lose, renew, parts, find, living } = filled(2 * PART + 1);
  lose(1, PART);
  expect(renew()).toBe(1);
  expect(parts().map(({ first }) => first)).toEqual([PART + 1, 2 * PART + 1]);
  expect(find()).toEqual(living());
});

test("the lowest and the highest of a part belong to it", () => {
  const { lose, renew, parts } = filled(2 * PART + 1);
  lose(PART + 1, 2 * PART);
  expect(renew()).toBe(1);
  expect(parts().map(({ first }) => first)).toEqual([0, 2 * PART + 1]);
});

test("of a part of which half was lost, the rest is written anew, in steps, and found all the while", () => {
  const { index, kept, lose, parts, find, living } = filled(PART + 1);
  lose(1, PART / 2);
  const found = () => find({ after: PART / 2, before: ALL.before });
  let steps = 0;
  while (index.compact(kept)) {
    expect(found()).toEqual(living());
    steps += 1;
  }
  expect(steps).toBeGreaterThan(3);
  expect(find()).toEqual(living());
  expect(parts()).toEqual([
    { first: PART + 1, rows: 1, lost: 0 },
    { first: 0, rows: PART / 2, lost: 0 },
  ]);
});

test("what is written is in proportion to what has gone: less than half is left alone, for a week", () => {
  const { clock, lose, renew, parts, find, living } = filled(PART + 1);
  lose(1, PART / 2 - 1);
  expect(renew()).toBe(0);
  clock.now = 7 * DAY - 1;
  expect(renew()).toBe(0);
  clock.now = 7 * DAY;
  expect(renew()).toBeGreaterThan(0);
  expect(parts().every(({ lost }) => lost === 0)).toBe(true);
  expect(find()).toEqual(living());
  expect(renew()).toBe(0);
});

test("where things are still added, few are not worth it; what is added meanwhile has a part of its own", () => {
  const { index, kept, add, lose, renew, find, living } = filled(1500);
  lose(1, 999);
  expect(renew()).toBe(0);
  lose(1000, 1000);
  expect(index.compact(kept)).toBe(true);
  add(1501);
  renew();
  expect(find()).toEqual(living());
});

test("what changes, and what is lost, while a part is written anew is not what it was", () => {
  const { index, kept, lose, renew, find, texts, living } = filled(PART + 1);
  lose(1, PART / 2);
  for (let steps = 0; steps < 3; steps++) index.compact(kept);
  for (const id of [PART / 2 + 1, PART]) {
    texts.set(id, "dark");
    index.change({ id, keys: ["o1"], text: "dark" });
  }
  lose(PART / 2 + 2, PART / 2 + 5);
  renew();
  const both = living().filter((id) => id !== PART / 2 + 1 && id !== PART);
  expect(find().filter((id) => texts.has(id))).toEqual(both);
});

test("a part that is larger than one should be becomes several", () => {
  const { index, add, lose, renew, parts, find, living, texts } = filled(0);
  for (let id = 1; id <= 5 * PART; id++) texts.set(id, "light");
  index.add(living().map((id) => ({ id, keys: ["o1"], text: "light" })));
  add(5 * PART + 1);
  // One is left for a third.
  lose(1, 3 * PART - 1);
  renew();
  expect(parts().map(({ rows }) => rows)).toEqual(expect.arrayContaining([PART, PART, 1, 1]));
  expect(find()).toEqual(living());
});

test("a slot that was another's before is used again", () => {
  const { add, lose, renew, find, living } = filled(PART + 1);
  for (let round = 0; round < 3; round++) {
    lose(round * PART + 1, (round + 1) * PART);
    renew();
    for (let id = (round + 1) * PART + 2; id <= (round + 2) * PART + 1; id++) add(id);
    expect(find({ after: (round + 1) * PART, before: ALL.before })).toEqual(living());
  }
});
