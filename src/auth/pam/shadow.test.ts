import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canReadShadow, openShadow } from "./shadow.ts";

const folder = mkdtempSync(join(tmpdir(), "shadow-"));
const path = join(folder, "shadow");
const KEY = new Uint8Array(32).fill(1);
afterAll(() => rmSync(folder, { recursive: true }));

/** As passwd(1) does: another file takes its name. */
const write = (...lines: readonly string[]): void => {
  writeFileSync(`${path}+`, lines.map((line) => `${line}:19000:0:99999:7:::\n`).join(""));
  renameSync(`${path}+`, path);
};

test("a mark is the same until the password's field is another one, or the key", () => {
  write("root:*", "alice:$y$one", "andr\u00E9:$y$two");
  const { markOf } = openShadow(path, KEY);
  const alice = markOf("alice");
  expect([alice?.length, markOf("alice"), markOf("andr\u00E9")?.length]).toEqual([32, alice, 32]);
  expect([markOf("bob"), markOf("")]).toEqual([undefined, undefined]);
  expect(openShadow(path, new Uint8Array(32)).markOf("alice")).not.toEqual(alice);
  write("alice:$y$one", "bob:$y$one");
  expect(markOf("alice")).toEqual(alice);
  expect(markOf("bob")).not.toEqual(alice);
  // Locked (passwd -l).
  write("alice:!$y$one");
  expect([markOf("alice")?.length, markOf("bob")]).toEqual([32, undefined]);
  expect(markOf("alice")).not.toEqual(alice);
});

test("a file that is not there, or cannot be read, has no marks", () => {
  const { markOf } = openShadow(join(folder, "nothing"), KEY);
  expect(markOf("alice")).toBeUndefined();
  expect([canReadShadow(path), canReadShadow(join(folder, "nothing"))]).toEqual([true, false]);
});
