import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Nodes } from "./nodes.ts";
import { openSweeper } from "./sweeper.ts";

/** A removed node of so many portions. */
function scene(portions: number) {
  const timers: (() => void)[] = [];
  let left = portions;
  let isTelling = false;
  const nodes: Pick<Nodes, "nextRemoved" | "sweep"> = {
    nextRemoved: () => (left > 0 ? 1 : undefined),
    sweep: () => {
      left -= 1;
    },
  };
  const events: Pick<EventQueue, "hasPending"> = { hasPending: () => isTelling };
  const sweep = openSweeper({
    db: memoryDatabase({}),
    schedule: (_, callback) => void timers.push(callback),
    nodes: nodes as Nodes,
    events: events as EventQueue,
  });
  const pass = (): void => timers.splice(0).forEach((callback) => void callback());
  const tell = (is: boolean): void => {
    isTelling = is;
  };
  return { sweep, pass, tell, left: () => left, timers };
}

test("one portion after the other is deleted, until all is deleted", () => {
  const { sweep, pass, left, timers } = scene(2);
  sweep();
  sweep();
  expect([left(), timers.length]).toEqual([2, 1]);
  pass();
  expect(left()).toBe(1);
  pass();
  pass();
  expect([left(), timers.length]).toEqual([0, 0]);
});

test("nothing is deleted before the <delete/> event has been sent", () => {
  const { sweep, pass, tell, left } = scene(1);
  tell(true);
  sweep();
  pass();
  expect(left()).toBe(1);
  tell(false);
  pass();
  expect(left()).toBe(0);
});
