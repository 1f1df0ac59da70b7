/** XEP-0124 §15: key sequences. */
import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { KeySequence } from "./key-sequence.ts";

/** K(1) to K(n) of a seed. */
function keysOf(seed: string, n: number): string[] {
  const keys: string[] = [];
  for (let i = 0; i < n; i++)
    keys.push(
      createHash("sha1")
        .update(keys.at(-1) ?? seed)
        .digest("hex"),
    );
  return keys;
}

test("§15.4: each key's hash is the key before, down to K(1)", () => {
  const [k1, k2, k3] = keysOf("seed", 3);
  const keys = new KeySequence(k3);
  expect(keys.accepts(k2, undefined)).toBe(true);
  expect(keys.accepts(k1, undefined)).toBe(true);
});

test("§15.4: another key, the same key again and no key are refused", () => {
  const [k1, k2, k3] = keysOf("seed", 3);
  for (const key of [k3, k1, keysOf("other", 1)[0], undefined])
    expect(new KeySequence(k3).accepts(key, undefined)).toBe(false);
  const keys = new KeySequence(k3);
  keys.accepts(k2, undefined);
  expect(keys.accepts(k2, undefined)).toBe(false);
});

test("§15.3: case is not significant in comparisons", () => {
  const [, k2, k3] = keysOf("seed", 3);
  expect(new KeySequence(k3?.toUpperCase()).accepts(k2, undefined)).toBe(true);
});

test("§15.5: with the last key of a sequence, another sequence begins", () => {
  const [k1, k2] = keysOf("seed", 2);
  const [, other2, other3] = keysOf("another seed", 3);
  const keys = new KeySequence(k2);
  expect(keys.accepts(k1, other3)).toBe(true);
  expect(keys.accepts(other2, undefined)).toBe(true);
});

test("without keys, none is asked for", () => {
  const keys = new KeySequence(undefined);
  expect(keys.accepts(undefined, undefined)).toBe(true);
  expect(keys.accepts(undefined, undefined)).toBe(true);
});
