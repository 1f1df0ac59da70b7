import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { openTextIndex, textTables } from "./text-index.ts";

function emptyIndex() {
  const db = memoryDatabase({ fulltext: textTables });
  return openTextIndex(db);
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

test("a key is no word, and a word is no key", () => {
  const index = emptyIndex();
  index.add(1, ["o1"], "o2");
  expect(index.find(["o2"], undefined, ALL, 9, "oldest")).toEqual([]);
  expect(index.find(["o1"], "o1", ALL, 9, "oldest")).toEqual([]);
  expect(index.find(["o1"], "\uE000o1", ALL, 9, "oldest")).toEqual([]);
});

test("what was removed is not found, and may come back as something else", () => {
  const index = emptyIndex();
  index.add(1, ["o1"], "before");
  index.remove(1);
  expect(index.find(["o1"], "before", ALL, 9, "oldest")).toEqual([]);
  index.add(1, ["o1"], "after");
  expect(index.find(["o1"], undefined, ALL, 9, "oldest")).toEqual([1]);
  expect(index.find(["o1"], "before", ALL, 9, "oldest")).toEqual([]);
});

test("a text has a bounded number of words", () => {
  const index = emptyIndex();
  index.add(1, ["o1"], Array.from({ length: 3000 }, (_, n) => `w${n}`).join(" "));
  expect(index.find(["o1"], "w1999", ALL, 9, "oldest")).toEqual([1]);
  expect(index.find(["o1"], "w2000", ALL, 9, "oldest")).toEqual([]);
});
