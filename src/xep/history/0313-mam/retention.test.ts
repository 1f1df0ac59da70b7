import { describe, expect, test } from "bun:test";
import { memoryLog } from "../../../../tests/support/in-memory/memory-log.ts";
import { Eras } from "../0359-eras.ts";
import { Retention } from "./retention.ts";
import { testArchive } from "./testing.ts";

const ROMEO = "romeo@localhost";
const JULIET = "juliet@localhost";
const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };
const HOUR = 3_600_000;

function kept(keep: number, maxSize = 1e9) {
  const archive = testArchive();
  const { clock } = archive;
  const log = memoryLog();
  const eras = new Eras(() => {});
  let isDoubtful = false;
  const common = {
    ...archive,
    maxSize,
    log,
    now: () => clock.now,
    isClockDoubtful: () => isDoubtful,
    between: eras.between.bind(eras),
  };
  const retention = new Retention({ ...common, keep });
  const doubt = (given: boolean): void => {
    isDoubtful = given;
  };
  /** Archives a message at this time, in milliseconds. */
  const say = (time: number, account = ROMEO, body = "light"): void => archive.say(time * 1000, account, JULIET, body);
  const left = (account = ROMEO): number => archive.search.count(account, ALL) ?? Number.NaN;
  /** Archives a message that comes now, whatever the clock says. */
  const arrives = (time: number): void => archive.say(eras.next(time), ROMEO, JULIET, "light");
  return { ...common, retention, say, arrives, doubt, left };
}

test("XEP-0313 §3.2: 'Any such deleted messages MUST be the oldest in the archive', at the configured age", () => {
  const archive = kept(10 * HOUR);
  for (const hour of [1, 2, 3]) archive.say(hour * HOUR);
  archive.retention.start();
  archive.clock.now = 12 * HOUR;
  archive.pass(HOUR - 1);
  expect(archive.search.page(ROMEO, ALL, 9, "oldest").messages.map(({ id }) => id / 1000 / HOUR)).toEqual([2, 3]);
});

test("deleted messages are not found, whether they were indexed or not", () => {
  const archive = kept(HOUR);
  archive.say(1);
  archive.catchUp();
  archive.say(2);
  archive.clock.now = 2 * HOUR;
  archive.retention.start();
  archive.pass(20);
  archive.catchUp();
  expect([archive.left(), archive.search.page(ROMEO, { ...ALL, text: "light" }, 9, "oldest").messages]).toEqual([
    0,
    [],
  ]);
});

test("many messages are deleted in steps; the next check is an hour later", () => {
  const archive = kept(HOUR);
  for (let time = 1; time <= 1000; time++) archive.say(time);
  archive.clock.now = 2 * HOUR;
  archive.retention.start();
  archive.pass(0);
  expect(archive.left()).toBe(800);
  archive.pass(20);
  expect(archive.left()).toBe(0);
  expect(archive.delays()).toContain(HOUR);
});

test("the index is compacted when many rows are deleted, also after a restart", () => {
  const archive = kept(HOUR);
  for (let time = 1; time <= 2500; time++) archive.say(time * 1000);
  archive.catchUp();
  archive.clock.now = HOUR + 1_500_500;
  archive.retention.start();
  archive.pass(20);
  expect([archive.left(), archive.indexed("light")]).toEqual([1000, 1000]);
  archive.messages.remove(2_000_000_000);
  archive.indexer.removed([2_000_000_000]);
  archive.clock.now = HOUR + 1_500_500 + 7 * 24 * HOUR;
  const again = new Retention({ ...archive, keep: Number.POSITIVE_INFINITY, now: () => 0 });
  again.start();
  archive.pass(20);
  expect([archive.left(), archive.indexed("light")]).toEqual([999, 999]);
});

describe("a clock that was wrong", () => {
  const DAY = 24 * HOUR;
  const NOW = Date.parse("2026-11-22T12:00:00Z");
  const AHEAD = NOW + 3650 * DAY;
  const aged = (...times: readonly number[]) => {
    const archive = kept(30 * DAY);
    for (const time of times) archive.arrives(time);
    return archive;
  };
  /** How many messages are left, at this time. */
  const leftAt = (archive: ReturnType<typeof kept>, now: number): number => {
    archive.clock.now = now;
    archive.retention.start();
    archive.pass(20);
    return archive.left();
  };

  test("nothing is deleted while it is in doubt", () => {
    const archive = aged(NOW, NOW + 1);
    archive.doubt(true);
    expect(leftAt(archive, AHEAD)).toBe(2);
    archive.doubt(false);
    expect(leftAt(archive, NOW + 2)).toBe(2);
    expect(leftAt(archive, NOW + 31 * DAY)).toBe(0);
  });

  test("what it has dated in the future goes with what came before and after it", () => {
    const archive = aged(NOW, AHEAD, NOW + DAY, NOW + 20 * DAY);
    expect(leftAt(archive, NOW + 30.5 * DAY)).toBe(3);
    expect(leftAt(archive, NOW + 31.5 * DAY)).toBe(1);
  });

  test("what is younger and came after what an earlier version had numbered on from there is not taken for old", () => {
    const archive = kept(30 * DAY);
    archive.say(NOW);
    for (const n of [1, 2]) archive.say(AHEAD + n);
    expect(leftAt(archive, NOW + 31 * DAY)).toBe(2);
  });

  test("one that was behind takes nothing with it that came before", () => {
    const archive = aged(NOW, 0, 1000, NOW + DAY);
    expect(leftAt(archive, NOW + 29 * DAY)).toBe(4);
    expect(leftAt(archive, NOW + 30.5 * DAY)).toBe(1);
  });
});

test('with "forever" nothing is deleted', () => {
  const archive = kept(Number.POSITIVE_INFINITY);
  archive.say(1);
  archive.clock.now = 1e15;
  archive.retention.start();
  archive.pass(20);
  expect(archive.left()).toBe(1);
});

test("the archive of a removed account is hidden at once, and deleted in steps; others stay", () => {
  const archive = kept(Number.POSITIVE_INFINITY);
  for (let time = 1; time <= 500; time++) archive.say(time);
  archive.say(501, "nurse@localhost");
  archive.catchUp();
  archive.retention.forget(ROMEO);
  expect(archive.left()).toBe(0);
  expect(archive.search.ends(ROMEO)).toBeUndefined();
  archive.say(502);
  expect(archive.left()).toBe(1);
  archive.pass(20);
  archive.catchUp();
  expect([archive.left(), archive.left("nurse@localhost")]).toEqual([1, 1]);
  expect(archive.addresses.nextAbandoned()).toBeUndefined();
});

test("an interrupted deletion continues after a restart", () => {
  const archive = kept(Number.POSITIVE_INFINITY);
  for (let time = 1; time <= 500; time++) archive.say(time);
  archive.retention.forget(ROMEO);
  const again = new Retention({ ...archive, keep: Number.POSITIVE_INFINITY });
  again.start();
  archive.pass(20);
  expect(archive.messages.newestId()).toBe(0);
  expect(archive.addresses.nextAbandoned()).toBeUndefined();
});

describe("the size of an archive", () => {
  const bytes = (archive: ReturnType<typeof kept>, account = ROMEO): number => {
    const owner = archive.addresses.ownerIdOf(account) ?? 0;
    const ids = archive.messages.idsOfOwner(owner, ALL, 10_000, "oldest");
    return ids.reduce((sum, id) => sum + Buffer.byteLength(archive.messages.get(id)?.xml ?? ""), 0);
  };

  test("is counted as messages are added, replaced and deleted", () => {
    const archive = kept(Number.POSITIVE_INFINITY);
    for (let time = 1; time <= 9; time++) archive.say(time);
    archive.messages.replace(3000, "<message>é</message>");
    archive.messages.remove(4000);
    expect(archive.messages.remove(4000)).toBe(0);
    archive.messages.replace(4000, "<message/>");
    expect(archive.sizes.of(ROMEO)).toBe(bytes(archive));
    expect(archive.sizes.of("nurse@localhost")).toBe(0);
  });

  test("XEP-0313 §3.2: beyond the limit, the oldest messages of that archive are deleted, in steps; this is logged once", () => {
    const archive = kept(Number.POSITIVE_INFINITY, 60_000);
    archive.say(0, "nurse@localhost");
    const grown = (time: number): void => {
      archive.say(time);
      archive.retention.grown(archive.addresses.ownerIdOf(ROMEO) ?? 0, archive.sizes.of(ROMEO));
    };
    for (let time = 1; time <= 1000; time++) grown(time);
    archive.pass(0);
    expect(archive.left()).toBe(800);
    archive.pass(20);
    const size = archive.sizes.of(ROMEO);
    expect(size).toBe(bytes(archive));
    expect(size).toBeLessThanOrEqual(57_000);
    expect(size).toBeGreaterThan(56_000);
    expect(archive.search.ends(ROMEO)?.last).toBe(1_000_000);
    expect(archive.left("nurse@localhost")).toBe(1);
    for (let time = 1001; time <= 1100; time++) grown(time);
    archive.pass(20);
    expect(archive.sizes.of(ROMEO)).toBeLessThanOrEqual(60_000);
    expect(archive.log.events).toMatchObject([{ event: "archive-full", account: ROMEO, max_size: 60_000 }]);
  });

  test("just below the limit is left as it is", () => {
    const archive = kept(Number.POSITIVE_INFINITY, 60_000);
    let time = 0;
    while (archive.sizes.of(ROMEO) < 59_000) {
      archive.say(++time);
      archive.retention.grown(archive.addresses.ownerIdOf(ROMEO) ?? 0, archive.sizes.of(ROMEO));
    }
    archive.pass(20);
    expect(archive.left()).toBe(time);
  });

  test("above the limit at a start of the server is reduced then", async () => {
    const archive = kept(Number.POSITIVE_INFINITY, 6000);
    for (let time = 1; time <= 100; time++) archive.say(time);
    await new Promise<void>((resolve) => archive.db.afterCommit(resolve));
    archive.retention.start();
    archive.pass(20);
    expect(archive.sizes.of(ROMEO)).toBeLessThanOrEqual(6000);
    expect(archive.left()).toBeGreaterThan(0);
  });

  test("long messages are deleted a few at a time", () => {
    const archive = kept(HOUR);
    for (let id = 1; id <= 30; id++) archive.say(id, ROMEO, "x".repeat(400_000));
    archive.clock.now = 2 * HOUR;
    archive.retention.start();
    archive.pass(0);
    expect(archive.left()).toBe(20);
  });
});
