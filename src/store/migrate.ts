/** Migrations: the tables of each module, in steps that are only ever appended to. */
import type { Database as Sqlite } from "bun:sqlite";
import { version as thisVersion } from "../version.ts";
import { StoreError } from "./errors.ts";
import type { StoredAddresses } from "./stored-addresses.ts";

/** `version` is the number of steps that were made, `program` the version of the program that made the last of them. */
const TABLE =
  "CREATE TABLE IF NOT EXISTS migrations (owner TEXT PRIMARY KEY, version INTEGER NOT NULL, program TEXT) STRICT";
/** Databases of before had no column for the program. */
const HAS_PROGRAM = "SELECT 1 AS one FROM pragma_table_info('migrations') WHERE name = 'program'";
const ADD_PROGRAM = "ALTER TABLE migrations ADD COLUMN program TEXT";
const ROW = "SELECT version, program FROM migrations WHERE owner = ?";
const SET_ROW = `INSERT INTO migrations (owner, version, program) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET version = excluded.version, program = excluded.program`;

export const migrationAddresses: StoredAddresses = {
  tables: { migrations: { owner: "other", program: "other" } },
};

interface Row {
  readonly version: number;
  readonly program?: string | null;
}

export interface MigrateOptions {
  /** The version that makes the steps; by default this one. */
  readonly program?: string;
  /** Called before a step is made; where it throws, none is. */
  readonly before?: (() => void) | undefined;
}

/**
 * Brings `owner`'s tables to the version that is `steps.length`, one transaction a step: after a kill at any point the next call
 * goes on with the first step that was not made. Throws StoreError newer, and changes nothing, where the file has more steps than
 * are given.
 */
export function migrate(
  sqlite: Sqlite,
  owner: string,
  steps: readonly string[],
  { program = thisVersion, before = () => {} }: MigrateOptions = {},
): void {
  sqlite.run(TABLE);
  if (!sqlite.query(HAS_PROGRAM).get()) sqlite.run(ADD_PROGRAM);
  const row = sqlite.query<Row, [string]>(ROW).get(owner);
  const current = row?.version ?? 0;
  if (current > steps.length) throw newerError(row?.program);
  if (current < steps.length) before();
  // A step may change, and sort, more than fits into memory.
  if (current < steps.length)
    for (const pragma of ["cache_spill = ON", "temp_store = FILE"]) sqlite.run(`PRAGMA ${pragma}`);
  for (const [index, step] of steps.slice(current).entries()) {
    sqlite
      .transaction(() => {
        sqlite.run(step);
        sqlite.query(SET_ROW).run(owner, current + index + 1, program);
      })
      .immediate();
  }
  if (current < steps.length)
    for (const pragma of ["cache_spill = OFF", "temp_store = MEMORY"]) sqlite.run(`PRAGMA ${pragma}`);
}

/** `by`: the version that made it, where the database says so. */
export function newerError(by: string | null | undefined): StoreError {
  const name = by ? `jabber-home ${by}` : "a newer version of this program";
  return new StoreError("newer", `the database was written by ${name}, and this is ${thisVersion}`, undefined, {
    program: by ?? undefined,
  });
}
