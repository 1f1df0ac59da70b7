import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import { openArchiveSizes } from "./archive-sizes.ts";
import { archiveTables } from "./tables.ts";

function play() {
  const db = memoryDatabase({ archive: archiveTables });
  db.write("INSERT INTO archive_owner (id, account) VALUES (1, 'romeo@localhost'), (2, 'juliet@localhost')").run();
  const sizes = openArchiveSizes(db);
  const stored = db.read<{ bytes: number }>("SELECT bytes FROM archive_owner WHERE id = ?");
  const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
  return { db, sizes, committed, stored: (owner: number) => stored.get(owner)?.bytes };
}

test("changes of a tick count at once, and are stored with it", async () => {
  const { sizes, stored, committed } = play();
  expect([sizes.add(1, 100), sizes.add(1, 20), sizes.add(2, 7), sizes.add(1, -50)]).toEqual([100, 120, 7, 70]);
  expect([sizes.of("romeo@localhost"), sizes.ofOwner(2), stored(1)]).toEqual([70, 7, 0]);
  await committed();
  expect([stored(1), stored(2), sizes.of("romeo@localhost"), sizes.ofOwner(1)]).toEqual([70, 7, 70, 70]);
  expect(sizes.add(1, 5)).toBe(75);
});

test("changes are stored even by a tick that writes nothing else", async () => {
  const { sizes, stored, committed } = play();
  await committed();
  sizes.add(2, 5);
  await committed();
  await committed();
  expect([stored(2), sizes.ofOwner(2)]).toEqual([5, 5]);
});

test("changes that are rolled back do not count", async () => {
  const { db, sizes, stored, committed } = play();
  sizes.add(1, 100);
  const failing = (): void =>
    db.atomically(() => {
      sizes.add(1, 10);
      sizes.add(2, 10);
      throw new Error("no");
    });
  expect(failing).toThrow("no");
  expect([sizes.ofOwner(1), sizes.ofOwner(2)]).toEqual([100, 0]);
  await committed();
  expect([stored(1), stored(2)]).toEqual([100, 0]);
});
