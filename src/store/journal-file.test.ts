/** A journal is there after a crash of the process, and not after one of the machine. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogEvent } from "../log.ts";
import { bootId, type JournalFile, openJournalFile } from "./journal-file.ts";

let folder: string;
let path: string;
const warnings: LogEvent[] = [];
const log = { warn: (event: LogEvent) => void warnings.push(event) };
const open = (boot = "b1") => openJournalFile(path, { log, boot }) as JournalFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "sessions.journal");
  warnings.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the next process reads the lines that were written, in order; only their owner may", () => {
  const file = open();
  file.append("too early");
  file.replace(["1"]);
  file.append("2");
  file.append("é");
  expect(file.bytes).toBe(statSync(path).size);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(open().former()).toEqual(["1", "2", "é"]);
  file.replace(["3"]);
  file.append("4");
  expect(open().former()).toEqual(["3", "4"]);
});

test("after another start of the machine there are none: they were never synced", () => {
  open().replace(["1"]);
  expect(open("b2").former()).toEqual([]);
});

test("a line that is not whole is left out", () => {
  open().replace(["1"]);
  appendFileSync(path, "2");
  expect(open().former()).toEqual(["1"]);
});

test("on Linux and macOS, starts of the machine have names", () => {
  const isNamed = process.platform === "linux" || process.platform === "darwin";
  expect(bootId() !== undefined).toBe(isNamed);
  expect(openJournalFile(path, { log }) !== undefined).toBe(isNamed);
});

test("what cannot be written completely is removed, and it is said", () => {
  const file = open();
  file.replace(["1"]);
  mkdirSync(`${path}.new`);
  file.replace(["2"]);
  expect([file.isThere, existsSync(path)]).toEqual([false, false]);
  expect(warnings.map(({ event }) => event)).toEqual(["journal-not-written"]);
  file.append("3");
  expect(open().former()).toEqual([]);
  rmSync(`${path}.new`, { recursive: true });
  file.replace(["4"]);
  expect([file.isThere, open().former()]).toEqual([true, ["4"]]);
});

test("removed, it is gone", () => {
  const file = open();
  file.replace(["1"]);
  file.remove();
  expect([file.isThere, existsSync(path), open().former()]).toEqual([false, false, []]);
});

test("what a full disk has taken of a new one is removed as well", () => {
  const file = open();
  file.replace(["1"]);
  appendFileSync(`${path}.new`, "half of it");
  file.remove();
  expect(existsSync(`${path}.new`)).toBe(false);
});
