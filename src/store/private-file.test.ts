import { expect, spyOn, test } from "bun:test";
import { chmodSync, chownSync, statSync, writeFileSync } from "node:fs";
import { makePrivate, restrict } from "./private-file.ts";
import { temporaryFolder } from "./testing.ts";

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("makePrivate creates a missing file, restrict does not; both keep the contents of one that exists", () => {
  using folder = temporaryFolder();
  const path = folder.file("keys");
  restrict(path);
  expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  makePrivate(path);
  expect([statSync(path).size, modeOf(path)]).toEqual([0, 0o600]);
  writeFileSync(path, "secret");
  for (const mode of [0o601, 0o620, 0o400]) {
    chmodSync(path, mode);
    makePrivate(path);
    expect([statSync(path).size, modeOf(path)]).toEqual([6, mode === 0o400 ? 0o400 : 0o600]);
  }
});

test("a file that cannot be created throws", () => {
  using folder = temporaryFolder();
  expect(() => makePrivate(folder.file("nowhere/keys"))).toThrow("ENOENT");
});

test.skipIf(process.getuid?.() !== 0)("it is its owner's, or root's, and nobody else's", () => {
  using folder = temporaryFolder();
  const path = folder.file("keys");
  writeFileSync(path, "secret");
  const [root, owner, other] = [0, 65534, 65533];
  const getuid = spyOn(process, "getuid");
  try {
    for (const user of [root, owner]) {
      getuid.mockReturnValue(user);
      chownSync(path, owner, owner);
      chmodSync(path, 0o644);
      restrict(path);
      expect(modeOf(path)).toBe(0o600);
    }
    getuid.mockReturnValue(other);
    expect(() => restrict(path)).toThrow("belongs to another user");
  } finally {
    getuid.mockRestore();
  }
});
