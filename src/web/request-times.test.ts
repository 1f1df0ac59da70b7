/** How long a request may take. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { timesOf } from "./request-times.ts";

function trial() {
  const clock = manualClock();
  const idle: number[] = [];
  const link = { received: 0, isDestroyed: false, destroy: () => void Object.assign(link, { isDestroyed: true }) };
  const times = timesOf({ clock, link, idleSeconds: 30, setIdleSeconds: (seconds) => void idle.push(seconds) });
  return { clock, idle, link, times };
}

test("a request that asks for nothing changes nothing", () => {
  const { clock, idle, link, times } = trial();
  clock.advance(3_600_000);
  times.end();
  expect([idle, link.isDestroyed]).toEqual([[], false]);
});

test("allowTime: silence is no reason until the time is over; then the connection is closed", () => {
  const { clock, idle, link, times } = trial();
  times.allowTime(90_000);
  clock.advance(89_999);
  expect([idle, link.isDestroyed]).toEqual([[0], false]);
  clock.advance(1);
  expect(link.isDestroyed).toBe(true);
});

test("what was allowed ends with the answer", () => {
  const { clock, idle, link, times } = trial();
  times.allowTime(90_000);
  times.allowSlowBody(1_000_000);
  times.end();
  clock.advance(3_600_000);
  expect([idle.at(-1), link.isDestroyed]).toEqual([30, false]);
});

test("allowSlowBody: a byte a minute is enough to go on", () => {
  const { clock, link, times } = trial();
  times.allowSlowBody(10_000_000);
  for (let minute = 0; minute < 100; minute += 1) {
    clock.advance(59_000);
    link.received += 1;
  }
  expect(link.isDestroyed).toBe(false);
  clock.advance(120_000);
  expect(link.isDestroyed).toBe(true);
});

test("allowSlowBody: less than 1 KiB a second over all is too slow", () => {
  const { clock, link, times } = trial();
  times.allowSlowBody(102_400);
  for (let second = 0; second < 159; second += 1) {
    clock.advance(1000);
    link.received += 100;
  }
  expect(link.isDestroyed).toBe(false);
  clock.advance(1000);
  expect(link.isDestroyed).toBe(true);
});
