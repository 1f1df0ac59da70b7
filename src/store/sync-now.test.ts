/** Syncs by the event loop itself (SyncPace). */
import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { Durability } from "./durability.ts";
import { nextTick, slowDisk } from "./testing.ts";

/** A second passes between two commits. Each sync of the event loop takes as long as `takes` says. */
function play() {
  const disk = slowDisk();
  const called: string[] = [];
  const clock = { now: 0 };
  const now = { takes: 0.3, isBusy: false, error: undefined as Error | undefined, syncs: 0 };
  const durability = new Durability({
    sync: disk.sync,
    syncNow: () => {
      if (now.isBusy) return false;
      if (now.error) throw now.error;
      now.syncs += 1;
      clock.now += now.takes;
      return true;
    },
    maxUnsyncedMs: 1000,
    log: memoryLog(),
    monotonic: () => clock.now,
    failed: (error) => called.push(String(error)),
  });
  const commit = (name: string): void => {
    clock.now += 1000;
    durability.committed(true, [() => void called.push(name)]);
  };
  /** Until the disk is known to be quick. */
  const becomesQuick = async (): Promise<void> => {
    for (let turn = 0; turn < 1000; turn++) {
      clock.now += 1000;
      durability.committed(true, []);
      if (disk.running === 0) return;
      await disk.finish();
    }
    throw new Error("never quick");
  };
  return { disk, called, clock, now, durability, commit, becomesQuick };
}

test("where the disk is quick, a commit is synced before it returns, and whoever waits is told", async () => {
  const { disk, called, commit, now, durability, becomesQuick } = play();
  commit("in the pool");
  expect([called, disk.running]).toEqual([[], 1]);
  await disk.finish();
  // Since a sync of the pool ends with the turn in which it is noticed, the clock of this test has it take no time.
  await becomesQuick();
  const before = now.syncs;
  commit("at once");
  expect([called, disk.running, now.syncs - before]).toEqual([["in the pool", "at once"], 0, 1]);
  expect(durability.isBehind).toBe(false);
});

test("after a slow one, while the log is moved, and right after another sync, it is the pool's", async () => {
  const { disk, called, clock, commit, now, durability, becomesQuick } = play();
  await becomesQuick();
  now.isBusy = true;
  commit("moving");
  expect(disk.running).toBe(1);
  now.isBusy = false;
  await disk.finish();
  commit("at once");
  expect(disk.running).toBe(0);
  clock.now += 1;
  durability.committed(true, [() => void called.push("right after")]);
  expect(disk.running).toBe(1);
  await disk.finish();
  now.takes = 300;
  commit("slow");
  now.takes = 0.3;
  commit("after a slow one");
  expect(disk.running).toBe(1);
  await disk.finish();
  expect(called).toEqual(["moving", "at once", "right after", "slow", "after a slow one"]);
});

test("one that fails is the end, as in the pool", async () => {
  const { disk, called, commit, now, becomesQuick } = play();
  await becomesQuick();
  now.error = new Error("EIO");
  commit("a");
  commit("b");
  await nextTick();
  expect([called, disk.running]).toEqual([["Error: EIO"], 0]);
});
