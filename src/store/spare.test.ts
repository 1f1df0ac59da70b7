import { expect, test } from "bun:test";
import { existsSync, mkdirSync } from "node:fs";
import { spareAt } from "./spare.ts";
import { temporaryFolder } from "./testing.ts";

test("it takes up its room, and has its name, once that is told", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  const spare = spareAt(path, 100_000);
  await spare.fill();
  expect([spare.bytes(), existsSync(`${path}.new`)]).toEqual([100_000, false]);
});

test("where it cannot have its name, that is told, and nothing is left beside it", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  mkdirSync(path);
  await expect(spareAt(path, 100_000).fill()).rejects.toThrow("rename");
  expect(existsSync(`${path}.new`)).toBe(false);
});
