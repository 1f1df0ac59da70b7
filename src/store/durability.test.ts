import { expect, jest, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { Durability } from "./durability.ts";
import { nextTick, slowDisk } from "./testing.ts";

function openDurability(maxUnsyncedMs = 1000) {
  const disk = slowDisk();
  const called: string[] = [];
  const log = memoryLog();
  const clock = { now: 0 };
  const durability = new Durability({
    sync: disk.sync,
    maxUnsyncedMs,
    log,
    monotonic: () => clock.now,
    failed: () => called.push("failed"),
  });
  const commit = (...names: string[]) =>
    durability.committed(
      true,
      names.map((name) => () => void called.push(name)),
    );
  const ask = (name: string) => durability.committed(false, [() => void called.push(name)]);
  /** An fsync that has begun just now, and ended. */
  const synced = (): Promise<void> => {
    commit();
    return disk.finish();
  };
  return { clock, synced, disk, durability, called, commit, ask };
}

test("a callback waits for an fsync that began after the commit, not for one that ran before", async () => {
  const { disk, called, commit } = openDurability();
  commit("a");
  commit("b");
  expect(disk.running).toBe(1);
  await disk.finish();
  expect(called).toEqual(["a"]);
  expect(disk.running).toBe(1);
  await disk.finish();
  expect(called).toEqual(["a", "b"]);
  expect(disk.running).toBe(0);
});

test("all callbacks that came while an fsync ran share the next one, in order", async () => {
  const { disk, called, commit } = openDurability();
  commit("a");
  commit("b", "c");
  commit("d");
  await disk.finish();
  await disk.finish();
  expect(called).toEqual(["a", "b", "c", "d"]);
  expect(disk.running).toBe(0);
});

test("a tick that wrote nothing waits for the fsync that runs, or for nothing when all is on the disk", async () => {
  const { disk, called, commit, ask } = openDurability();
  ask("nothing yet");
  expect(called).toEqual(["nothing yet"]);
  commit("a");
  ask("with a");
  await disk.finish();
  expect(called).toEqual(["nothing yet", "a", "with a"]);
  expect(disk.running).toBe(0);
});

test("a commit that no callback waits for is synced at once where the last fsync is a while ago", async () => {
  const { clock, disk, commit } = openDurability(1000);
  for (clock.now = 0; clock.now < 3000; clock.now += 950) {
    commit();
    expect(disk.running).toBe(1);
    await disk.finish();
  }
});

test("a commit that no callback waits for, shortly after an fsync, is synced after maxUnsyncedMs, with those that followed", async () => {
  const { clock, disk, commit, synced } = openDurability(1000);
  await synced();
  jest.useFakeTimers();
  try {
    clock.now = 500;
    commit();
    clock.now = 2000;
    commit();
    jest.advanceTimersByTime(999);
    expect(disk.running).toBe(0);
    jest.advanceTimersByTime(1);
    expect(disk.running).toBe(1);
  } finally {
    jest.useRealTimers();
  }
});

test("commits that no callback waits for share one fsync", async () => {
  const { disk, commit, synced } = openDurability(1000);
  await synced();
  jest.useFakeTimers();
  try {
    for (let n = 0; n < 3; n++) {
      commit();
      jest.advanceTimersByTime(200);
    }
    jest.advanceTimersByTime(400);
    expect(disk.running).toBe(1);
    const finished = disk.finish();
    for (let turn = 0; turn < 9; turn++) await Promise.resolve();
    jest.advanceTimersByTime(2000);
    expect(disk.running).toBe(0);
    // Nor is there another for those that somebody has waited for meanwhile.
    commit();
    commit("a");
    const again = disk.finish();
    for (let turn = 0; turn < 9; turn++) await Promise.resolve();
    jest.advanceTimersByTime(2000);
    expect(disk.running).toBe(0);
    jest.useRealTimers();
    await Promise.all([finished, again]);
  } finally {
    jest.useRealTimers();
  }
});

test("a commit during an fsync that no callback waits for is synced after maxUnsyncedMs, not at once", async () => {
  const { disk, commit, called, durability } = openDurability(20);
  commit("a");
  commit();
  await disk.finish();
  expect([called, disk.running, durability.isBehind]).toEqual([["a"], 0, true]);
  while (disk.running === 0) await Bun.sleep(5);
  await disk.finish();
  expect(durability.isBehind).toBe(false);
});

test("after a failed fsync no callback runs and no fsync follows", async () => {
  const { disk, called, commit, ask, durability } = openDurability();
  commit("a");
  commit("b");
  await disk.finish(new Error("EIO"));
  commit("c");
  ask("d");
  await nextTick();
  expect(called).toEqual(["failed"]);
  expect(disk.running).toBe(0);
  await durability.settled();
});
