/** XEP-0198 §5: sessions without a stream, each for its time, all together in bounded memory. */
import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { type DetachedSession, DetachedSessions } from "./detached-sessions.ts";

function setUp(maxWeight = 100) {
  const ended: string[] = [];
  const clock = manualClock(1000);
  const detached = new DetachedSessions<DetachedSession & { weight: number }>({ maxWeight, clock });
  const session = (account: string, weight = 0) => {
    const self = { account, weight, ended: () => void ended.push(account) };
    return self;
  };
  const grow = (grown: DetachedSession & { weight: number }, weight: number): void => {
    grown.weight = weight;
    detached.enforceLimit(grown);
  };
  return { detached, ended, session, grow, clock };
}

describe("memory", () => {
  test("over the limit those end that were detached first, until the rest fits", () => {
    const { detached, ended, session, grow } = setUp();
    const [a, b, c] = [session("a", 40), session("b", 30), session("c", 30)];
    for (const each of [a, b, c]) detached.add(each, 9_000);
    expect(ended).toEqual([]);
    grow(c, 31);
    expect(ended).toEqual(["a"]);
    grow(c, 70);
    expect(ended).toEqual(["a"]);
    grow(c, 99);
    expect(ended).toEqual(["a", "b"]);
  });

  test("a session that takes no memory does not end", () => {
    const { detached, ended, session } = setUp();
    for (const [account, weight] of [["light", 0] as const, ["least", 1] as const, ["heavy", 60] as const])
      detached.add(session(account, weight), 9_000);
    detached.add(session("more", 60), 9_000);
    expect(ended).toEqual(["least", "heavy"]);
  });

  test("a single session over the limit ends", () => {
    const { detached, ended, session } = setUp();
    detached.add(session("a", 101), 9_000);
    expect(ended).toEqual(["a"]);
  });

  test("a resumed session is not counted, nor one that was never detached", () => {
    const { detached, ended, session, grow } = setUp();
    const [a, b] = [session("a", 90), session("b", 90)];
    detached.add(a, 9_000);
    detached.remove(a);
    grow(a, 500);
    detached.add(b, 9_000);
    expect(ended).toEqual([]);
    detached.remove(b);
    detached.add(session("c", 100), 9_000);
    expect(ended).toEqual([]);
  });
});

describe("time", () => {
  test("the session ends when its time is over, unless it is resumed before", () => {
    const { detached, ended, session, clock } = setUp();
    const [late, back] = [session("late"), session("back")];
    detached.add(late, 500);
    detached.add(back, 500);
    clock.advance(499);
    expect([ended, detached.timeLeft(late)]).toEqual([[], 1]);
    detached.remove(back);
    clock.advance(1);
    expect(ended).toEqual(["late"]);
  });

  test("a session that has expired already ends at once", () => {
    const { detached, ended, session, clock } = setUp();
    detached.add(session("late"), 0);
    clock.advance(0);
    expect(ended).toEqual(["late"]);
  });

  test("an infinite time is no error", () => {
    const { detached, ended, session, clock } = setUp();
    const patient = session("patient");
    detached.add(patient, Number.POSITIVE_INFINITY);
    clock.advance(1_000_000);
    expect([ended, detached.timeLeft(patient)]).toEqual([[], Number.POSITIVE_INFINITY]);
    detached.remove(patient);
    expect(detached.timeLeft(patient)).toBeUndefined();
  });
});

test("the session of an account that was detached first is found", () => {
  const { detached, session } = setUp();
  const [first, second] = [session("a"), session("a")];
  for (const each of [session("b"), first, second]) detached.add(each, 9_000);
  expect(detached.oldestOf("a")).toBe(first);
  detached.remove(first);
  expect(detached.oldestOf("a")).toBe(second);
  expect(detached.oldestOf("c")).toBeUndefined();
});
