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

test("a few bytes stay, and their buffer is not asked for, which would be made for that", () => {
  const bytes = new Uint8Array(300);
  const asked: string[] = [];
  Object.defineProperty(bytes, "buffer", { get: () => asked.push("buffer") });
  freeMemory(bytes);
  expect([bytes.length, asked]).toEqual([300, []]);
});
