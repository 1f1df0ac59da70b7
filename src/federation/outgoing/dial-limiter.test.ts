/** How many connection attempts run at once, in turn by owner. */
import { expect, test } from "bun:test";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";
import { DialLimiter } from "./dial-limiter.ts";

function setUp(places: number) {
  const clock = manualClock();
  const limiter = new DialLimiter({ maxConcurrent: places, slowAfter: 5_000, clock });
  const started: string[] = [];
  const done = new Map<string, () => void>();
  const run = (owner: string, name: string, signal = new AbortController().signal): Promise<void> =>
    limiter.run(owner, signal, () => {
      started.push(name);
      return new Promise<void>((resolve) => done.set(name, resolve));
    });
  const end = async (name: string): Promise<void> => {
    done.get(name)?.();
    await settled();
  };
  return { clock, started, run, end };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("owners take turns, however many attempts one of them has", async () => {
  const { started, run, end } = setUp(1);
  for (const name of ["a1", "a2", "a3"]) void run("a", name);
  for (const name of ["b1", "b2"]) void run("b", name);
  void run("c", "c1");
  for (let n = 0; n < 6; n++) {
    await settled();
    await end(started.at(-1) ?? "");
  }
  expect(started).toEqual(["a1", "a2", "b1", "c1", "a3", "b2"]);
});

test("a place is free again once its attempt is settled, or slow, and only once", async () => {
  const { clock, started, run, end } = setUp(1);
  for (const name of ["a1", "a2", "a3"]) void run("a", name);
  clock.advance(4_999);
  await settled();
  expect(started).toEqual(["a1"]);
  clock.advance(1);
  await settled();
  expect(started).toEqual(["a1", "a2"]);
  await end("a1");
  expect(started).toEqual(["a1", "a2"]);
  await end("a2");
  expect(started).toEqual(["a1", "a2", "a3"]);
  await end("a3");
  void run("a", "a4");
  expect(started).toEqual(["a1", "a2", "a3", "a4"]);
});

test("an attempt that is aborted while it waits takes no place", async () => {
  const { started, run, end } = setUp(1);
  void run("a", "a1");
  const attempt = new AbortController();
  const given = run("b", "b1", attempt.signal);
  void run("b", "b2");
  attempt.abort();
  await expect(given).rejects.toThrow("the attempt was given up");
  await end("a1");
  expect(started).toEqual(["a1", "b2"]);
  await end("b2");
  void run("c", "c1");
  expect(started).toEqual(["a1", "b2", "c1"]);
});

test("after an aborted attempt, the next one has the place", async () => {
  const { started, run, end } = setUp(1);
  void run("a", "a1");
  const attempt = new AbortController();
  const given = run("b", "b1", attempt.signal);
  void run("c", "c1");
  attempt.abort();
  await expect(given).rejects.toThrow("the attempt was given up");
  await end("a1");
  expect(started).toEqual(["a1", "c1"]);
});
