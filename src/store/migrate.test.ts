import { Database as Sqlite } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { type Database, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { pendingSteps } from "./pending-steps.ts";

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

test("a database tells which version of the program has written it; one of before, that told nothing, learns to", () => {
  const sqlite = new Sqlite(":memory:");
  sqlite.run("CREATE TABLE migrations (owner TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
  sqlite.run(`${FIRST}; INSERT INTO migrations VALUES ('one', 1)`);
  migrate(sqlite, "one", [FIRST, SECOND], { program: "1.2.3" });
  migrate(sqlite, "two", ["CREATE TABLE d (n INTEGER) STRICT"], { program: "1.2.4" });
  expect(sqlite.query("SELECT * FROM migrations ORDER BY owner").values()).toEqual([
    ["one", 2, "1.2.3"],
    ["two", 1, "1.2.4"],
  ]);
  expect(() => migrate(sqlite, "one", [FIRST], { program: "1.0.0" })).toThrow(
    expect.objectContaining({ reason: "newer", about: { program: "1.2.3" } }),
  );
});

describe("what an existing database lacks", () => {
  const owner = (name: string, ...tables: readonly string[]) => ({ name, tables });
  const withOwners = (...owners: readonly ReturnType<typeof owner>[]): Database => {
    const db = openDatabase(":memory:", { log: memoryLog() });
    for (const { name, tables } of owners) db.migrate(name, tables);
    return db;
  };

  test("is nothing in a new one, and else the steps that were not made", () => {
    expect(pendingSteps(withOwners(), [owner("one", FIRST)])).toEqual([]);
    const db = withOwners(owner("one", FIRST));
    expect(pendingSteps(db, [owner("one", FIRST, SECOND, "SELECT 1"), owner("two", "SELECT 1")])).toMatchObject([
      { name: "one", missing: 2 },
    ]);
  });

  test("is refused where a later program has written it: more steps, or tables that this one does not know", () => {
    const db = withOwners(owner("one", FIRST, SECOND), owner("two", "CREATE TABLE d (n INTEGER) STRICT"));
    expect(() => pendingSteps(db, [owner("one", FIRST), owner("two", "")])).toThrow(
      expect.objectContaining({ reason: "newer" }),
    );
    expect(() => pendingSteps(db, [owner("one", FIRST, SECOND)], "0.0.1")).toThrow(
      expect.objectContaining({ reason: "newer" }),
    );
    // A part of an earlier program that is no more.
    expect(pendingSteps(db, [owner("one", FIRST, SECOND)], "99.0.0")).toEqual([]);
  });
});
