import { expect, test } from "bun:test";
import type { LogEvent } from "../../log.ts";
import { memoryDatabase } from "../../server/testing.ts";
import { StanzaError } from "../../stanza-error.ts";
import { DEFAULTS } from "./config.ts";
import { openEvents } from "./events.ts";
import type { Node } from "./nodes.ts";

const NODE: Node = { id: 1, service: "a@b", name: "n", creator: "a@b", created: 0, config: DEFAULTS };

/** Events whose turns are in the test's hands. */
function scene() {
  const db = memoryDatabase({});
  const works: { readonly owner: string; readonly work: Generator<void, unknown> }[] = [];
  const errors: unknown[] = [];
  const note = (event: LogEvent): void => void errors.push(event.error);
  let failing: (error: unknown) => void = () => {};
  const events = openEvents({
    db,
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
  const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
  return { db, events, works, errors, told, telling, committed, fail: (error: unknown) => failing(error) };
}

test("few are told at once", async () => {
  const { events, works, told, telling, committed } = scene();
  events.tell(NODE, telling("a", 99));
  expect(told).toHaveLength(99);
  await committed();
  expect(works).toEqual([]);
});

test("many are told in turns, when what has happened is committed, for who made the node", async () => {
  const { events, works, told, telling, committed } = scene();
  events.tell(NODE, telling("a", 1000));
  expect(told).toHaveLength(100);
  expect([works.length, events.isTelling(1)]).toEqual([0, false]);
  await committed();
  expect(works.map(({ owner }) => owner)).toEqual(["a@b"]);
  expect(events.isTelling(1)).toBe(true);
  works[0]?.work.next();
  expect(told).toHaveLength(101);
  expect([...(works[0]?.work ?? [])].length).toBeGreaterThan(800);
  expect(told).toHaveLength(1000);
  expect(events.isTelling(1)).toBe(false);
});

test("what is undone is told to nobody else", async () => {
  const { db, events, works, telling, committed } = scene();
  const undone = (): void => {
    events.tell(NODE, telling("a", 1000));
    throw new Error("no");
  };
  expect(() => db.atomically(undone)).toThrow("no");
  await committed();
  expect(works).toEqual([]);
});

test("the events of a node are told one after the other, those of another node do not wait", async () => {
  const { events, works, told, telling, committed } = scene();
  events.tell(NODE, telling("a", 200));
  await committed();
  events.tell(NODE, telling("b", 1));
  events.tell({ ...NODE, id: 2 }, telling("c", 1));
  await committed();
  expect(told.slice(100)).toEqual(["c 0"]);
  expect([...(works[0]?.work ?? [])]).toHaveLength(101);
  expect(told.slice(-2)).toEqual(["a 199", "b 0"]);
  expect(works).toHaveLength(1);
});

test("a node of which so much is under way takes no more", async () => {
  const { events, telling, committed } = scene();
  for (let count = 0; count < 10; count += 1) {
    expect(() => events.checkRoom(NODE)).not.toThrow();
    events.tell(NODE, telling("a", 200));
    await committed();
  }
  expect(() => events.checkRoom(NODE)).toThrow(StanzaError);
  expect(() => events.checkRoom({ ...NODE, id: 2 })).not.toThrow();
});

test("where telling fails, it is written down, and the next events are told", async () => {
  const { events, errors, works, telling, committed, fail } = scene();
  events.tell(NODE, telling("a", 200));
  await committed();
  fail(new Error("broken"));
  await committed();
  expect(errors).toEqual([new Error("broken")]);
  events.tell(NODE, telling("b", 200));
  await committed();
  expect(works).toHaveLength(2);
});
