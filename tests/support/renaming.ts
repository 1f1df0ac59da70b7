/** A home whose domain gets another name. */
import { Database } from "bun:sqlite";
import { planRename, type RenamePlan, renameDomain } from "../../src/assembly/domain-rename.ts";
import { readConfigFile } from "../../src/config/read.ts";
import type { Config } from "../../src/config/schema.ts";
import type { Home } from "../../src/home.ts";
import { modules } from "../../src/modules.ts";
import { memoryLog } from "./in-memory/memory-log.ts";

/** Its server must not run. Returns the configuration afterwards. */
export async function renamed(home: Home, from: string, to: string, tellsContacts = false): Promise<Config> {
  const config = readConfigFile(home.config, modules);
  const plan: RenamePlan = await planRename(home, config, memoryLog(), { from, to });
  if (plan.problem) throw new Error(plan.problem.reason);
  await renameDomain(home, config, memoryLog(), plan, { tellsContacts });
  return readConfigFile(home.config, modules);
}

/** By table, all rows as texts, in an order of their own. Without what remembers the renaming. */
export function contentOf({ database }: Pick<Home, "database">): ReadonlyMap<string, readonly string[]> {
  const db = new Database(database, { readonly: true });
  try {
    const tables = db
      .query<{ name: string }, []>(
        `SELECT name FROM sqlite_master
          WHERE type = 'table' AND name NOT LIKE 'moved\\_%' ESCAPE '\\' AND name NOT IN ('migrations', 'sqlite_sequence') ORDER BY name`,
      )
      .all();
    return new Map(
      tables.map(({ name }) => [
        name,
        db
          .query<Record<string, unknown>, []>(`SELECT * FROM ${name}`)
          .all()
          .filter((row) => row.act !== "domain.rename")
          .map((row) => JSON.stringify(row, (_, value) => (value instanceof Uint8Array ? [...value] : value)))
          .sort(),
      ]),
    );
  } finally {
    db.close();
  }
}
