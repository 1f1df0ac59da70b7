/** Every prepared statement of the program compiles: they are otherwise prepared at first use. */
import { Database as Sqlite } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { modules } from "../src/modules.ts";
import { type Database, openDatabase } from "../src/store/database.ts";
import { memoryLog } from "./support/in-memory/memory-log.ts";
import { bootAlone } from "./support/in-memory/module.ts";
import { temporaryFolder } from "./support/peers/peer.ts";

const folder = temporaryFolder("statements");
afterAll(() => folder.remove());

for (const module of modules) {
  test(`${module.name}: its statements are valid SQL, and their tables exist`, async () => {
    const path = `${folder.path}/${module.name}.sqlite`;
    const db = openDatabase(path, { log: memoryLog() });
    const asked = new Set<string>();
    const noting: Database = {
      ...db,
      read: (sql) => {
        asked.add(sql);
        return db.read(sql);
      },
      write: (sql, options) => {
        asked.add(sql);
        // The option has no effect on others.
        if (options?.mayUseReserve) expect(sql).toMatch(/^\s*(insert|replace|with)\b/i);
        return db.write(sql, options);
      },
    };
    bootAlone(module, noting);
    await db.close();
    using sqlite = new Sqlite(path, { readonly: true });
    for (const sql of asked) expect(() => sqlite.prepare(sql).finalize()).not.toThrow();
  });
}
