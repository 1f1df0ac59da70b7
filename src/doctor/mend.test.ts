/** What mends a home, beyond what the command's own tests see: it follows no links, and loses nothing. */
import { expect, test } from "bun:test";
import { chmodSync, chownSync, linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { homeAt } from "../home.ts";
import { takeLock } from "../store/lock.ts";
import { temporaryFolder } from "../store/testing.ts";
import { giveBack, moveAway, remakeIndexes, shutFile, shutFolder } from "./mend.ts";

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("a file is shut, and not what a link leads to", () => {
  using folder = temporaryFolder();
  const [file, link] = [folder.file("file"), folder.file("link")];
  writeFileSync(file, "");
  chmodSync(file, 0o644);
  symlinkSync(file, link);
  expect(() => shutFile(link)).toThrow("ELOOP");
  expect(modeOf(file)).toBe(0o644);
  shutFile(file);
  expect(modeOf(file)).toBe(0o600);
  chmodSync(file, 0o000);
  shutFile(file);
  expect(modeOf(file)).toBe(0o600);
});

test("a folder is shut, but for the group of a service that may enter it", () => {
  using folder = temporaryFolder();
  const path = folder.file("home");
  mkdirSync(path);
  chmodSync(path, 0o755);
  shutFolder(path, false);
  expect(modeOf(path)).toBe(0o700);
  shutFolder(path, true);
  expect(modeOf(path)).toBe(0o710);
});

test("what is moved away takes nobody's place", () => {
  using folder = temporaryFolder();
  const path = folder.file("lock");
  const names = ["lock.old", "lock.old-2", "lock.old-3"].map((name) => folder.file(name));
  for (const expected of names) {
    writeFileSync(path, expected);
    expect(moveAway(path)).toBe(expected);
  }
});

test.skipIf(process.getuid?.() !== 0)(
  "everything is given back, but what has another name elsewhere or is beyond a link",
  () => {
    using folder = temporaryFolder();
    const [home, elsewhere] = [folder.file("home"), folder.file("elsewhere")];
    for (const path of [home, elsewhere]) mkdirSync(path);
    const [own, shared, linked] = [`${home}/own`, `${elsewhere}/shared`, `${elsewhere}/linked`];
    for (const path of [own, shared, linked]) writeFileSync(path, "");
    linkSync(shared, `${home}/shared`);
    symlinkSync(elsewhere, `${home}/link`);
    chownSync(home, 65_534, 65_534);
    giveBack({ directory: home });
    expect([own, shared, linked].map((path) => statSync(path).uid)).toEqual([65_534, 0, 0]);
  },
);

test("a database that a server uses is left alone", () => {
  using folder = temporaryFolder();
  const home = homeAt(folder.file("."));
  const lock = takeLock(home.lock, 1);
  expect(() => remakeIndexes(home)).toThrow("in use");
  lock.release();
});
