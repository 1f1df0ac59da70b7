import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import { textTables } from "./partitions.ts";
import { openTextIndex, type TextIndex } from "./text-index.ts";

function emptyIndex() {
  const db = memoryDatabase({ fulltext: textTables });
  const clock = { now: 0 };
  const index = openTextIndex(db, () => clock.now, { partitionRows: 4 });
  return {
    add: (id: number, keys: readonly string[], text: string) => index.add([{ id, keys, text }]),
    change: (id: number, keys: readonly string[], text: string) => index.change({ id, keys, text }),
    find: (...asked: Parameters<TextIndex["find"]>) => done(index.find(...asked)),
    lose: index.markDeleted,
    renew: index.compact,
    db,
    clock,
  };
}

function emptyLargeIndex() {
  const db = memoryDatabase({ fulltext: textTables });
  const rows = db.read<{ rows: number }>("SELECT rows FROM fulltext_part ORDER BY first");
  return { ...openTextIndex(db, () => 0), parts: () => rows.all().map((part) => part.rows) };
}

function done<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };

test("rows are found by all of their keys and words, in the order of their ids, from either end", () => {
  const index = emptyIndex();
  for (let id = 1; id <= 9; id++) index.add(id * 1000, [`o${id % 2}`], `common n${id}`);
  expect(index.find(["o1"], "common", ALL, 3, "oldest")).toEqual([1000, 3000, 5000]);
  expect(index.find(["o1"], "common", ALL, 3, "newest")).toEqual([9000, 7000, 5000]);
  expect(index.find(["o1"], "n3 common", ALL, 3, "newest")).toEqual([3000]);
  expect(index.find(["o0"], "n3 common", ALL, 3, "newest")).toEqual([]);
  expect(index.find(["o1"], undefined, { after: 3000, before: 9000 }, 9, "oldest")).toEqual([5000, 7000]);
});

test("keys are not found as words, nor words as keys", () => {
  const index = emptyIndex();
  index.add(1, ["o1"], "o2");
  expect(index.find(["o2"], undefined, ALL, 9, "oldest")).toEqual([]);
  expect(index.find(["o1"], "o1", ALL, 9, "oldest")).toEqual([]);
  expect(index.find(["o1"], "\uE000o1", ALL, 9, "oldest")).toEqual([]);
});

test("a changed row is found by its new entry, in whichever partition it is", () => {
  const index = emptyIndex();
  for (let id = 1; id <= 9; id++) index.add(id, [id === 1 ? "o1" : "o2"], "before");
  index.change(1, ["o1"], "after");
  expect(index.find(["o1"], undefined, ALL, 9, "oldest")).toEqual([1]);
  expect(index.find(["o1"], "before", ALL, 9, "oldest")).toEqual([]);
});

test("the rest of a very long text is not indexed", () => {
  const index = emptyIndex();
  index.add(1, ["o1"], Array.from({ length: 5000 }, (_, n) => `w${n}`).join(" "));
  index.add(2, ["o1"], `${"é".repeat(30_000)} end`);
  expect(index.find(["o1"], "w3000", ALL, 9, "oldest")).toEqual([1]);
  expect(index.find(["o1"], "w4999", ALL, 9, "oldest")).toEqual([]);
  expect(index.find(["o1"], "end", ALL, 9, "oldest")).toEqual([]);
});

test("texts and queries are split into the same words, in any script", () => {
  const index = emptyIndex();
  const texts = ["Don't PANIC_now", "L’ÉTÉ", "我想你", "नमस्ते", "Straße", "a\uE000o2 💔b", "ﬁn"];
  for (const [n, text] of texts.entries()) index.add(n + 1, ["o1"], text);
  for (const [n, text] of texts.entries()) expect(index.find(["o1"], text, ALL, 9, "oldest")).toEqual([n + 1]);
  expect(index.find(["o2"], undefined, ALL, 9, "oldest")).toEqual([]);
});

test("the index of an earlier version becomes the first partition", () => {
  const db = memoryDatabase({ fulltext: textTables.slice(0, 2) });
  const insert = db.write("INSERT INTO fulltext_index (rowid, words) VALUES (?, ?)");
  for (let id = 1; id <= 9; id++) insert.run(id, "\uE000o1 light");
  db.migrate("fulltext", textTables);
  const index = openTextIndex(db, () => 0, { partitionRows: 4 });
  index.add([{ id: 10, keys: ["o1"], text: "light" }]);
  expect(done(index.find(["o1"], "light", ALL, 99, "oldest"))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const parts = db.read("SELECT first, last, rows, lost FROM fulltext_part ORDER BY first").all();
  expect(parts).toEqual([
    { first: 0, last: 9, rows: 9, lost: 0 },
    { first: 10, last: 10, rows: 1, lost: 0 },
  ]);
});

test("the size of its texts fills a partition as well", () => {
  const index = emptyLargeIndex();
  const text = "x ".repeat(15_000);
  for (let id = 1; id <= 501; id++) index.add([{ id, keys: [], text }]);
  expect(index.parts()).toEqual([500, 1]);
});
