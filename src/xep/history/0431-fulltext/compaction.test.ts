import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import { done } from "../0313-mam/testing.ts";
import type { Range, RowSource } from "./index-row.ts";
import { openPartitions, openPartitionTables, textTables } from "./partitions.ts";
import { openTextIndex } from "./text-index.ts";

const ALL: Range = { after: -1, before: Number.MAX_SAFE_INTEGER };
const DAY = 86_400_000;
const ROWS = 3000;

/** An index, and its rows as the archive stores them. */
function filled(rows: number) {
  const db = memoryDatabase({ fulltext: textTables });
  const clock = { now: 0 };
  const index = openTextIndex(db, () => clock.now, { partitionRows: ROWS });
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
  const deleteRows = (from: number, to: number): void => {
    const ids = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    for (const id of ids) texts.delete(id);
    index.markDeleted(ids);
  };
  /** Compacts until there is nothing more to do; returns the number of steps. */
  const compact = (): number => {
    let steps = 0;
    while (index.compact(kept)) steps += 1;
    return steps;
  };
  const partitions = () =>
    openPartitions(db, openPartitionTables(db))
      .all()
      .map(({ first, rows, lost }) => ({ first, rows, lost }));
  const find = (range = ALL, from: "oldest" | "newest" = "oldest") =>
    done(index.find(["o1"], "light", range, 1e6, from));
  const remaining = (): number[] => [...texts.keys()];
  return { index, clock, add, kept, deleteRows, compact, partitions, find, remaining, texts };
}

test("a full partition is followed by another; a search reads them from either end", () => {
  const { partitions, find } = filled(2 * ROWS + 1);
  expect(partitions().map(({ first, rows }) => [first, rows])).toEqual([
    [0, ROWS],
    [ROWS + 1, ROWS],
    [2 * ROWS + 1, 1],
  ]);
  const range = { after: ROWS - 2, before: ROWS + 3 };
  expect(find(range)).toEqual([-1, 0, 1, 2].map((n) => ROWS + n));
  expect(find(range, "newest")).toEqual([2, 1, 0, -1].map((n) => ROWS + n));
  expect(find({ after: ROWS, before: ROWS + 1 })).toEqual([]);
  expect(find({ after: 2 * ROWS, before: ALL.before })).toEqual([2 * ROWS + 1]);
});

test("a partition of which all rows are deleted is dropped, and nothing is copied", () => {
  const { deleteRows, compact, partitions, find, remaining } = filled(2 * ROWS + 1);
  deleteRows(1, ROWS);
  expect(compact()).toBe(1);
  expect(partitions().map(({ first }) => first)).toEqual([ROWS + 1, 2 * ROWS + 1]);
  expect(find()).toEqual(remaining());
});

test("the lowest and the highest id of a partition belong to it", () => {
  const { deleteRows, compact, partitions } = filled(2 * ROWS + 1);
  deleteRows(ROWS + 1, 2 * ROWS);
  expect(compact()).toBe(1);
  expect(partitions().map(({ first }) => first)).toEqual([0, 2 * ROWS + 1]);
});

test("of a partition of which half is deleted, the rest is copied in steps, and is found all the time", () => {
  const { index, kept, deleteRows, partitions, find, remaining } = filled(ROWS + 1);
  deleteRows(1, ROWS / 2);
  const found = () => find({ after: ROWS / 2, before: ALL.before });
  let steps = 0;
  while (index.compact(kept)) {
    expect(found()).toEqual(remaining());
    steps += 1;
  }
  expect(steps).toBeGreaterThan(3);
  expect(find()).toEqual(remaining());
  expect(partitions()).toEqual([
    { first: ROWS + 1, rows: 1, lost: 0 },
    { first: 0, rows: ROWS / 2, lost: 0 },
  ]);
});

test("a partition of which less than half is deleted is copied after a week", () => {
  const { clock, deleteRows, compact, partitions, find, remaining } = filled(ROWS + 1);
  deleteRows(1, ROWS / 2 - 1);
  expect(compact()).toBe(0);
  clock.now = 7 * DAY - 1;
  expect(compact()).toBe(0);
  clock.now = 7 * DAY;
  expect(compact()).toBeGreaterThan(0);
  expect(partitions().every(({ lost }) => lost === 0)).toBe(true);
  expect(find()).toEqual(remaining());
  expect(compact()).toBe(0);
});

test("the newest partition is copied once enough rows are deleted; rows that are added meanwhile go into another", () => {
  const { index, kept, add, deleteRows, compact, find, remaining } = filled(1500);
  deleteRows(1, 999);
  expect(compact()).toBe(0);
  deleteRows(1000, 1000);
  expect(index.compact(kept)).toBe(true);
  add(1501);
  compact();
  expect(find()).toEqual(remaining());
});

test("changes and deletions while a partition is copied are not lost", () => {
  const { index, kept, deleteRows, compact, find, texts, remaining } = filled(ROWS + 1);
  deleteRows(1, ROWS / 2);
  for (let steps = 0; steps < 3; steps++) index.compact(kept);
  for (const id of [ROWS / 2 + 1, ROWS]) {
    texts.set(id, "dark");
    index.change({ id, keys: ["o1"], text: "dark" });
  }
  deleteRows(ROWS / 2 + 2, ROWS / 2 + 5);
  compact();
  const both = remaining().filter((id) => id !== ROWS / 2 + 1 && id !== ROWS);
  expect(find().filter((id) => texts.has(id))).toEqual(both);
});

test("a partition that is too large is copied into several", () => {
  const { index, add, deleteRows, compact, partitions, find, remaining, texts } = filled(0);
  for (let id = 1; id <= 5 * ROWS; id++) texts.set(id, "light");
  index.add(remaining().map((id) => ({ id, keys: ["o1"], text: "light" })));
  add(5 * ROWS + 1);
  // One row more than two partitions is left.
  deleteRows(1, 3 * ROWS - 1);
  compact();
  expect(partitions().map(({ rows }) => rows)).toEqual(expect.arrayContaining([ROWS, ROWS, 1, 1]));
  expect(find()).toEqual(remaining());
});

test("the slot of a dropped partition is used again", () => {
  const { add, deleteRows, compact, find, remaining } = filled(ROWS + 1);
  for (let round = 0; round < 3; round++) {
    deleteRows(round * ROWS + 1, (round + 1) * ROWS);
    compact();
    for (let id = (round + 1) * ROWS + 2; id <= (round + 2) * ROWS + 1; id++) add(id);
    expect(find({ after: (round + 1) * ROWS, before: ALL.before })).toEqual(remaining());
  }
});
