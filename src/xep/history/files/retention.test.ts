import { expect, test } from "bun:test";
import { manualClock } from "../../../../tests/support/in-memory/manual-clock.ts";
import { DAY, HOUR } from "../../../clock.ts";
import { placeOf } from "./file-store.ts";
import { Retention } from "./retention.ts";
import { JULIET, memoryFolder, ROMEO, testFiles } from "./testing.ts";

function kept(keep: number, quotas = {}) {
  const files = testFiles({ daily_quota: 1e9, ...quotas });
  const { clock, db, store } = files;
  const folder = memoryFolder();
  const timers = manualClock();
  const retention = new Retention({
    ...files,
    folder,
    keep,
    now: () => clock.now,
    isClockDoubtful: () => clock.isDoubtful,
    schedule: (ms, callback) => void timers.after(ms, callback),
  });
  const add: typeof files.add = (...given) => {
    const file = files.add(...given);
    const { day, name } = placeOf(file);
    folder.files.add(`${day}/${name}`);
    return file;
  };
  const left = (owner = ROMEO): string[] =>
    store
      .list(owner, 1000)
      .map(({ id }) => id)
      .reverse();
  /** Everything that is written is on the disk, and files are deleted. */
  const settled = async (): Promise<void> => {
    await new Promise<void>((resolve) => db.afterSync(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  };
  const onDisk = (): string[] => [...folder.files].map((path) => path.split("/")[1] ?? "");
  return { ...files, retention, folder, add, left, settled, onDisk, pass: timers.advance };
}

test("files are deleted when they are too old, rows first; those that last stay", async () => {
  const { retention, add, left, settled, onDisk, pass, clock } = kept(40 * DAY);
  add(ROMEO, 1, { uploaded: clock.now - 41 * DAY });
  const lasting = add(ROMEO, 1, { uploaded: clock.now - 41 * DAY, isLasting: true });
  const young = add(ROMEO, 1, { uploaded: clock.now - 39 * DAY });
  retention.start();
  pass(0);
  expect(left()).toEqual([lasting.id, young.id]);
  expect(onDisk()).toHaveLength(3);
  await settled();
  expect(onDisk()).toEqual([lasting.id, young.id]);
  clock.now += 2 * DAY;
  pass(HOUR);
  expect(left()).toEqual([lasting.id]);
});

test("XEP-0363 §5.3: an ephemeral file is deleted when its time is over", async () => {
  const { retention, add, left, pass, clock } = kept(Number.POSITIVE_INFINITY);
  add(ROMEO, 1, { until: clock.now + HOUR });
  retention.start();
  pass(HOUR - 1);
  expect(left()).toHaveLength(1);
  clock.now += HOUR;
  pass(HOUR);
  expect(left()).toEqual([]);
});

test("nothing is deleted because of its age while the clock is not believed", () => {
  const { retention, add, left, pass, clock } = kept(DAY);
  add(ROMEO, 1, { uploaded: clock.now - 2 * DAY });
  add(ROMEO, 1, { until: clock.now - 1 });
  clock.isDoubtful = true;
  retention.start();
  pass(3 * HOUR);
  expect(left()).toHaveLength(2);
  clock.isDoubtful = false;
  pass(HOUR);
  expect(left()).toEqual([]);
});

test("many files are deleted in steps", () => {
  const { retention, add, left, pass, clock } = kept(DAY);
  for (let n = 0; n < 120; n++) add(ROMEO, 1, { uploaded: clock.now - 2 * DAY });
  retention.start();
  pass(0);
  expect(left()).toHaveLength(70);
  pass(100);
  expect(left()).toEqual([]);
});

test("above the quota, the oldest go, no more than needed, and none younger than 30 days", () => {
  const { retention, add, left, pass, clock } = kept(Number.POSITIVE_INFINITY);
  const ages = [50, 40, 35, 20, 10];
  const files = ages.map((days) => add(ROMEO, 250, { uploaded: clock.now - days * DAY }));
  const newest = add(ROMEO, 200);
  retention.grown(ROMEO);
  pass(0);
  expect(left()).toEqual([...files.slice(2), newest].map(({ id }) => id));
  add(ROMEO, 600);
  retention.grown(ROMEO);
  pass(100);
  expect(left()).toHaveLength(4);
});

test("the files of an account that is gone are found by nobody, also not by a new account of that name, and deleted", async () => {
  const { retention, store, add, left, settled, onDisk, pass } = kept(Number.POSITIVE_INFINITY);
  const files = Array.from({ length: 60 }, () => add(ROMEO, 1));
  const hers = add(JULIET, 1);
  retention.forget(ROMEO);
  expect([store.get(files[0]?.id ?? ""), store.usageOf(ROMEO)]).toEqual([undefined, { bytes: 0, files: 0 }]);
  const own = add(ROMEO, 5);
  pass(100);
  await settled();
  expect(onDisk()).toEqual([hers.id, own.id]);
  expect([left(), store.total()]).toEqual([[own.id], { bytes: 6, files: 2 }]);
});

test("where the disk has kept nothing of a tick, the files of its rows stay", async () => {
  const { retention, db, add, onDisk } = kept(Number.POSITIVE_INFINITY);
  const file = add(ROMEO, 1);
  expect(() =>
    db.atomically(() => {
      retention.delete([file.id]);
      throw new Error("undone");
    }),
  ).toThrow("undone");
  await new Promise<void>((resolve) => db.afterSync(resolve));
  expect(onDisk()).toEqual([file.id]);
});
