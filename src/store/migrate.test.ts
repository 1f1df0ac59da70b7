import { Database as Sqlite } from "bun:sqlite";
import { expect, test } from "bun:test";
import { migrate } from "./migrate.ts";

const tables = (sqlite: Sqlite): string[] =>
  sqlite
    .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE name <> 'migrations' ORDER BY name")
    .all()
    .map(({ name }) => name)
    .filter((name) => !name.startsWith("sqlite_"));

const FIRST = "CREATE TABLE a (n INTEGER) STRICT; CREATE TABLE b (n INTEGER) STRICT";
const SECOND = "ALTER TABLE a RENAME TO c";

test("each step runs once for its owner", () => {
  const sqlite = new Sqlite(":memory:");
  migrate(sqlite, "one", [FIRST]);
  migrate(sqlite, "one", [FIRST, SECOND]);
  migrate(sqlite, "one", [FIRST, SECOND]);
  migrate(sqlite, "two", ["CREATE TABLE d (n INTEGER) STRICT"]);
  expect(tables(sqlite)).toEqual(["b", "c", "d"]);
});

test("a step that fails is rolled back, and the steps before it are kept", () => {
  const sqlite = new Sqlite(":memory:");
  expect(() => migrate(sqlite, "one", [FIRST, "CREATE TABLE e (n INTEGER) STRICT; SELECT nonsense"])).toThrow(
    "nonsense",
  );
  expect(tables(sqlite)).toEqual(["a", "b"]);
  migrate(sqlite, "one", [FIRST, SECOND]);
  expect(tables(sqlite)).toEqual(["b", "c"]);
});

test("a database of a newer version is refused and not changed", () => {
  const sqlite = new Sqlite(":memory:");
  migrate(sqlite, "one", [FIRST, SECOND]);
  expect(() => migrate(sqlite, "one", [FIRST])).toThrow(expect.objectContaining({ reason: "newer" }));
  expect(tables(sqlite)).toEqual(["b", "c"]);
});
