/** The tables of each owner, in versions that are only ever added to. */
import type { Database as Sqlite } from "bun:sqlite";
import { StoreError } from "./errors.ts";

const TABLE = "CREATE TABLE IF NOT EXISTS migrations (owner TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT";
const VERSION = "SELECT version FROM migrations WHERE owner = ?";
const SET_VERSION = "INSERT INTO migrations VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version";

/**
 * Brings `owner`'s tables to the version that is `steps.length`, one transaction a step.
 * Throws StoreError newer when the file knows more steps than are given, and touches nothing then.
 */
export function migrate(sqlite: Sqlite, owner: string, steps: readonly string[]): void {
  sqlite.run(TABLE);
  const current = sqlite.query<{ version: number }, [string]>(VERSION).get(owner)?.version ?? 0;
  if (current > steps.length) {
    const versions = `it has version ${current} of "${owner}", this program knows ${steps.length}`;
    throw new StoreError("newer", `the database was written by a newer version of this program: ${versions}`);
  }
  // What a step changes may be more than the memory holds.
  if (current < steps.length) sqlite.run("PRAGMA cache_spill = ON");
  for (const [index, step] of steps.slice(current).entries()) {
    sqlite
      .transaction(() => {
        sqlite.run(step);
        sqlite.query(SET_VERSION).run(owner, current + index + 1);
      })
      .immediate();
  }
  sqlite.run("PRAGMA cache_spill = OFF");
}
