/** Migrations: the tables of each module, in steps that are only ever appended to. */
import type { Database as Sqlite } from "bun:sqlite";
import { StoreError } from "./errors.ts";
import type { StoredAddresses } from "./stored-addresses.ts";

const TABLE = "CREATE TABLE IF NOT EXISTS migrations (owner TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT";
const VERSION = "SELECT version FROM migrations WHERE owner = ?";
const SET_VERSION = "INSERT INTO migrations VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version";

export const migrationAddresses: StoredAddresses = { tables: { migrations: { owner: "other" } } };

/**
 * Brings `owner`'s tables to the version that is `steps.length`, one transaction a step.
 * Throws StoreError newer, and changes nothing, where the file has more steps than are given.
 */
export function migrate(sqlite: Sqlite, owner: string, steps: readonly string[]): void {
  sqlite.run(TABLE);
  const current = sqlite.query<{ version: number }, [string]>(VERSION).get(owner)?.version ?? 0;
  if (current > steps.length) {
    const versions = `it has version ${current} of "${owner}", this program knows ${steps.length}`;
    throw new StoreError("newer", `the database was written by a newer version of this program: ${versions}`);
  }
  // A step may change more than fits into memory.
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
