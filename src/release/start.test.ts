import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Home, homeAt } from "../home.ts";
import { takeLock } from "../store/lock.ts";
import { baseOf, formerOf, nextOf, returnFormer, swap } from "./executables.ts";
import { forgetDatabase, isKept, keepDatabase, putDatabaseBack } from "./former-database.ts";
import {
  endJournal,
  type Journal,
  lastOutcome,
  MAX_ATTEMPTS,
  readJournal,
  updateLock,
  writeJournal,
} from "./journal.ts";
import { startOf } from "./start.ts";

let home: Home;
beforeEach(() => {
  home = homeAt(mkdtempSync(join(tmpdir(), "jabber-home-start-")));
});
afterEach(() => rmSync(home.directory, { recursive: true }));

const NOW = Date.UTC(2026, 10, 30);
const trial: Journal = { state: "trial", from: "1.0.0", to: "1.1.0", attempts: 0 };
const start = (version: string) => startOf(home, version, NOW);

function writeDatabase(text: string): void {
  using database = new Database(home.database, { create: true });
  database.run("PRAGMA journal_mode = WAL");
  database.run("CREATE TABLE IF NOT EXISTS t (text TEXT)");
  database.run("INSERT INTO t VALUES (?)", [text]);
}
function textsInDatabase(): unknown[] {
  using database = new Database(home.database, { readonly: true });
  return database.query("SELECT text FROM t").values().flat();
}

test("without an update, a start is like any other, and leaves nothing", () => {
  expect(start("1.0.0")).toEqual({ kind: "usual" });
  expect(existsSync(join(home.directory, "update"))).toBe(false);
});

test("the new version is on trial, each start counted; after three that came to nothing, the one before runs", () => {
  writeJournal(home.directory, trial);
  for (let attempts = 1; attempts <= MAX_ATTEMPTS; attempts++)
    expect(start("1.1.0")).toEqual({ kind: "trial", journal: { ...trial, attempts } });
  expect(start("1.1.0")).toMatchObject({ kind: "undone", journal: { state: "back", why: expect.any(String) } });
  expect(start("1.1.0")).toMatchObject({ kind: "undone" });
  expect(start("1.0.0")).toMatchObject({ kind: "undone" });
});

test("the version before, started while the executable is about to be replaced, leaves the journal to whoever does that", () => {
  writeJournal(home.directory, trial);
  const lock = takeLock(updateLock(home.directory), process.pid + 1);
  // Another process: SQLite's locks are those of a process, but each connection has its own.
  expect(start("1.0.0")).toEqual({ kind: "usual" });
  expect(readJournal(home.directory)).toEqual(trial);
  lock.release();
});

test("the version before, started after a power cut before the swap: the update is over", () => {
  writeJournal(home.directory, trial);
  expect(start("1.0.0")).toMatchObject({ kind: "undone", journal: { state: "back", why: "it was interrupted" } });
});

test("a third version ends the update, and the database stays as it is", async () => {
  writeDatabase("before");
  writeJournal(home.directory, trial);
  await keepDatabase(home, 0);
  writeDatabase("after");
  expect(start("2.0.0")).toEqual({ kind: "usual" });
  expect(readJournal(home.directory)).toBeUndefined();
  expect(isKept(home)).toBe(false);
  expect(textsInDatabase()).toEqual(["before", "after"]);
});

test("a copy that an earlier update has left is not taken for the one of this update", async () => {
  writeDatabase("long ago");
  await keepDatabase(home, 0);
  writeJournal(home.directory, trial);
  expect(start("1.1.0").kind).toBe("trial");
  expect(isKept(home)).toBe(false);
  await keepDatabase(home, 0);
  expect(start("1.1.0").kind).toBe("trial");
  expect(isKept(home)).toBe(true);
});

test("the database of before comes back without the log of the later one, and once only", async () => {
  writeDatabase("before");
  await keepDatabase(home, 0);
  const later = new Database(home.database);
  later.run("INSERT INTO t VALUES ('after')");
  const log = readFileSync(`${home.database}-wal`);
  later.close();
  writeFileSync(`${home.database}-wal`, log);
  putDatabaseBack(home);
  expect(existsSync(`${home.database}-wal`)).toBe(false);
  expect(textsInDatabase()).toEqual(["before"]);
  writeDatabase("again");
  putDatabaseBack(home);
  expect(textsInDatabase()).toEqual(["before", "again"]);
});

test("what is not whole is no copy", async () => {
  writeDatabase("before");
  await expect(keepDatabase(home, Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ problem: { kind: "no-room" } });
  expect(isKept(home)).toBe(false);
  forgetDatabase(home);
});

test("a journal that nobody can have written is none", () => {
  writeJournal(home.directory, trial);
  const path = join(home.directory, "update", "journal.json");
  for (const text of [
    "",
    "{",
    "[]",
    "null",
    '{"state":"trial"}',
    '{"state":"x","from":"1.0.0","to":"1.1.0","attempts":0}',
    '{"state":"trial","from":"1.0.0","to":"../x","attempts":0}',
  ]) {
    writeFileSync(path, text);
    expect(readJournal(home.directory)).toBeUndefined();
  }
});

test("how the last update has ended is kept, in few words", () => {
  writeJournal(home.directory, trial);
  const outcome = { from: "1.0.0", to: "1.1.0", at: NOW, undone: "x".repeat(10_000) };
  endJournal(home.directory, outcome);
  expect(readJournal(home.directory)).toBeUndefined();
  expect(lastOutcome(home.directory)).toEqual({ ...outcome, undone: "x".repeat(500) });
});

test("the executable is swapped for the next one, and back", () => {
  const executable = join(home.directory, "jabber-home");
  writeFileSync(executable, "one");
  writeFileSync(nextOf(executable), "two");
  swap(executable);
  expect(readFileSync(executable, "utf8")).toBe("two");
  expect(readFileSync(formerOf(executable), "utf8")).toBe("one");
  expect(baseOf(formerOf(executable))).toBe(executable);
  expect(returnFormer(executable)).toBe(true);
  expect(readFileSync(executable, "utf8")).toBe("one");
  expect(returnFormer(executable)).toBe(true);
});
