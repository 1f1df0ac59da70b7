/** Stanzas to many contacts: a few at once, the rest in turns, nothing after a rollback, everything before the server stops. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../server/testing.ts";
import { FanOut } from "./fan-out.ts";

function play() {
  const db = memoryDatabase({});
  const given: Generator<void, unknown>[] = [];
  const logged: unknown[] = [];
  const inTurns = <Result>(_: string, work: Generator<void, Result>): Promise<Result> => {
    given.push(work);
    return Promise.race([]);
  };
  const rounds = new FanOut({ db, inTurns, log: { error: (event) => void logged.push(event) } });
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

test("the first few steps are done at once, the others in turns once the stanza is committed", async () => {
  const { rounds, work, done, given, committed } = play();
  rounds.start("romeo@localhost", work());
  expect([done.length, given.length]).toEqual([10, 0]);
  await committed();
  expect([done.length, given.length]).toEqual([10, 1]);
  given[0]?.next();
  expect(done.at(-1)).toBe(11);
});

test("a few steps are all done at once", async () => {
  const { rounds, given, committed } = play();
  const done: string[] = [];
  rounds.start(
    "romeo@localhost",
    (function* () {
      done.push("all");
      yield;
    })(),
  );
  await committed();
  expect([done, given]).toEqual([["all"], []]);
});

test("work that is rolled back does not go on", async () => {
  const { db, rounds, work, given, committed } = play();
  expect(() =>
    db.atomically(() => {
      rounds.start("romeo@localhost", work());
      throw new Error("no");
    }),
  ).toThrow("no");
  await committed();
  expect(given).toEqual([]);
});

test("when the server stops, everything is finished: what is underway, what waits for its commit, and what is started then", async () => {
  const { rounds, work, done, committed } = play();
  rounds.start("romeo@localhost", work());
  await committed();
  rounds.start("romeo@localhost", work());
  rounds.stop();
  expect(done.length).toBe(25 + 10);
  await committed();
  expect(done.length).toBe(50);
  rounds.start("romeo@localhost", work());
  expect(done.length).toBe(75);
});

test("work that fails is logged", async () => {
  const db = memoryDatabase({});
  const logged: unknown[] = [];
  const failing = (): Promise<never> => Promise.reject(new Error("no"));
  const rounds = new FanOut({ db, inTurns: failing, log: { error: (event) => void logged.push(event) } });
  rounds.start(
    "romeo@localhost",
    (function* () {
      for (let n = 0; n < 20; n++) yield;
    })(),
  );
  await new Promise<void>((resolve) => db.afterCommit(() => setImmediate(resolve)));
  expect(logged).toMatchObject([{ event: "round-failed", account: "romeo@localhost" }]);
});
