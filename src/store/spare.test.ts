import { expect, test } from "bun:test";
import { existsSync, mkdirSync } from "node:fs";
import { openSpareFile } from "./spare.ts";
import { temporaryFolder } from "./testing.ts";

test("fill resolves when the file has its size and name", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  const spare = openSpareFile(path, 100_000);
  await spare.fill();
  expect([spare.bytes(), existsSync(`${path}.new`)]).toEqual([100_000, false]);
});

test("where it cannot be renamed, fill rejects and leaves no file beside it", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  mkdirSync(path);
  await expect(openSpareFile(path, 100_000).fill()).rejects.toThrow("rename");
  expect(existsSync(`${path}.new`)).toBe(false);
});

test("half of it is kept for another start, and half a megabyte at most", async () => {
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
