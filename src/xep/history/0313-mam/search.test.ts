import { Database as Sqlite } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import type { Database } from "../../../store/database.ts";
import { textTables } from "../0431-fulltext/partitions.ts";
import type { Filter } from "./search.ts";
import { archiveTables } from "./tables.ts";
import { testArchive } from "./testing.ts";

const ROMEO = "romeo@localhost";
const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };

/** Records the statements that are run: in a Set once each, in a list each time. */
function watching(run: { add(sql: string): unknown }): (db: Database) => Database {
  return (db) => ({
    ...db,
    read: (sql) => {
      const statement = db.read<never>(sql);
      return {
        get: (...params) => {
          run.add(sql);
          return statement.get(...params);
        },
        all: (...params) => {
          run.add(sql);
          return statement.all(...params);
        },
        each: (goesOn, ...params) => {
          run.add(sql);
          statement.each(goesOn, ...params);
        },
      };
    },
  });
}

/** A search in an index or by the row's id. For a virtual table SQLite always says SCAN, followed by the use of its own index. */
const IS_DIRECT =
  /^(SEARCH \w+ USING (COVERING INDEX|INDEX|INTEGER PRIMARY KEY) .*\(.*=\?|SEARCH \w+ USING INTEGER PRIMARY KEY \(rowid>\?( AND rowid<\?)?\)|SEARCH archive_message$|SCAN fulltext_part_1 VIRTUAL TABLE INDEX \d+:.*M|LIST SUBQUERY \d+|SCAN json_each VIRTUAL TABLE INDEX 1:|CO-ROUTINE|SCAN \(subquery-\d+\)|SCAN archive_indexed$)/;

/** SQLite's query plan of a statement. */
function planOf(sql: string): string[] {
  using sqlite = new Sqlite(":memory:");
  for (const step of [...textTables, ...archiveTables]) sqlite.run(step);
  return sqlite
    .query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => detail);
}

/** A hundred messages with each of two contacts, and a hundred in another archive. */
function filled(watched?: (db: Database) => Database) {
  const archive = testArchive(watched);
  for (let n = 0; n < 100; n++) {
    archive.say(n * 10 + 1, ROMEO, "juliet@localhost", `light n${n}`, n % 2 === 0 ? "balcony" : "chamber");
    archive.say(n * 10 + 2, ROMEO, "mercutio@localhost", `street n${n}`);
    archive.say(n * 10 + 3, "nurse@localhost", "juliet@localhost", `light n${n}`);
  }
  return archive;
}

const PEERS: readonly Partial<Filter>[] = [
  {},
  { peer: "juliet@localhost" },
  { peer: "juliet@localhost", resource: "balcony" },
];
/** Ranges are exclusive at both ends; the last one has messages at its ends. */
const RANGES = [ALL, { after: 205, before: 505 }, { after: 211, before: 901 }];
const OTHERS: readonly Partial<Filter>[] = [
  {},
  { text: "light" },
  { ids: [211, 212, 311, 901, 213, 311] },
  { ids: [211, 212, 311, 901, 213], text: "light" },
];
const FILTERS: readonly Filter[] = PEERS.flatMap((peer) =>
  RANGES.flatMap((range) => OTHERS.map((other) => ({ ...peer, ...range, ...other }))),
);

/** Whether a message matches a filter. */
function matches(id: number, filter: Filter): boolean {
  const [n, which] = [Math.floor(id / 10), id % 10];
  const isJuliet = which === 1;
  return (
    (which === 1 || which === 2) &&
    id > filter.after &&
    id < filter.before &&
    (filter.peer === undefined || isJuliet) &&
    (filter.resource === undefined || n % 2 === 0) &&
    (filter.text === undefined || isJuliet) &&
    (filter.ids?.includes(id) ?? true)
  );
}

const ROWS = Array.from({ length: 100 }, (_, n) => [n * 10 + 1, n * 10 + 2, n * 10 + 3]).flat();

for (const filter of FILTERS) {
  const expected = ROWS.filter((id) => matches(id, filter));

  test(`XEP-0313 §4: ${JSON.stringify(filter)} finds the messages that match all of it, in pages from either end`, () => {
    const { search } = filled();
    const oldest = search.page(ROMEO, filter, 5, "oldest");
    expect(oldest.messages.map(({ id }) => id)).toEqual(expected.slice(0, 5));
    expect(oldest.isComplete).toBe(expected.length <= 5);
    const newest = search.page(ROMEO, filter, 5, "newest");
    expect(newest.messages.map(({ id }) => id)).toEqual(expected.slice(-5));
    expect(newest.isComplete).toBe(expected.length <= 5);
    expect(search.count(ROMEO, filter)).toBe(expected.length);
  });

  test(`${JSON.stringify(filter)} reads only the rows that it finds: each statement searches an index, and none sorts`, () => {
    const run = new Set<string>();
    const { search } = filled(watching(run));
    for (const end of ["oldest", "newest"] as const) search.page(ROMEO, filter, 5, end);
    search.count(ROMEO, filter);
    expect(run.size).toBeGreaterThan(0);
    const strays = [...run].flatMap(planOf).filter((detail) => !IS_DIRECT.test(detail));
    expect(strays).toEqual([]);
  });
}

describe("pages", () => {
  test("long messages make short pages, and the longest is a page of its own", () => {
    const { search, say } = testArchive();
    for (const [id, size] of [
      [1, 300_000],
      [2, 300_000],
      [3, 900_000],
      [4, 10],
    ] as const)
      say(id, ROMEO, "juliet@localhost", "x".repeat(size));
    const pages = [0, 1, 2, 3].map((after) => search.page(ROMEO, { ...ALL, after }, 50, "oldest"));
    expect(pages.map(({ messages }) => messages.map(({ id }) => id))).toEqual([[1], [2], [3], [4]]);
    expect(pages.map(({ isComplete }) => isComplete)).toEqual([false, false, false, true]);
  });

  test("messages of many elements make short pages as well", () => {
    const { search, say } = testArchive();
    for (let id = 1; id <= 9; id++) say(id, ROMEO, "juliet@localhost", "<i/>".repeat(5000));
    const { messages, isComplete } = search.page(ROMEO, ALL, 50, "oldest");
    expect([messages.map(({ id }) => id), isComplete]).toEqual([[1, 2], false]);
  });

  test("deleted messages are neither found nor counted, though the index still has them", () => {
    const { search, messages, indexer } = filled();
    search.count(ROMEO, { ...ALL, text: "light" });
    for (const id of ROWS.filter((row) => row < 301)) {
      messages.remove(id);
      indexer.removed([id]);
    }
    for (const filter of [{ text: "light" }, { peer: "juliet@localhost" }]) {
      expect(search.count(ROMEO, { ...ALL, ...filter })).toBe(70);
      const page = search.page(ROMEO, { ...ALL, ...filter }, 70, "oldest");
      expect([page.messages[0]?.id, page.messages.length, page.isComplete]).toEqual([301, 70, true]);
    }
  });

  test("are read with a constant number of statements", () => {
    const statements = (max: number, filter: Filter): number => {
      const run: string[] = [];
      const { search } = filled(watching({ add: (sql) => run.push(sql) }));
      search.page(ROMEO, filter, max, "newest");
      return run.length;
    };
    for (const filter of [ALL, { ...ALL, peer: "juliet@localhost" }, { ...ALL, text: "light" }])
      expect(statements(80, filter)).toBe(statements(2, filter));
  });

  test("more than ten thousand messages are not counted", () => {
    const { search, say } = testArchive();
    for (let id = 1; id <= 10_001; id++) say(id, ROMEO, "juliet@localhost", "x");
    expect(search.count(ROMEO, ALL)).toBeUndefined();
    expect(search.count(ROMEO, { ...ALL, after: 1 })).toBe(10_000);
  });
});
