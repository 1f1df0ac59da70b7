import { expect, test } from "bun:test";
import { bech32Bytes } from "./bech32.ts";

/** Of the documentation of age. */
const KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

test("BIP 173: 32 bytes of a key of age, in small or in capital letters", () => {
  expect(bech32Bytes("age", KEY)).toHaveLength(32);
  expect(bech32Bytes("age", KEY.toUpperCase())).toEqual(bech32Bytes("age", KEY) as Buffer);
});

test("BIP 173: the valid strings of the standard are read, with the prefix that they have", () => {
  expect(bech32Bytes("a", "A12UEL5L")?.toString("hex")).toBe("");
  expect(bech32Bytes("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")?.toString("hex")).toBe(
    "00443214c74254b635cf84653a56d7c675be77df",
  );
});

test("a letter that was miscopied, swapped, lost or added is found", () => {
  for (let at = 4; at < KEY.length; at++) {
    const other = KEY[at] === "q" ? "p" : "q";
    expect(bech32Bytes("age", KEY.slice(0, at) + other + KEY.slice(at + 1))).toBeUndefined();
    if (KEY[at] !== KEY[at + 1])
      expect(bech32Bytes("age", KEY.slice(0, at) + KEY[at + 1] + KEY[at] + KEY.slice(at + 2))).toBeUndefined();
    expect(bech32Bytes("age", KEY.slice(0, at) + KEY.slice(at + 1))).toBeUndefined();
  }
});

test.each([
  ["mixed letters", KEY.replace("q", "Q")],
  ["another prefix", KEY.replace("age1", "agf1")],
  ["a letter that is none", KEY.replace("z", "b")],
  ["nothing behind the prefix", "age1"],
  ["an endless text", `age1${"q".repeat(10_000)}`],
])("%s is no key", (_, given) => {
  expect(bech32Bytes("age", given)).toBeUndefined();
});
