/** Whether the database of a home that nobody serves is whole. */
import { Database } from "bun:sqlite";
import { copyFileSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/process/started.ts";

/** Looks at a copy, since opening it repairs it. Returns what is wrong. */
export function damageOf(home: string): readonly string[] {
  using folder = temporaryFolder("copy");
  for (const name of ["data.sqlite", "data.sqlite-wal"])
    if (existsSync(join(home, name))) copyFileSync(join(home, name), join(folder.path, name));
  try {
    using copy = new Database(join(folder.path, "data.sqlite"));
    const rows = copy.query<{ integrity_check: string }, []>("PRAGMA integrity_check").all();
    const orphans = copy.query("PRAGMA foreign_key_check").all();
    const damage = rows.map((row) => row.integrity_check).filter((line) => line !== "ok");
    return [...damage, ...orphans.map((orphan) => JSON.stringify(orphan))].map((line) => `${home}: ${line}`);
  } catch (error) {
    return [`${home}: ${error}`];
  } finally {
    rmSync(folder.path, { recursive: true, force: true });
  }
}
