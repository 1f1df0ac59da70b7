import { expect, test } from "bun:test";
import { opaqueIds } from "./0359-opaque-ids.ts";

const ids = opaqueIds(Buffer.alloc(16, 7));

test("an encoded number is decoded", () => {
  const others = opaqueIds(Buffer.alloc(16, 7));
  for (const id of [0, 1, 2 ** 32, 1_767_225_600_000_000, Number.MAX_SAFE_INTEGER]) {
    for (const decoder of [ids, others]) expect(decoder.decode(ids.encode(id))).toBe(id);
  }
});

test("a number has one id with a key, and another with another key", () => {
  expect(ids.encode(5)).toBe(ids.encode(5));
  expect(opaqueIds(Buffer.alloc(16, 8)).encode(5)).not.toBe(ids.encode(5));
  expect(opaqueIds(Buffer.alloc(16, 8)).decode(ids.encode(5))).toBeUndefined();
});

test("a text that was not encoded with the key is no id", () => {
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

test("the spare bits of the last character have to be zero", () => {
  const text = ids.encode(5);
  const others = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
    .map((last) => text.slice(0, -1) + last)
    .filter((other) => other !== text);
  for (const other of others) expect(ids.decode(other)).toBeUndefined();
});
