import { expect, test } from "bun:test";
import { existsSync, mkdirSync } from "node:fs";
import { openSpareFile } from "./spare.ts";
import { temporaryFolder } from "./testing.ts";

test("it takes up its room, and has its name, once that is told", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  const spare = openSpareFile(path, 100_000);
  await spare.fill();
  expect([spare.bytes(), existsSync(`${path}.new`)]).toEqual([100_000, false]);
});

test("where it cannot have its name, that is told, and nothing is left beside it", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  mkdirSync(path);
  await expect(openSpareFile(path, 100_000).fill()).rejects.toThrow("rename");
  expect(existsSync(`${path}.new`)).toBe(false);
});

test("what is left for another start is half of it, and half a megabyte at most", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  for (const [size, left] of [
    [100_001, 50_000],
    [1024 * 1024 + 10, 512 * 1024],
  ] as const) {
    const spare = openSpareFile(path, size);
    await spare.fill();
    spare.shrink();
    expect(spare.bytes()).toBe(left);
    spare.release();
    spare.leave();
    expect(spare.bytes()).toBe(left);
  }
});
