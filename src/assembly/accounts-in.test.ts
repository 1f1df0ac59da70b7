import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { accountsIn } from "./accounts-in.ts";

test("accounts are read of a database that a crash has left in the middle of a transaction, too", () => {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-accounts-"));
  const [whole, left] = [join(folder, "whole"), join(folder, "left")];
  try {
    expect(accountsIn(left, memoryLog()).size).toBe(0);
    using database = new Database(whole, { create: true });
    database.run("CREATE TABLE accounts (account TEXT)");
    database.run("INSERT INTO accounts VALUES ('alice@localhost')");
    // So much that it is written before the transaction ends: its journal is needed to take it back.
    database.run("PRAGMA cache_size = 1");
    database.run("BEGIN");
    for (let row = 0; row < 1000; row++) database.run("INSERT INTO accounts VALUES (?)", [`${row}${"x".repeat(500)}`]);
    for (const ending of ["", "-journal"]) copyFileSync(whole + ending, left + ending);
    database.run("ROLLBACK");
    expect([...accountsIn(left, memoryLog())]).toEqual(["alice@localhost"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
