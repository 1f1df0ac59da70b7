/** XEP-0359, XEP-0313 §3.1: ids in the order of arrival and times by the clock, also where the clock was wrong. */
import { describe, expect, test } from "bun:test";
import { type Era, Eras } from "./0359-eras.ts";

const at = (text: string): number => Date.parse(text);
const [MAY, JUNE, JULY] = [at("2026-05-01"), at("2026-06-01"), at("2026-07-01")];
const AHEAD = at("2036-06-01");

function opened(stored: readonly Era[] = []) {
  const saved: Era[] = [...stored];
  const eras = new Eras((era) => void saved.push(era));
  eras.load(stored);
  return { eras, saved };
}

/** The times that ids stand for which are given at these times, and that these ids are in order. */
function timesOf(eras: Eras, times: readonly number[]): number[] {
  const ids = times.map((time) => eras.next(time));
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  return ids.map((id) => eras.timeOf(id));
}

test("with a clock that goes on, an id is the time in microseconds, and no era begins", () => {
  const { eras, saved } = opened();
  expect([eras.next(MAY), eras.next(MAY), eras.next(MAY + 1)]).toEqual([MAY * 1000, MAY * 1000 + 1, MAY * 1000 + 1000]);
  // Set back by less than a second: waited for.
  expect(eras.timeOf(eras.next(MAY - 500))).toBe(MAY + 1);
  expect(saved).toEqual([]);
});

test("a clock that is set back by more than a second is followed at once", () => {
  const { eras, saved } = opened();
  expect(timesOf(eras, [MAY, MAY - 1001, MAY - 1000])).toEqual([MAY, MAY - 1001, MAY - 1000]);
  expect(saved).toHaveLength(1);
});

test("ids go on behind the last of all that are stored, in whatever order these are told", () => {
  const { eras } = opened();
  for (const last of [JUNE * 1000 + 7, MAY * 1000]) eras.skipTo(last);
  expect(eras.next(JUNE)).toBe(JUNE * 1000 + 8);
});

describe("a clock that was ten years ahead for one message", () => {
  test("what comes after is dated by the clock as it is then", () => {
    const { eras } = opened();
    const times = [MAY, MAY, AHEAD, JUNE, JUNE, JUNE + 1, JULY];
    expect(timesOf(eras, times)).toEqual(times);
  });

  test("also after a restart, and where an earlier version has counted on from there", () => {
    const { eras, saved } = opened();
    timesOf(eras, [MAY, AHEAD, JUNE]);
    const again = opened(saved).eras;
    again.skipTo(eras.next(JUNE));
    expect(timesOf(again, [JULY])).toEqual([JULY]);
    const upgraded = opened().eras;
    upgraded.skipTo(AHEAD * 1000 + 17);
    expect(timesOf(upgraded, [JUNE, JULY])).toEqual([JUNE, JULY]);
  });

  test("also after a restart where no message of then was archived", () => {
    const { eras, saved } = opened();
    const archived = eras.next(MAY);
    eras.next(AHEAD);
    eras.next(JUNE);
    const again = opened(saved).eras;
    again.skipTo(archived);
    const ids = [JUNE + 1, JULY].map((time) => again.next(time));
    expect(ids.map((id) => again.timeOf(id))).toEqual([JUNE + 1, JULY]);
    const ranges = again.between(MAY, JULY);
    expect(ids.map((id) => ranges.filter(({ after, before }) => id > after && id < before).length)).toEqual([1, 1]);
    expect(opened(saved).eras.between(MAY, JULY)).toEqual(ranges);
  });

  test("what arrived in a time is found on both sides of it, in its order", () => {
    const { eras } = opened();
    const ids = [MAY, AHEAD, JUNE, JULY].map((time) => eras.next(time));
    const found = (start: number, end: number) => {
      const ranges = eras.between(start, end);
      return ids.filter((id) => ranges.some(({ after, before }) => id > after && id < before));
    };
    expect(found(MAY, JUNE)).toEqual([ids[0], ids[2]] as number[]);
    expect(found(JUNE, JULY)).toEqual(ids.slice(2));
    expect(found(AHEAD, AHEAD)).toEqual(ids.slice(1, 2));
    expect(found(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toEqual(ids);
    expect(found(JULY + 1, AHEAD - 1)).toEqual([]);
  });
});

test("a clock that is behind, and comes right: both are dated by it, and ids follow it again", () => {
  const { eras, saved } = opened();
  expect(timesOf(eras, [JUNE, 0, 1000, JULY])).toEqual([JUNE, 0, 1000, JULY]);
  expect(eras.next(JULY + 1)).toBe((JULY + 1) * 1000);
  expect(saved).toHaveLength(2);
});

test("a clock that is set back often: a time is one range of many eras", () => {
  const { eras, saved } = opened();
  const ids: number[] = [];
  for (let time = MAY; time < MAY + 1_000_000; time += 10_000) ids.push(eras.next(time), eras.next(time - 5000));
  expect(saved.length).toBeGreaterThan(100);
  expect(eras.between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toHaveLength(1);
  const [start, end] = [MAY + 200_000, MAY + 800_000];
  const ranges = eras.between(start, end);
  expect(ranges.length).toBeLessThan(5);
  const isIn = (id: number): boolean => eras.timeOf(id) >= start && eras.timeOf(id) <= end;
  expect(ids.filter((id) => ranges.some(({ after, before }) => id > after && id < before))).toEqual(ids.filter(isIn));
});

test("a clock beyond all ids leaves ids for those who come after", () => {
  const { eras } = opened();
  const beyond = at("2900-01-01");
  expect(timesOf(eras, [MAY, beyond, beyond, JUNE])).toEqual([MAY, beyond, beyond, JUNE]);
  expect(Number.isSafeInteger(eras.next(beyond))).toBe(true);
});

test("an era that is rolled back begins again", () => {
  const { eras, saved } = opened();
  eras.next(JUNE);
  eras.next(MAY);
  eras.truncate(0);
  expect(eras.timeOf(eras.next(MAY + 5000))).toBe(MAY + 5000);
  expect(saved).toHaveLength(2);
});
