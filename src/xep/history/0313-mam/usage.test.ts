import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import { archiveTables } from "./tables.ts";
import { openUsage } from "./usage.ts";

function play() {
  const db = memoryDatabase({ archive: archiveTables });
  db.write("INSERT INTO archive_owner (id, account) VALUES (1, 'romeo@localhost'), (2, 'juliet@localhost')").run();
  const usage = openUsage(db);
  const stored = db.read<{ bytes: number }>("SELECT bytes FROM archive_owner WHERE id = ?");
  const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
  return { db, usage, committed, stored: (owner: number) => stored.get(owner)?.bytes };
}

test("what comes and goes in a tick is known at once, and stored with it", async () => {
  const { usage, stored, committed } = play();
  expect([usage.add(1, 100), usage.add(1, 20), usage.add(2, 7), usage.add(1, -50)]).toEqual([100, 120, 7, 70]);
  expect([usage.of("romeo@localhost"), usage.ofOwner(2), stored(1)]).toEqual([70, 7, 0]);
  await committed();
  expect([stored(1), stored(2), usage.of("romeo@localhost"), usage.ofOwner(1)]).toEqual([70, 7, 70, 70]);
  expect(usage.add(1, 5)).toBe(75);
});

test("a tick of which nothing else is written stores it all the same", async () => {
  const { usage, stored, committed } = play();
  await committed();
  usage.add(2, 5);
  await committed();
  await committed();
  expect([stored(2), usage.ofOwner(2)]).toEqual([5, 5]);
});

test("what is taken back is not counted", async () => {
  const { db, usage, stored, committed } = play();
  usage.add(1, 100);
  const failing = (): void =>
    db.atomically(() => {
      usage.add(1, 10);
      usage.add(2, 10);
      throw new Error("no");
    });
  expect(failing).toThrow("no");
  expect([usage.ofOwner(1), usage.ofOwner(2)]).toEqual([100, 0]);
  await committed();
  expect([stored(1), stored(2)]).toEqual([100, 0]);
});
