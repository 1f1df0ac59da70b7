import { expect, test } from "bun:test";
import { chownSync, linkSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { giveToFolderOwner, makeFolder } from "./folder-owner.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

function folderOf(uid: number): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "owner-"));
  chownSync(path, uid, uid);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

const ownerOf = (path: string): number => lstatSync(path).uid;

test.skipIf(!isRoot)("folders and files that root makes are the owner's of the folder", () => {
  using folder = folderOf(NOBODY);
  const deep = join(folder.path, "one", "two");
  expect([makeFolder(deep).at(-1), makeFolder(deep)]).toEqual([deep, []]);
  writeFileSync(join(deep, "file"), "");
  giveToFolderOwner(join(deep, "file"));
  expect([join(folder.path, "one"), deep, join(deep, "file")].map(ownerOf)).toEqual([NOBODY, NOBODY, NOBODY]);
});

test.skipIf(!isRoot)(
  "what is somebody else's, a link's target and a file with another name elsewhere keep their owner",
  () => {
    using folder = folderOf(NOBODY);
    using elsewhere = folderOf(0);
    const at = (name: string): string => join(folder.path, name);
    const secret = join(elsewhere.path, "secret");
    writeFileSync(secret, "");
    symlinkSync(secret, at("soft"));
    linkSync(secret, at("hard"));
    writeFileSync(at("other"), "");
    chownSync(at("other"), NOBODY - 1, NOBODY - 1);
    for (const name of ["soft", "hard", "other", "missing"]) giveToFolderOwner(at(name));
    expect([secret, at("hard"), at("other")].map(ownerOf)).toEqual([0, 0, NOBODY - 1]);
  },
);

test("a folder is made with mode 0700 by anybody, and one of root stays root's", () => {
  using folder = folderOf(process.getuid?.() ?? 0);
  makeFolder(join(folder.path, "one"));
  expect(lstatSync(join(folder.path, "one")).mode & 0o777).toBe(0o700);
  expect(ownerOf(join(folder.path, "one"))).toBe(ownerOf(folder.path));
  mkdirSync(join(folder.path, "two"));
  expect(makeFolder(join(folder.path, "two"))).toEqual([]);
});
