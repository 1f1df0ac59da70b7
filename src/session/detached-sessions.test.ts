/** Sessions without a client: each for its time, all together in so much memory. */
import { describe, expect, test } from "bun:test";
import { handClock } from "../../tests/support/in-memory/hand-clock.ts";
import { type DetachedSession, DetachedSessions } from "./detached-sessions.ts";

function play(maxWeight = 100) {
  const ended: string[] = [];
  const clock = handClock(1000);
  const waiting = new DetachedSessions<DetachedSession & { weight: number }>({ maxWeight, ...clock });
  const session = (account: string, weight = 0) => {
    const self = { account, weight, ended: () => void ended.push(account) };
    return self;
  };
  const grow = (grown: DetachedSession & { weight: number }, weight: number): void => {
    grown.weight = weight;
    waiting.enforceLimit(grown);
  };
  return { waiting, ended, session, grow, clock };
}

describe("memory", () => {
  test("beyond the bound those end that have waited longest, until the rest fits", () => {
    const { waiting, ended, session, grow } = play();
    const [a, b, c] = [session("a", 40), session("b", 30), session("c", 30)];
    for (const each of [a, b, c]) waiting.add(each, 9_000);
    expect(ended).toEqual([]);
    grow(c, 31);
    expect(ended).toEqual(["a"]);
    grow(c, 70);
    expect(ended).toEqual(["a"]);
    grow(c, 99);
    expect(ended).toEqual(["a", "b"]);
  });

  test("who holds nothing waits on: its end would be of no use", () => {
    const { waiting, ended, session } = play();
    for (const [account, weight] of [["light", 0] as const, ["least", 1] as const, ["heavy", 60] as const])
      waiting.add(session(account, weight), 9_000);
    waiting.add(session("more", 60), 9_000);
    expect(ended).toEqual(["least", "heavy"]);
  });

  test("a session that is alone too heavy ends itself", () => {
    const { waiting, ended, session } = play();
    waiting.add(session("a", 101), 9_000);
    expect(ended).toEqual(["a"]);
  });

  test("who is back is not counted, nor one that does not wait", () => {
    const { waiting, ended, session, grow } = play();
    const [a, b] = [session("a", 90), session("b", 90)];
    waiting.add(a, 9_000);
    waiting.remove(a);
    grow(a, 500);
    waiting.add(b, 9_000);
    expect(ended).toEqual([]);
    waiting.remove(b);
    waiting.add(session("c", 100), 9_000);
    expect(ended).toEqual([]);
  });
});

describe("time", () => {
  test("when it is over the session ends, and not where its client is back before", () => {
    const { waiting, ended, session, clock } = play();
    const [late, back] = [session("late"), session("back")];
    waiting.add(late, 1500);
    waiting.add(back, 1500);
    clock.pass(499);
    expect(ended).toEqual([]);
    waiting.remove(back);
    clock.pass(1);
    expect(ended).toEqual(["late"]);
  });

  test("where it was over before, the session ends at once", () => {
    const { waiting, ended, session, clock } = play();
    waiting.add(session("late"), 0);
    clock.pass(0);
    expect(ended).toEqual(["late"]);
  });

  test("for ever is a long time, and no error", () => {
    const { waiting, ended, session, clock } = play();
    const patient = session("patient");
    waiting.add(patient, Number.POSITIVE_INFINITY);
    clock.pass(1_000_000);
    expect([ended, waiting.expiryOf(patient)]).toEqual([[], Number.POSITIVE_INFINITY]);
    waiting.remove(patient);
    expect(waiting.expiryOf(patient)).toBeUndefined();
  });
});

test("of an account's the one that has waited longest is known", () => {
  const { waiting, session } = play();
  const [first, second] = [session("a"), session("a")];
  for (const each of [session("b"), first, second]) waiting.add(each, 9_000);
  expect(waiting.oldestOf("a")).toBe(first);
  waiting.remove(first);
  expect(waiting.oldestOf("a")).toBe(second);
  expect(waiting.oldestOf("c")).toBeUndefined();
});
