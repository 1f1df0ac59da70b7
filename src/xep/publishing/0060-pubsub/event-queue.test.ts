import { expect, test } from "bun:test";
import type { LogEvent } from "../../../log.ts";
import { memoryDatabase } from "../../../server/testing.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { fullError } from "../../../store/errors.ts";
import { DEFAULTS } from "./config.ts";
import { openEventQueue } from "./event-queue.ts";
import type { Node } from "./nodes.ts";

const NODE: Node = { id: 1, service: "a@b", name: "n", creator: "a@b", created: 0, config: DEFAULTS };

/** A queue whose turns are controlled by the test. */
function scene() {
  const db = memoryDatabase({});
  const works: { readonly owner: string; readonly work: Generator<void, unknown> }[] = [];
  const errors: unknown[] = [];
  const note = (event: LogEvent): void => void errors.push(event.error);
  let failing: (error: unknown) => void = () => {};
  const timers: (() => void)[] = [];
  const events = openEventQueue({
    db,
    schedule: (_, callback) => void timers.push(callback),
    log: { error: note },
    inTurns: (owner, work) => {
      works.push({ owner, work });
      return new Promise((_, reject) => {
        failing = reject;
      });
    },
  });
  const told: string[] = [];
  function* telling(event: string, addresses: number): Generator<void, void> {
    for (let address = 0; address < addresses; address += 1) {
      told.push(`${event} ${address}`);
      yield;
    }
  }
  /** The tick is committed, and another begins. */
  const committed = async (): Promise<void> => {
    await new Promise<void>((resolve) => db.afterCommit(resolve));
    for (const callback of timers.splice(0)) callback();
  };
  return { db, events, works, errors, told, telling, committed, fail: (error: unknown) => failing(error) };
}

test("an event to few addresses is sent at once", async () => {
  const { events, works, told, telling, committed } = scene();
  events.enqueue(NODE, () => telling("a", 199));
  expect(told).toHaveLength(199);
  await committed();
  expect(works).toEqual([]);
});

test("an event to many addresses is sent in turns after the commit, for the creator of the node", async () => {
  const { events, works, told, telling, committed } = scene();
  events.enqueue(NODE, () => telling("a", 1000));
  expect(told).toHaveLength(200);
  expect([works.length, events.hasPending(1)]).toEqual([0, false]);
  await committed();
  expect(works.map(({ owner }) => owner)).toEqual(["a@b"]);
  expect(events.hasPending(1)).toBe(true);
  works[0]?.work.next();
  expect(told).toHaveLength(201);
  expect([...(works[0]?.work ?? [])].length).toBeGreaterThan(700);
  expect(told).toHaveLength(1000);
  expect(events.hasPending(1)).toBe(false);
});

test("many events of one tick are sent as one event to many addresses is, in order", async () => {
  const { events, works, told, telling, committed } = scene();
  for (let count = 0; count < 30; count += 1)
    events.enqueue({ ...NODE, id: count % 2 }, () => telling(String(count), 10));
  expect(told.length).toBeLessThanOrEqual(200);
  await committed();
  expect(works).toHaveLength(2);
  for (const { work } of works) while (!work.next().done);
  const order = (parity: number): number[] =>
    told.map((text) => Number(text.split(" ")[0])).filter((n) => n % 2 === parity);
  for (const parity of [0, 1]) expect(order(parity)).toEqual(order(parity).toSorted((a, b) => a - b));
  expect(told).toHaveLength(300);
});

test("an event of a change that is rolled back is sent to nobody else", async () => {
  const { db, events, works, telling, committed } = scene();
  const undone = (): void => {
    events.enqueue(NODE, () => telling("a", 1000));
    throw new Error("no");
  };
  expect(() => db.atomically(undone)).toThrow("no");
  await committed();
  expect(works).toEqual([]);
});

test("the events of a node are sent one after the other; those of another node do not wait for them", async () => {
  const { events, works, told, telling, committed } = scene();
  events.enqueue(NODE, () => telling("a", 300));
  await committed();
  events.enqueue(NODE, () => telling("b", 1));
  events.enqueue({ ...NODE, id: 2 }, () => telling("c", 1));
  await committed();
  expect(told.slice(200)).toEqual(["c 0"]);
  expect([...(works[0]?.work ?? [])]).toHaveLength(101);
  expect(told.slice(-2)).toEqual(["a 299", "b 0"]);
  expect(works).toHaveLength(1);
});

test("a node with ten pending events accepts no more", async () => {
  const { events, telling, committed } = scene();
  for (let count = 0; count < 10; count += 1) {
    expect(() => events.checkCapacity(NODE)).not.toThrow();
    events.enqueue(NODE, () => telling("a", 300));
    await committed();
  }
  expect(() => events.checkCapacity(NODE)).toThrow(StanzaError);
  expect(() => events.checkCapacity({ ...NODE, id: 2 })).not.toThrow();
});

test("a failure is logged, and the events behind it are sent in their order, as are the next ones", async () => {
  const { events, errors, works, told, telling, committed, fail } = scene();
  for (const event of ["a", "b", "c"]) events.enqueue(NODE, () => telling(event, 300));
  await committed();
  fail(new Error("broken"));
  await committed();
  expect(errors).toEqual([new Error("broken")]);
  events.enqueue(NODE, () => telling("d", 300));
  await committed();
  told.length = 0;
  expect([works.length, [...(works[1]?.work ?? [])].length > 800]).toEqual([2, true]);
  expect(told.filter((text) => text.endsWith(" 299"))).toEqual(["b 299", "c 299", "d 299"]);
  expect(events.hasPending(1)).toBe(false);
});

test("where the disk is full, the events of the node are sent again a while later, in order", async () => {
  const { events, errors, works, told, telling, committed, fail } = scene();
  for (const event of ["a", "b"]) events.enqueue(NODE, () => telling(event, 300));
  await committed();
  works[0]?.work.next();
  fail(fullError());
  await Bun.sleep(0);
  expect([events.hasPending(1), works.length]).toEqual([true, 1]);
  expect(works[0]?.work.next().done).toBe(true);
  await committed();
  told.length = 0;
  expect([...(works[1]?.work ?? [])].length).toBeGreaterThan(500);
  expect([told.length, told[0], told.at(-1), errors]).toEqual([600, "a 0", "b 299", []]);
});

test("an event that the disk never takes is left for the next start, and the next one is sent", async () => {
  const { events, works, told, telling, committed, fail } = scene();
  for (const event of ["a", "b"]) events.enqueue(NODE, () => telling(event, 300));
  for (let begun = 0; begun <= 5; begun++) {
    await committed();
    works[begun]?.work.next();
    fail(fullError());
    await Bun.sleep(0);
  }
  await committed();
  told.length = 0;
  while (works[6] && !works[6].work.next().done);
  expect([works.length, told[0], told.at(-1), events.hasPending(1)]).toEqual([7, "b 0", "b 299", false]);
});
