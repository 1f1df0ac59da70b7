/** What a running server sees of its home, on a real folder; and how many errors it has logged. */
import { expect, test } from "bun:test";
import { chmodSync, mkdirSync } from "node:fs";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import { readConfig } from "../config/read.ts";
import { openResolver } from "../dns/resolver.ts";
import { homeAt } from "../home.ts";
import { modules } from "../modules.ts";
import { openDatabase } from "../store/database.ts";
import { openDiskHistory } from "../store/disk-history.ts";
import { temporaryFolder } from "../store/testing.ts";
import { countingErrors } from "./error-count.ts";
import { openHealth } from "./health.ts";

const NOW = Date.UTC(2026, 10, 30);

test("it looks at home, disk, memory and database a minute after the start, then each hour, and says so", async () => {
  using folder = temporaryFolder();
  const home = homeAt(folder.file("home"));
  mkdirSync(home.directory, { mode: 0o700 });
  const db = openDatabase(home.database, { log: memoryLog() });
  const clock = manualClock(NOW);
  let seen = 0;
  const health = openHealth({
    ...{ home, db, clock, log: memoryLog(), config: readConfig('domains = ["localhost"]', modules) },
    ...{
      resolver: openResolver({ timeoutMs: 1 }),
      errors: () => undefined,
      around: () => ({ service: { state: "installed" } }),
    },
    seen: () => void seen++,
  });
  expect(health.report()).toBeUndefined();
  clock.advance(MINUTE);
  // The one that has begun.
  await health.look();
  expect(seen).toBe(1);
  expect(health.report()).toMatchObject({
    ...{ at: NOW + MINUTE, server: { state: "running", pid: process.pid }, service: { state: "installed" } },
    folder: { state: "there", open: [], inTheWay: [] },
    store: { days: [{ day: NOW / DAY }] },
    volume: { free: expect.any(Number) },
    backups: { folder: `${home.directory}/backups` },
  });
  expect(health.report()?.folder?.openMode).toBeUndefined();
  chmodSync(home.directory, 0o755);
  clock.advance(HOUR);
  await health.look();
  expect(health.report()?.folder?.openMode).toBe("0755");
  await health.stop();
  await db.close();
});

test("the room of each day is kept once, for sixty days", () => {
  const db = openDatabase(":memory:", { log: memoryLog() });
  const history = openDiskHistory(db);
  for (let day = 0; day < 100; day++) for (const free of [1000 - day, 1]) history.put({ day, free, database: day });
  const days = history.days();
  expect([days.length, days[0]?.day, days.at(-1)]).toEqual([60, 40, { day: 99, free: 901, database: 99 }]);
  history.put({ day: 50, free: 5, database: 5 });
  expect(history.days().at(-1)?.day).toBe(50);
});

test("errors of the last day are counted, but those that are findings themselves", () => {
  let now = NOW;
  const written = memoryLog();
  const { log, errors } = countingErrors(written, () => now);
  log.warn({ event: "slow" });
  log.error({ event: "disk-full" });
  expect(errors()).toBeUndefined();
  log.error({ event: "checkpoint-failed" });
  now += HOUR;
  log.error({ event: "files-not-swept" });
  expect(errors()).toEqual({ count: 2, event: "files-not-swept", at: now });
  now += DAY - HOUR;
  expect(errors()?.count).toBe(1);
  now += HOUR;
  expect(errors()).toBeUndefined();
  expect(written.events).toHaveLength(4);
});
