import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import { openArchiveSizes } from "./archive-sizes.ts";
import { archiveTables } from "./tables.ts";
import { Unlisted } from "./unlisted.ts";

function play() {
  const db = memoryDatabase({ archive: archiveTables });
  db.write("INSERT INTO archive_owner (id, account) VALUES (1, 'romeo@localhost'), (2, 'juliet@localhost')").run();
  const sizes = openArchiveSizes(db, new Unlisted(db));
  const stored = db.read<{ bytes: number }>("SELECT bytes FROM archive_owner WHERE id = ?");
  const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
  return { db, sizes, committed, stored: (owner: number) => stored.get(owner)?.bytes };
}

test("changes of a tick count at once, and are stored with it", async () => {
  const { sizes, stored, committed } = play();
  for (const [owner, bytes] of [
    [1, 100],
    [1, 20],
    [2, 7],
    [1, -50],
  ] as const)
    sizes.add(owner, bytes);
  expect([sizes.of("romeo@localhost"), sizes.ofOwner(2), stored(1)]).toEqual([70, 7, 0]);
  await committed();
  expect([stored(1), stored(2), sizes.of("romeo@localhost"), sizes.ofOwner(1)]).toEqual([70, 7, 70, 70]);
  sizes.add(1, 5);
  expect(sizes.ofOwner(1)).toBe(75);
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

test("a size that is known from earlier ticks follows what later ones store, and a tick that is lost changes nothing", async () => {
  const { db, sizes, stored, committed } = play();
  expect(sizes.ofOwner(1)).toBe(0);
  for (const bytes of [100, -30, 5]) {
    sizes.add(1, bytes);
    await committed();
    expect(sizes.ofOwner(1)).toBe(stored(1) as number);
  }
  db.read("PRAGMA max_page_count = 1").all();
  const lost = new Promise<void>((resolve) =>
    db.afterCommit(
      () => {},
      () => resolve(),
    ),
  );
  sizes.add(1, 1000);
  expect(() => db.write("INSERT INTO archive_owner (account) VALUES (?)").run("x".repeat(100_000))).toThrow("full");
  await lost;
  expect([sizes.ofOwner(1), stored(1)]).toEqual([75, 75]);
});
