import { expect, test } from "bun:test";
import { opaqueIds } from "./0359-opaque-ids.ts";

const ids = opaqueIds(Buffer.alloc(16, 7));

test("a number comes back as it was", () => {
  for (const id of [0, 1, 2 ** 32, 1_767_225_600_000_000, Number.MAX_SAFE_INTEGER]) {
    expect(ids.decode(ids.encode(id))).toBe(id);
  }
});

test("the same number is the same text, and another key's is another", () => {
  expect(ids.encode(5)).toBe(ids.encode(5));
  expect(opaqueIds(Buffer.alloc(16, 8)).encode(5)).not.toBe(ids.encode(5));
  expect(opaqueIds(Buffer.alloc(16, 8)).decode(ids.encode(5))).toBeUndefined();
});

test("what is no id of this key is none", () => {
  const { length } = ids.encode(5);
  for (const text of [
    "",
    "5",
    "A".repeat(length),
    `${ids.encode(5)}A`,
    `${ids.encode(5).slice(0, -1)}?`,
    "é".repeat(22),
  ]) {
    expect(ids.decode(text)).toBeUndefined();
  }
});

test("the last character counts whole: its spare bits are zero", () => {
  const text = ids.encode(5);
  const others = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
    .map((last) => text.slice(0, -1) + last)
    .filter((other) => other !== text);
  for (const other of others) expect(ids.decode(other)).toBeUndefined();
});
