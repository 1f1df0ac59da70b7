import { Database as Sqlite } from "bun:sqlite";
import { expect, spyOn, test } from "bun:test";
import { chmodSync, existsSync, statSync } from "node:fs";
import { openSqlite } from "./sqlite-file.ts";
import { temporaryFolder } from "./testing.ts";

test("a database in memory leaves no file", () => {
  openSqlite(":memory:", false).close();
  expect(existsSync(":memory:")).toBe(false);
});

test("a new database has pages of 2 KiB; another one keeps its own", () => {
  using folder = temporaryFolder();
  const sizeOf = (name: string): unknown => {
    const sqlite = openSqlite(folder.file(name), false);
    const size = sqlite.query("PRAGMA page_size").get();
    sqlite.close();
    return size;
  };
  const former = new Sqlite(folder.file("former.sqlite"), { create: true });
  for (const sql of ["PRAGMA page_size = 4096", "CREATE TABLE a (b)"]) former.run(sql);
  former.close();
  expect([sizeOf("new.sqlite"), sizeOf("former.sqlite")]).toEqual([{ page_size: 2048 }, { page_size: 4096 }]);
});

test("a readonly connection creates no file and changes no mode", () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  expect(() => openSqlite(path, true)).toThrow(expect.objectContaining({ reason: "unusable" }));
  expect(existsSync(path)).toBe(false);
  openSqlite(path, false).close();
  chmodSync(path, 0o644);
  openSqlite(path, true).close();
  expect(statSync(path).mode & 0o777).toBe(0o644);
});

test.skipIf(process.platform === "win32")(
  "a database that others could read is its owner's alone, with all beside it",
  () => {
    using folder = temporaryFolder();
    const path = folder.file("data.sqlite");
    const first = openSqlite(path, false);
    const files = [path, `${path}-wal`, `${path}-shm`];
    for (const [index, file] of files.entries()) chmodSync(file, [0o666, 0o640, 0o604][index] ?? 0);
    const second = openSqlite(path, false);
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
    second.close();
    first.close();
  },
);

test("a lock of another process is waited for, by a reader as well", () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  for (const readonly of [false, true]) {
    using sqlite = openSqlite(path, readonly);
    expect(sqlite.query<unknown, []>("PRAGMA busy_timeout").get()).toEqual({ timeout: 5000 });
  }
});

test.skipIf(process.getuid?.() !== 0)("another user's database is refused, and said whose it is not, once", () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  openSqlite(path, false).close();
  const getuid = spyOn(process, "getuid").mockReturnValue(65534);
  try {
    expect(() => openSqlite(path, false)).toThrow(
      expect.objectContaining({ reason: "unusable", message: expect.stringMatching(/^[^:]* belongs to another user/) }),
    );
  } finally {
    getuid.mockRestore();
  }
});
