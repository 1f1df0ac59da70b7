import { expect, test } from "bun:test";
import { SyncPace } from "./sync-pace.ts";

/** How many syncs of so many milliseconds until it is quick, where each comes a second after the one before. */
function syncsUntilQuick(pace: SyncPace, milliseconds: number): number {
  for (let count = 0; count < 1000; count++) {
    if (pace.isQuick(1000)) return count;
    pace.took(milliseconds);
  }
  return Number.POSITIVE_INFINITY;
}

test("a disk is quick once its last syncs were, and no more as soon as one is slow", () => {
  const pace = new SyncPace();
  expect(pace.isQuick(1000)).toBe(false);
  expect(syncsUntilQuick(pace, 0.3)).toBeWithin(20, 100);
  pace.took(300);
  expect(pace.isQuick(1000)).toBe(false);
  expect(syncsUntilQuick(pace, 0.3)).toBeWithin(80, 120);
});

test("a card that takes five milliseconds never is", () => {
  expect(syncsUntilQuick(new SyncPace(), 5)).toBe(Number.POSITIVE_INFINITY);
});

test("waiting takes a small part of the time: what comes close upon the last sync is none of it", () => {
  const pace = new SyncPace();
  syncsUntilQuick(pace, 1);
  expect([pace.isQuick(10), pace.isQuick(100)]).toEqual([false, true]);
});
