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

test("each step is taken once, by each owner for itself", () => {
  const sqlite = new Sqlite(":memory:");
  migrate(sqlite, "one", [FIRST]);
  migrate(sqlite, "one", [FIRST, SECOND]);
  migrate(sqlite, "one", [FIRST, SECOND]);
  migrate(sqlite, "two", ["CREATE TABLE d (n INTEGER) STRICT"]);
  expect(tables(sqlite)).toEqual(["b", "c", "d"]);
});

test("a step that fails leaves nothing of itself, and the ones before it", () => {
  const sqlite = new Sqlite(":memory:");
  expect(() => migrate(sqlite, "one", [FIRST, "CREATE TABLE e (n INTEGER) STRICT; SELECT nonsense"])).toThrow(
    "nonsense",
  );
  expect(tables(sqlite)).toEqual(["a", "b"]);
  migrate(sqlite, "one", [FIRST, SECOND]);
  expect(tables(sqlite)).toEqual(["b", "c"]);
});

test("a database that a newer version has written is refused, and not touched", () => {
  const sqlite = new Sqlite(":memory:");
  migrate(sqlite, "one", [FIRST, SECOND]);
  expect(() => migrate(sqlite, "one", [FIRST])).toThrow(expect.objectContaining({ reason: "newer", exitCode: 78 }));
  expect(tables(sqlite)).toEqual(["b", "c"]);
});
