import { expect, test } from "bun:test";
import { join } from "node:path";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { openDatabase } from "./database.ts";
import { temporaryFolder } from "./testing.ts";

const TABLE = "CREATE TABLE rows (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT";

/** Writes rows in ticks of five and says which are on the disk, until it is killed. */
const WRITER = `
  const { openDatabase } = await import(process.argv[1]);
  const { writeSync } = await import("node:fs");
  const quiet = () => {};
  const db = openDatabase(process.argv[2], { log: { error: quiet, warn: quiet, info: quiet, debug: quiet } });
  db.migrate("rows", [${JSON.stringify(TABLE)}]);
  const insert = db.write("INSERT INTO rows (bytes) VALUES (randomblob(3000))");
  const tick = () => {
    for (let n = 0; n < 5; n++) {
      const { lastInsertRowid } = db.atomically(() => insert.run());
      db.afterSync(() => writeSync(1, lastInsertRowid + "\\n"));
    }
    setImmediate(tick);
  };
  tick();
`;

async function killedWriter(path: string, after: number): Promise<number[]> {
  const child = Bun.spawn([process.execPath, "-e", WRITER, join(import.meta.dir, "database.ts"), path], {
    stdout: "pipe",
  });
  let told = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    told += chunk;
    if (told.length > after) child.kill("SIGKILL");
  }
  await child.exited;
  // What was cut in the middle of a number was not said.
  return told.slice(0, told.lastIndexOf("\n")).split("\n").map(Number);
}

test("kill -9 in the middle of writes: all that afterSync has confirmed is there, whole ticks only, in order", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  let before = 0;
  for (let round = 1; round <= 10; round++) {
    const told = await killedWriter(path, round * 1500);
    expect(told).toEqual(told.map((_, index) => before + 1 + index));
    const db = openDatabase(path, { log: memoryLog() });
    const { count, last } = db
      .read<{ count: number; last: number }>("SELECT count(*) AS count, max(n) AS last FROM rows")
      .get() ?? { count: 0, last: 0 };
    expect(count).toBe(last);
    expect(count % 5).toBe(0);
    expect(count).toBeGreaterThanOrEqual(told.at(-1) ?? Number.NaN);
    expect(db.read("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    await db.close();
    before = count;
  }
});
