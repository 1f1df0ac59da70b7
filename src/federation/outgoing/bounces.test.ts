/** Much of the same, a portion at a time. */
import { expect, spyOn, test } from "bun:test";
import { outgoingTrial } from "../../../tests/support/federation/outgoing-trial.ts";
import { Portions } from "./bounces.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("little is done at once; of much, in order, no more in each turn", async () => {
  const portions = new Portions();
  const done: number[] = [];
  for (let n = 0; n < 220; n++) portions.add(() => void done.push(n));
  const after = [done.length];
  while (done.length < 220 && after.length < 10) {
    await turn();
    after.push(done.length);
  }
  expect(after).toEqual([50, 100, 150, 200, 220]);
  expect(done).toEqual(Array.from({ length: 220 }, (_, n) => n));
});

test("the next turn begins anew", async () => {
  const portions = new Portions();
  const done: number[] = [];
  const more = (): void => {
    for (let n = 0; n < 50; n++) portions.add(() => void done.push(n));
  };
  more();
  await turn();
  more();
  expect(done).toHaveLength(100);
});

test("where nothing is left to do, nothing is done in the next turns either", async () => {
  const planned = spyOn(globalThis, "setImmediate");
  const portions = new Portions();
  portions.add(() => {});
  for (let n = 0; n < 5; n++) await Bun.sleep(0);
  expect(planned).toHaveBeenCalledTimes(1);
  planned.mockRestore();
});

test("once it is stopped, nothing more", async () => {
  const portions = new Portions();
  const done: number[] = [];
  for (let n = 0; n < 60; n++) portions.add(() => void done.push(n));
  portions.stop();
  await turn();
  await turn();
  expect(done).toHaveLength(50);
});

test("so stanzas go back to their senders, where the other server cannot be reached", async () => {
  const trial = outgoingTrial({ limits: { maxQueued: 1000 }, targets: () => ({ state: "absent" }) });
  trial.sendMessages(1, 220);
  const portions: number[] = [];
  for (let turns = 0; trial.bounced.length < 220 && turns < 50; turns++) {
    const before = trial.bounced.length;
    await turn();
    portions.push(trial.bounced.length - before);
  }
  expect(Math.max(...portions)).toBe(50);
  expect(trial.bounced).toHaveLength(220);
});
