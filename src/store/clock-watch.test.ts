/** Whether a clock is believed: what it says is compared with what it said before. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { DAY, HOUR } from "../clock.ts";
import { type ClockState, ClockWatch, judged } from "./clock-watch.ts";
import { openDatabase } from "./database.ts";
import { fullError } from "./errors.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const YEARS = 3650 * DAY;

/** What is thought of a clock that says these times, one after the other, an hour apart: in doubt or not. */
function doubts(...times: readonly number[]): boolean[] {
  let state: ClockState = { believed: NOW, checked: NOW, doubted: null };
  return times.map((time) => {
    state = judged(state, time);
    return state.doubted !== null;
  });
}

/** Times from hour to hour. */
const hours = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n * HOUR);

test("one that goes on, or is set by less than a day, is believed", () => {
  expect(doubts(NOW + HOUR, NOW + DAY, NOW + DAY - HOUR, NOW + 2 * DAY - HOUR)).toEqual([false, false, false, false]);
});

test("one that leaps is not, in either direction; one that is set right is at once", () => {
  expect(doubts(NOW + YEARS, NOW + YEARS + HOUR, NOW + 2 * HOUR)).toEqual([true, true, false]);
  expect(doubts(NOW - YEARS, NOW - YEARS + HOUR, NOW + 2 * HOUR)).toEqual([true, true, false]);
  // After days of being wrong.
  expect(doubts(...hours(NOW + YEARS, 72), NOW + 72 * HOUR).at(-1)).toBe(false);
});

test("where it goes on like this, it is believed after as long as it leapt, thirty days at the most", () => {
  const waited = (leap: number): number => doubts(...hours(NOW + leap, 24 * 40)).indexOf(false) / 24;
  expect([waited(2 * DAY), waited(14 * DAY), waited(YEARS), waited(-YEARS)]).toEqual([2, 14, 30, 30]);
});

test("another leap begins anew", () => {
  expect(doubts(...hours(NOW + 2 * DAY, 47), ...hours(NOW + 9 * DAY, 24)).at(-1)).toBe(true);
});

function opened(now: () => number, db = openDatabase(":memory:", { log: memoryLog() })) {
  const log = memoryLog();
  const watch = new ClockWatch({ db, now, log, clock: { after: () => () => {} } });
  watch.start();
  return { db, log, watch };
}

test("a doubt outlives a restart, and is logged with its remedy", () => {
  let now = NOW;
  const { db, log, watch } = opened(() => now);
  expect(watch.isDoubtful()).toBe(false);
  now = NOW + YEARS;
  expect(watch.doubt()).toEqual({ says: now, said: NOW, until: now + 30 * DAY });
  expect(log.events.map(({ event }) => event)).toEqual(["clock-leapt"]);
  now += HOUR;
  const again = opened(() => now, db);
  expect(again.watch.isDoubtful()).toBe(true);
  now = NOW + 2 * HOUR;
  expect(again.watch.isDoubtful()).toBe(false);
  expect(again.log.events.map(({ event }) => event)).toEqual(["clock-believed"]);
});

test("a start with a clock that is ten years ahead is not believed", () => {
  const { db } = opened(() => NOW);
  expect(opened(() => NOW + YEARS, db).watch.isDoubtful()).toBe(true);
});

test("a time before this program was written is never believed, and no measure for the next", () => {
  let now = 0;
  const { watch } = opened(() => now);
  expect(watch.doubt()).toEqual({ says: 0 });
  const earliest = Date.UTC(2026, 0, 1);
  now = earliest - 1;
  expect(watch.doubt()).toEqual({ says: earliest - 1 });
  for (now of [earliest, earliest + DAY]) expect(watch.isDoubtful()).toBe(false);
});

test("it is looked at every hour until it is stopped: the time that nobody looked, with the server off, is in doubt", () => {
  const clock = manualClock(NOW);
  const log = memoryLog();
  const db = openDatabase(":memory:", { log });
  const start = () => {
    const watch = new ClockWatch({ db, now: clock.now, log, clock });
    watch.start();
    return watch;
  };
  const first = start();
  clock.advance(3 * DAY);
  first.stop();
  const second = start();
  expect([second.isDoubtful(), log.events]).toEqual([false, []]);
  second.stop();
  clock.advance(3 * DAY);
  expect(start().isDoubtful()).toBe(true);
});

test("on a full disk it goes on looking, and its time is stored once there is room", () => {
  let now = NOW;
  let isFull = false;
  const db = openDatabase(":memory:", { log: memoryLog() });
  const atomically: typeof db.atomically = (work) => {
    if (isFull) throw fullError();
    return db.atomically(work);
  };
  const looks: (() => void)[] = [];
  const after = (_: number, look: () => void) => {
    looks.push(look);
    return () => {};
  };
  const watch = new ClockWatch({ db: { ...db, atomically }, now: () => now, log: memoryLog(), clock: { after } });
  watch.start();
  const stored = () => db.read<{ checked: number }>("SELECT checked FROM clock").all();
  isFull = true;
  now = NOW + HOUR;
  looks.shift()?.();
  expect(watch.isDoubtful()).toBe(false);
  expect(stored()).toEqual([{ checked: NOW }]);
  isFull = false;
  now = NOW + 2 * HOUR;
  looks.shift()?.();
  expect(stored()).toEqual([{ checked: now }]);
});
