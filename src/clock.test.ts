/** Time, read and waited for. */
import { expect, spyOn, test } from "bun:test";
import { age, DAY, MAX_TIMER_MS, systemClock } from "./clock.ts";

test("a timer calls back once, unless it is cancelled before", async () => {
  const called: string[] = [];
  systemClock.after(0, () => called.push("cancelled"))();
  systemClock.after(0, () => called.push("due"));
  await systemClock.sleep(5);
  expect(called).toEqual(["due"]);
});

test("a time that setTimeout cannot count is as long as one that it can", () => {
  const timers = spyOn(globalThis, "setTimeout");
  try {
    const times = [Number.POSITIVE_INFINITY, 2 ** 31, MAX_TIMER_MS - 1, 0].map((ms) => {
      systemClock.after(ms, () => {})();
      return timers.mock.lastCall?.[1];
    });
    expect(times).toEqual([MAX_TIMER_MS, MAX_TIMER_MS, MAX_TIMER_MS - 1, 0]);
  } finally {
    timers.mockRestore();
  }
});

test("dates are the machine's, durations only grow", async () => {
  const [date, before] = [systemClock.now(), systemClock.monotonic()];
  expect(Math.abs(date - Date.now())).toBeLessThan(1000);
  await systemClock.sleep(1);
  expect(systemClock.monotonic()).toBeGreaterThan(before);
});

test("age: by a clock that was set back, what lies well ahead is long ago", () => {
  expect([age(1000, 3000), age(3000, 3000), age(4000, 3000)]).toEqual([2000, 0, -1000]);
  expect(age(3000 + DAY, 3000)).toBe(Number.POSITIVE_INFINITY);
});
