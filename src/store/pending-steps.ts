/** What migrations an existing database lacks, and whether it was written by a later version of this program. */
import { version as thisVersion } from "../version.ts";
import type { Database } from "./database.ts";
import { newerError } from "./migrate.ts";
import type { TableOwner } from "./stored-addresses.ts";

interface Row {
  readonly owner: string;
  readonly version: number;
  /** Databases of before have none. */
  readonly program?: string | null;
}

export interface PendingSteps {
  readonly name: string;
  readonly tables: readonly string[];
  /** How many of the steps were not made. */
  readonly missing: number;
}

/**
 * Whose tables a database has, and not with all steps; nobody's for a new one. Throws StoreError newer where it has more
 * steps of one of these owners, or an owner that a later program has brought: nobody else would keep its tables in order.
 */
export function pendingSteps(
  db: Pick<Database, "read">,
  owners: readonly Pick<TableOwner, "name" | "tables">[],
  program = thisVersion,
): readonly PendingSteps[] {
  if (!db.read("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get()) return [];
  const known = new Map(owners.map(({ name, tables }) => [name, tables]));
  const pending: PendingSteps[] = [];
  for (const { owner, version, program: by } of db.read<Row>("SELECT * FROM migrations").all()) {
    const tables = known.get(owner);
    if (tables === undefined ? isLater(by, program) : version > tables.length) throw newerError(by);
    if (tables && version < tables.length) pending.push({ name: owner, tables, missing: tables.length - version });
  }
  return pending;
}

const isLater = (by: string | null | undefined, program: string): boolean =>
  typeof by === "string" && Bun.semver.order(by, program) > 0;
