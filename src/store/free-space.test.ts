import { expect, test } from "bun:test";
import { existsSync, statSync } from "node:fs";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { FreeSpace, freeSpaceAt } from "./free-space.ts";
import { openSpareFile } from "./spare.ts";
import { nextTick, temporaryFolder } from "./testing.ts";

const MB = 1e6;
const RESERVE = 64 * MB;
const SPARE_BYTES = 8 * MB;
const FOR_START = 0.5 * MB;

/** A disk of so many megabytes free, of which the spare file takes its part. */
function openSpace(megabytes: number, { spare: isThere = false, reserve = RESERVE } = {}) {
  const log = memoryLog();
  const { events } = log;
  const clock = manualClock();
  const state = { free: megabytes * MB, spare: isThere ? SPARE_BYTES : 0, looks: 0, fills: 0, left: 0 };
  const look = (): number => {
    state.looks++;
    return state.free;
  };
  const spare = {
    size: SPARE_BYTES,
    bytes: () => state.spare,
    fill: async () => {
      state.fills++;
      state.free -= SPARE_BYTES;
      state.spare = SPARE_BYTES;
    },
    shrink: () => {
      state.free += Math.max(0, state.spare - FOR_START);
      state.spare = Math.min(state.spare, FOR_START);
    },
    release: () => {
      state.free += state.spare;
      state.spare = 0;
    },
    leave: () => {
      state.left++;
      if (state.free === 0) throw new Error("ENOSPC");
    },
  };
  const space = new FreeSpace({ freeBytes: look, spare, reserve, log, clock });
  const told: boolean[] = [];
  space.onChange((isLow) => told.push(isLow));
  const sees = async (free: number): Promise<boolean> => {
    state.free = free * MB;
    await space.look();
    return space.isLow;
  };
  return { space, state, clock, told, sees, names: () => events.map(({ event }) => event) };
}

test("space is low below the reserve, until there is a tenth more: each change is logged once", async () => {
  const { space, sees, told, names } = openSpace(100);
  expect(space.isLow).toBe(false);
  expect(await sees(64)).toBe(false);
  expect(await sees(63.9)).toBe(true);
  expect(await sees(10)).toBe(true);
  expect(await sees(65)).toBe(true);
  expect(await sees(70.3)).toBe(true);
  expect(await sees(70.5)).toBe(false);
  expect(told).toEqual([true, false]);
  expect(names()).toEqual(["disk-full", "disk-has-room"]);
});

test("the space is known before anything is opened", () => {
  const { space, names } = openSpace(3);
  expect(space.isLow).toBe(true);
  expect(space.free).toBe(3 * MB);
  expect(names()).toEqual(["disk-full"]);
});

test("the spare file is filled where there is plenty of space, counts as free, and is given back where there is almost none", async () => {
  const { space, state, sees } = openSpace(100);
  await space.look();
  expect(state.fills).toBe(1);
  expect(space.free).toBe(100 * MB);
  await space.look();
  expect(state.fills).toBe(1);
  expect(space.free).toBe(100 * MB);
  expect(await sees(2)).toBe(true);
  expect(state.spare).toBe(SPARE_BYTES);
  expect(await sees(1.9)).toBe(true);
  expect(state.spare).toBe(FOR_START);
  expect(space.isExhausted).toBe(false);
  expect(await sees(75)).toBe(false);
  expect(state.fills).toBe(1);
  expect(await sees(80)).toBe(false);
  expect(state.fills).toBe(2);
});

test("it is given back at the start, too", () => {
  const { state, space } = openSpace(1, { spare: true });
  expect(state.spare).toBe(0);
  expect(space.isLow).toBe(true);
});

test("with almost no space and no spare file the space is exhausted; that is looked at anew, at most each 100 ms", async () => {
  const { space, state, clock } = openSpace(1);
  expect(space.isExhausted).toBe(true);
  const { looks } = state;
  state.free = 50 * MB;
  clock.advance(100);
  expect([space.isExhausted, state.looks]).toEqual([true, looks]);
  clock.advance(1);
  expect([space.isExhausted, state.looks]).toEqual([false, looks + 1]);
  clock.advance(100);
  expect([space.isExhausted, state.looks]).toEqual([false, looks + 1]);
  await space.look();
  expect(space.isLow).toBe(true);
});

test("the disk is looked at every five seconds, and every second while space is low", async () => {
  const { space, state, clock } = openSpace(100, { spare: true });
  const looksIn = async (milliseconds: number): Promise<number> => {
    const { looks } = state;
    await clock.advanceSettled(milliseconds);
    return state.looks - looks;
  };
  space.start();
  await nextTick();
  expect([await looksIn(4999), await looksIn(1), await looksIn(4999)]).toEqual([0, 1, 0]);
  state.free = 30 * MB;
  expect([await looksIn(1), await looksIn(999), await looksIn(1), await looksIn(1000)]).toEqual([1, 0, 1, 1]);
  await space.stop();
  expect(await looksIn(10_000)).toBe(0);
});

test("a start waits for the space that it needs, for a minute", async () => {
  const { space, state, clock } = openSpace(0);
  const seconds = (count: number): Promise<void> => clock.advanceSettled(count * 1000);
  let outcome = "waits";
  const wait = (): Promise<void> =>
    space.awaitSpaceForStart().then(
      () => {
        outcome = "starts";
      },
      ({ reason }) => {
        outcome = reason;
      },
    );
  void wait();
  await seconds(30);
  expect(outcome).toBe("waits");
  state.free = 128 * 1024;
  await seconds(1);
  expect(outcome).toBe("starts");
  state.free = 128 * 1024 - 1;
  await space.look();
  void wait();
  await seconds(59);
  expect(outcome).toBe("starts");
  await seconds(1);
  expect(outcome).toBe("full");
  await openSpace(0, { reserve: 0 }).space.awaitSpaceForStart();
});

test("a refused write counts as low space for a while, whatever the file system reports", async () => {
  const { space, state, clock, sees, told } = openSpace(200, { spare: true });
  space.refused();
  expect([space.isLow, space.free, state.spare]).toEqual([true, FOR_START, FOR_START]);
  clock.advance(4_999);
  expect(await sees(200)).toBe(true);
  expect(state.fills).toBe(0);
  clock.advance(1);
  expect(await sees(200)).toBe(false);
  expect(told).toEqual([true, false]);
});

test("the disk is looked at after many bytes that were written, one look at a time", async () => {
  const { space, state } = openSpace(200, { spare: true });
  const { looks } = state;
  space.wrote(4 * 1024 * 1024 - 1);
  expect(state.looks).toBe(looks);
  space.wrote(1);
  space.wrote(4 * 1024 * 1024);
  await nextTick();
  expect(state.looks).toBe(looks + 1);
  space.wrote(4 * 1024 * 1024 - 1);
  expect(state.looks).toBe(looks + 1);
  space.wrote(1);
  await space.stop();
  expect(state.looks).toBe(looks + 2);
  space.wrote(4 * 1024 * 1024);
  expect(state.looks).toBe(looks + 2);
  expect(state.left).toBe(1);
});

test("at the end the spare file keeps what another start needs, if there is space", async () => {
  const { space, state, names } = openSpace(0);
  await space.stop();
  expect([state.left, names()]).toEqual([1, ["disk-full", "spare-not-kept"]]);
});

test("without a reserve nothing is looked at, filled or refused", async () => {
  const { space, state } = openSpace(0, { reserve: 0, spare: true });
  space.start();
  space.wrote(100 * MB);
  space.refused();
  await space.stop();
  expect([state.looks, space.isLow, space.isExhausted, state.left]).toEqual([0, false, false, 0]);
});

test("the file system is asked, and the spare file has mode 0600", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  const log = memoryLog();
  const space = freeSpaceAt(path, { reserve: 400_000, log });
  expect(space.free).toBeGreaterThan(0);
  expect(Number.isFinite(space.free)).toBe(true);
  space.start();
  await space.look();
  await space.stop();
  const { size, blocks, mode } = statSync(path);
  expect([size, blocks * 512 >= size, mode & 0o777]).toEqual([100_000, true, 0o600]);
  const spare = openSpareFile(path, 100_000);
  expect(spare.bytes()).toBe(100_000);
  spare.leave();
  expect(spare.bytes()).toBe(100_000);
  spare.shrink();
  expect(spare.bytes()).toBe(50_000);
  spare.shrink();
  expect(spare.bytes()).toBe(50_000);
  spare.release();
  spare.release();
  expect([spare.bytes(), existsSync(path)]).toEqual([0, false]);
  spare.leave();
  expect([spare.bytes(), statSync(path).mode & 0o777]).toEqual([50_000, 0o600]);
  expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(50_000);
  const nowhere = openSpareFile(folder.file("nowhere/spare"), 1);
  await expect(nowhere.fill()).rejects.toThrow("ENOENT");
});

test("the spare file is a quarter of the reserve, and eight megabytes at most", async () => {
  using folder = temporaryFolder();
  const path = folder.file("spare");
  for (const [reserve, size] of [
    [1_000_003, 250_000],
    [33 * 1024 * 1024, 8 * 1024 * 1024],
  ] as const) {
    const space = freeSpaceAt(path, { reserve, log: memoryLog() });
    await space.look();
    expect(statSync(path).size).toBe(size);
  }
});

test("a file system that cannot be asked is no reason to refuse anything", async () => {
  const log = memoryLog();
  const { events } = log;
  const space = freeSpaceAt("/nowhere/at/all/spare", { reserve: 1, log });
  await space.look();
  expect([space.isLow, space.free]).toEqual([false, Number.POSITIVE_INFINITY]);
  expect(events.map(({ event }) => event)).toEqual(["disk-not-seen", "disk-not-seen"]);
});
