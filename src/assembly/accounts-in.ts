/** The accounts in a database, which another process may have open. */
import { SQLiteError } from "bun:sqlite";
import { existsSync } from "node:fs";
import type { Logger } from "../log.ts";
import { type Database, openDatabase } from "../store/database.ts";

/** Bare JIDs; none where there is no database yet. Throws what SQLite says of the file. */
export function accountsIn(file: string, log: Logger): ReadonlySet<string> {
  if (!existsSync(file)) return new Set();
  try {
    return readAccounts(openDatabase(file, { log, readonly: true }));
  } catch (error) {
    // What a crash has left is put in order by writing. No server has it open then, since that would have done so.
    if (!(error instanceof SQLiteError) || !NEEDS_RECOVERY.test(error.code ?? "")) throw error;
    return readAccounts(openDatabase(file, { log }));
  }
}

const NEEDS_RECOVERY = /^SQLITE_(READONLY_(ROLLBACK|RECOVERY)|CANTOPEN)/;

function readAccounts(db: Database): ReadonlySet<string> {
  try {
    const table = db.read("SELECT 1 FROM sqlite_schema WHERE name = 'accounts'").get();
    if (!table) return new Set();
    const rows = db.read<{ account: string }>("SELECT account FROM accounts").all();
    return new Set(rows.map(({ account }) => account));
  } finally {
    void db.close();
  }
}
