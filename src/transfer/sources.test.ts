/** Which source a path is. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { SourceKind } from "./source.ts";
import { placeText, SourceError } from "./source-error.ts";
import { kindAt } from "./sources.ts";

const kind = (name: string, recognises: (path: string) => boolean): SourceKind => ({
  name,
  recognises,
  open: () => {
    throw new Error("not opened");
  },
});

test("a path is the first kind of source that recognises it", () => {
  const kinds = [kind("one", () => false), kind("two", () => true), kind("three", () => true)];
  expect(kindAt(import.meta.path, kinds).name).toBe("two");
});

test("a path where nothing is cannot be read, one that no kind recognises is unknown", () => {
  const reasonOf = (path: string) => {
    try {
      return kindAt(path, [kind("one", () => false)]).name;
    } catch (error) {
      return error instanceof SourceError ? [error.reason, error.details] : error;
    }
  };
  expect(reasonOf(join(import.meta.dir, "nothing"))).toEqual(["unreadable", { why: "ENOENT" }]);
  expect(reasonOf(import.meta.path)).toEqual(["unknown", { kinds: ["one"] }]);
});

test("a place is a file with a line, or a table with a row", () => {
  expect(placeText({ file: "a.xml", line: 3 })).toBe("a.xml:3");
  expect(placeText({ file: "a.xml" })).toBe("a.xml");
  expect(placeText({ file: "a.sqlite", table: "users", row: 7 })).toBe("a.sqlite, users 7");
  expect(placeText({ file: "a.sqlite", table: "users" })).toBe("a.sqlite, users");
});
