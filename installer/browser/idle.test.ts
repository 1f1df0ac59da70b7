/** Setup ends by itself, where nobody is there. */
import { expect, test } from "bun:test";
import { HOUR, MINUTE } from "../../src/clock.ts";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { whenIdle } from "./idle.ts";

function watched() {
  const clock = manualClock();
  const state: { since: number | undefined; visit: number; isOver: boolean } = { since: 0, visit: 0, isOver: false };
  const stop = whenIdle({ waitingSince: () => state.since, lastVisit: () => state.visit }, clock, () => {
    state.isOver = true;
  });
  return { clock, state, stop };
}

test("after an hour without a request", () => {
  const { clock, state } = watched();
  clock.advance(HOUR);
  expect(state.isOver).toBe(false);
  clock.advance(2 * MINUTE);
  expect(state.isOver).toBe(true);
});

test("not while a page is open, which asks by itself; but after half a day without an answer", () => {
  const { clock, state } = watched();
  for (let minute = 0; minute < 720; minute += 1) {
    clock.advance(MINUTE);
    state.visit = clock.monotonic();
  }
  expect(state.isOver).toBe(false);
  clock.advance(2 * MINUTE);
  expect(state.isOver).toBe(true);
});

test("not while the wizard is at work, however long that takes", () => {
  const { clock, state } = watched();
  state.since = undefined;
  clock.advance(48 * HOUR);
  expect(state.isOver).toBe(false);
});

test("not once that is ended", () => {
  const { clock, state, stop } = watched();
  stop();
  clock.advance(48 * HOUR);
  expect(state.isOver).toBe(false);
});
