/** Work that is refused leaves nothing but its event; other errors are not caught. */
import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { StanzaError } from "../stanza-error.ts";
import { openDatabase } from "../store/database.ts";
import { tryAtomically } from "./try-atomically.ts";

function opened() {
  const log = memoryLog();
  const db = openDatabase(":memory:", { log });
  db.migrate("test", ["CREATE TABLE word (word TEXT NOT NULL) STRICT"]);
  const insert = db.write("INSERT INTO word VALUES (?)");
  const words = db.read<{ word: string }>("SELECT word FROM word");
  return { db, log, insert, words: () => words.all().map(({ word }) => word) };
}

test("what succeeds stays, what throws a StanzaError is undone and logged", () => {
  const { db, log, insert, words } = opened();
  tryAtomically({ db, log }, "not-done", "a@b", () => void insert.run("one"));
  tryAtomically({ db, log }, "not-done", "a@b", () => {
    insert.run("two");
    throw new StanzaError("conflict");
  });
  expect(words()).toEqual(["one"]);
  expect(log.events).toContainEqual(
    expect.objectContaining({ event: "not-done", account: "a@b", condition: "conflict" }),
  );
});

test("any other error is thrown", () => {
  const { db, log } = opened();
  const work = () => {
    throw new TypeError("a bug");
  };
  expect(() => tryAtomically({ db, log }, "not-done", "a@b", work)).toThrow("a bug");
});
