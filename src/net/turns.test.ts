/** Who asks for much waits for itself alone. */
import { expect, test } from "bun:test";
import { type Task, Turns } from "./turns.ts";

/** Turns on a clock that each step of work moves on by a millisecond. */
function trial({ isFull }: { isFull: () => boolean } = { isFull: () => false }) {
  let time = 0;
  const done: string[] = [];
  const errors: unknown[] = [];
  const turns = new Turns({ isFull, log: { error: (event) => void errors.push(event) }, monotonic: () => time });
  /** Work of so many steps. */
  const work = (name: string, steps: number): Task => {
    let left = steps;
    return (isOver) => {
      do {
        time += 1;
        left -= 1;
        done.push(name);
      } while (left > 0 && !isOver());
      return left > 0;
    };
  };
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { turns, done, errors, work, pass };
}

const loop = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test("a short task runs at once", () => {
  const { turns, done, work } = trial();
  turns.take("a", work("a", 1));
  turns.take("b", work("b", 1));
  expect(done).toEqual(["a", "b"]);
});

test("keys take turns, however much work one of them has", async () => {
  const { turns, done, work } = trial();
  for (let n = 0; n < 50; n++) turns.take("flood", work("flood", 100));
  turns.take("other", work("other", 1));
  expect(done.filter((name) => name === "other")).toEqual([]);
  await loop();
  expect(done.indexOf("other")).toBeGreaterThan(0);
  expect(done.indexOf("other")).toBeLessThan(15);
});

test("all tasks are done, in order for each key", async () => {
  const { turns, done, work } = trial();
  turns.take("a", work("a1", 30));
  turns.take("a", work("a2", 1));
  turns.take("b", work("b", 40));
  while (done.length < 71) await loop();
  expect(done.filter((name) => name === "a1")).toHaveLength(30);
  expect(done.filter((name) => name === "b")).toHaveLength(40);
});

test("work ends after ten milliseconds, and the event loop goes on", async () => {
  const { turns, done, work } = trial();
  turns.take("a", work("a", 100));
  const seen: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    seen.push(done.length);
    if (done.length < 100) setImmediate(look);
    else resolve();
  };
  look();
  await promise;
  const steps = seen.slice(1).map((count, n) => count - (seen[n] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(10);
});

test("a task that comes when the time is used up waits for the next turn of the event loop", async () => {
  const { turns, done, work, pass } = trial();
  turns.take("a", work("a", 1));
  pass(10);
  turns.take("b", work("b", 1));
  expect(done).toEqual(["a"]);
  await loop();
  expect(done).toEqual(["a", "b"]);
});

test("no task begins while isFull", async () => {
  let isFull = true;
  const { turns, done, work } = trial({ isFull: () => isFull });
  turns.take("a", work("a", 3));
  await loop();
  expect(done).toEqual([]);
  isFull = false;
  await loop();
  expect(done).toEqual(["a", "a", "a"]);
});

test("a task that throws is done, and the others go on", async () => {
  const { turns, done, errors, work } = trial();
  turns.take("a", () => {
    throw new Error("mistake");
  });
  turns.take("a", work("a", 1));
  expect([done, errors.length]).toEqual([["a"], 1]);
});

test("a task that is added by a task has its turn, too", async () => {
  const { turns, done, work } = trial();
  turns.take("a", () => {
    turns.take("a", work("inner", 20));
    return false;
  });
  while (done.length < 20) await loop();
  expect(done).toHaveLength(20);
});

test("after stop no task runs", async () => {
  const { turns, done, work } = trial();
  turns.take("a", work("a", 100));
  const before = done.length;
  turns.stop();
  turns.take("b", work("b", 1));
  await loop();
  expect(done).toHaveLength(before);
});
