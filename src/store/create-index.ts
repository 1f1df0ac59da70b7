/** An index of a large table: sorted on the disk, so that memory does not grow with the table. */
import { SQLiteError, type Database as Sqlite } from "bun:sqlite";
import { isFull } from "./tick.ts";

/** Outside of a transaction. Where rows are "double" that have to be unique, or the disk is "full", there is none. */
export function createIndex(sqlite: Sqlite, sql: string): "made" | "double" | "full" {
  for (const pragma of ["temp_store = FILE", "cache_spill = ON"]) sqlite.run(`PRAGMA ${pragma}`);
  try {
    sqlite.run(sql);
    return "made";
  } catch (error) {
    if (isFull(error)) return "full";
    if (error instanceof SQLiteError && error.code?.startsWith("SQLITE_CONSTRAINT")) return "double";
    throw error;
  } finally {
    for (const pragma of ["temp_store = MEMORY", "cache_spill = OFF"]) sqlite.run(`PRAGMA ${pragma}`);
  }
}
