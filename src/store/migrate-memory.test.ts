/** A migration of a large table sorts on the disk: memory does not grow with the table. */
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Bytes of the rows that the step sorts. */
const SIZE = 40_000_000;

/** In a process of its own, whose most memory before and after the step is printed, in kilobytes. */
const PROGRAM = `
  const { openDatabase } = await import(${JSON.stringify(join(import.meta.dir, "database.ts"))});
  const quiet = () => {};
  const db = openDatabase(process.argv.at(-1), { log: { error: quiet, warn: quiet, info: quiet, debug: quiet } });
  const FIRST = "CREATE TABLE letter (text TEXT NOT NULL) STRICT";
  db.migrate("letters", [FIRST]);
  const numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) ";
  const add = db.write(numbers + "INSERT INTO letter SELECT hex(randomblob(500)) FROM n");
  for (let rows = 0; rows < ${SIZE / 1000}; rows += 5000) {
    add.run();
    await new Promise((committed) => db.afterCommit(committed));
  }
  db.releaseMemory();
  const most = () => process.resourceUsage().maxRSS;
  const before = most();
  db.migrate("letters", [FIRST, "CREATE INDEX letter_by_text ON letter (text)"]);
  console.log(before, most());
  await db.close();
`;

test("an index of 40 MB is made within 20 MB", async () => {
  const folder = mkdtempSync(join(tmpdir(), "migrate-"));
  try {
    const child = Bun.spawn([process.execPath, "-e", PROGRAM, join(folder, "data.sqlite")], {
      stderr: "inherit",
      // Where SQLite sorts.
      env: { ...process.env, SQLITE_TMPDIR: folder },
    });
    const [before, after] = (await new Response(child.stdout).text()).trim().split(" ").map(Number);
    expect(before).toBeGreaterThan(0);
    expect(Number(after) - Number(before)).toBeLessThan(20_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
