/** The tables of a home are brought up to date before anything else is done with them. */
import type { Logger } from "../log.ts";
import type { Database } from "../store/database.ts";
import { pendingSteps } from "../store/pending-steps.ts";
import { tableOwners } from "./stored-addresses.ts";

export interface MigrationDeps {
  readonly log: Logger;
  /** Tables are about to be changed, which may take long, and nothing else is done meanwhile; disposed of when they have been. */
  readonly begin?: (() => Disposable) | undefined;
}

/**
 * Makes the steps that the tables of an existing database lack; new tables are made by whoever needs them. Throws StoreError
 * newer before anything is changed.
 */
export function migrateAll(db: Pick<Database, "read" | "migrate">, { log, begin }: MigrationDeps): void {
  const pending = pendingSteps(db, tableOwners);
  if (pending.length === 0) return;
  using _ = begin?.();
  const began = performance.now();
  log.info({ event: "database-migrates", steps: pending.reduce((sum, { missing }) => sum + missing, 0) });
  for (const { name, tables } of pending) db.migrate(name, tables);
  log.info({ event: "database-migrated", seconds: Math.round((performance.now() - began) / 100) / 10 });
}
