/** Memory that is freed by hand. */
import { expect, test } from "bun:test";
import { freeMemory } from "./free-memory.ts";

test("bytes with a memory of their own are empty afterwards", () => {
  const bytes = new Uint8Array(4096);
  freeMemory(bytes);
  expect(bytes.length).toBe(0);
});

test("a part of a larger buffer stays: the rest may be in use", () => {
  const bytes = new Uint8Array(8192).subarray(0, 4096);
  freeMemory(bytes);
  expect(bytes.length).toBe(4096);
});
