/** What many have to hear, a few at once: in turn with others, not after a rollback, and all of it before the server stops. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../server/testing.ts";
import { Rounds } from "./rounds.ts";

function play() {
  const db = memoryDatabase({});
  const given: Generator<void, unknown>[] = [];
  const logged: unknown[] = [];
  const inTurns = <Result>(_: string, work: Generator<void, Result>): Promise<Result> => {
    given.push(work);
    return Promise.race([]);
  };
  const rounds = new Rounds({ db, inTurns, log: { error: (event) => void logged.push(event) } });
  const done: number[] = [];
  function* work(): Generator<void> {
    for (let n = 1; n <= 25; n++) {
      done.push(n);
      yield;
    }
  }
  const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
  return { db, rounds, work, done, given, committed };
}

test("the first few are done at once, the others when the stanza is committed, in turns", async () => {
  const { rounds, work, done, given, committed } = play();
  rounds.begin("romeo@localhost", work());
  expect([done.length, given.length]).toEqual([10, 0]);
  await committed();
  expect([done.length, given.length]).toEqual([10, 1]);
  given[0]?.next();
  expect(done.at(-1)).toBe(11);
});

test("what is few is done at once", async () => {
  const { rounds, given, committed } = play();
  const done: string[] = [];
  rounds.begin(
    "romeo@localhost",
    (function* () {
      done.push("all");
      yield;
    })(),
  );
  await committed();
  expect([done, given]).toEqual([["all"], []]);
});

test("what is rolled back goes no further", async () => {
  const { db, rounds, work, given, committed } = play();
  expect(() =>
    db.atomically(() => {
      rounds.begin("romeo@localhost", work());
      throw new Error("no");
    }),
  ).toThrow("no");
  await committed();
  expect(given).toEqual([]);
});

test("before the server stops, all is done: what is underway, what waits for its commit, and what begins then", async () => {
  const { rounds, work, done, committed } = play();
  rounds.begin("romeo@localhost", work());
  await committed();
  rounds.begin("romeo@localhost", work());
  rounds.stop();
  expect(done.length).toBe(25 + 10);
  await committed();
  expect(done.length).toBe(50);
  rounds.begin("romeo@localhost", work());
  expect(done.length).toBe(75);
});

test("one that fails is written down", async () => {
  const db = memoryDatabase({});
  const logged: unknown[] = [];
  const failing = (): Promise<never> => Promise.reject(new Error("no"));
  const rounds = new Rounds({ db, inTurns: failing, log: { error: (event) => void logged.push(event) } });
  rounds.begin(
    "romeo@localhost",
    (function* () {
      for (let n = 0; n < 20; n++) yield;
    })(),
  );
  await new Promise<void>((resolve) => db.afterCommit(() => setImmediate(resolve)));
  expect(logged).toMatchObject([{ event: "round-failed", account: "romeo@localhost" }]);
});
