import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { HOUR } from "../clock.ts";
import { endJournal, writeJournal } from "./journal.ts";
import { openUpdates, type UpdatesDeps } from "./updates.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "jabber-home-updates-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function begin(more: Partial<UpdatesDeps> = {}) {
  const clock = manualClock(new Date(2026, 10, 30, 1, 0).getTime());
  const log = memoryLog();
  const looks: number[] = [];
  const installed: number[] = [];
  const updates = openUpdates(home, {
    ...{ home, version: "1.0.0", hour: 4, clock, log, isClockDoubtful: () => false },
    install: () => void installed.push(clock.now()),
    look: async () => {
      looks.push(clock.now());
      return "1.1.0";
    },
    ...more,
  });
  const pass = async (hours: number): Promise<void> => {
    for (let step = 0; step < hours * 6; step++) {
      clock.advance(HOUR / 6);
      await Bun.sleep(0);
    }
  };
  return { clock, log, looks, installed, updates, pass };
}

test("once a day, from the quiet hour on, what is newer is looked for, told of, and installed", async () => {
  const { looks, installed, updates, pass } = begin();
  await pass(2);
  expect(updates.report()).toEqual({});
  await pass(2);
  expect(updates.report()).toEqual({ newest: "1.1.0" });
  expect(looks.map((time) => new Date(time).getHours())).toEqual([4]);
  expect(installed).toEqual(looks);
  await pass(44);
  expect(looks).toHaveLength(2);
  updates.stop();
  await pass(48);
  expect(looks).toHaveLength(2);
});

test("while an update is under way, or is taken back, nothing is looked for; afterwards the outcome counts", async () => {
  const { looks, installed, updates, pass } = begin();
  writeJournal(home, { state: "back", from: "1.0.0", to: "1.1.0", attempts: 1 });
  await pass(5);
  expect(looks).toEqual([]);
  endJournal(home, { from: "1.0.0", to: "1.1.0", at: 0, undone: "a fault" });
  await pass(1);
  expect([looks.length, installed.length]).toEqual([1, 0]);
  updates.stop();
});

test("a version that is no newer is nothing to tell of", async () => {
  const { updates, installed, pass } = begin({ look: async () => "1.0.0" });
  await pass(5);
  expect(updates.report()).toEqual({});
  expect(installed).toEqual([]);
});

test("who cannot be asked is asked again the next day, and the log says why", async () => {
  const { updates, pass, log } = begin({ look: () => Promise.reject(new Error("no answer")) });
  await pass(29);
  expect(updates.report()).toEqual({});
  expect(log.events.filter(({ event }) => event === "update-not-known")).toHaveLength(2);
});

test("a clock that nobody believes sets nothing off", async () => {
  const { looks, pass } = begin({ isClockDoubtful: () => true });
  await pass(30);
  expect(looks).toEqual([]);
});

test("a version that was taken back is told of, and not installed again by itself", async () => {
  endJournal(home, { from: "1.0.0", to: "1.1.0", at: 1, undone: "no message arrives" });
  const { updates, installed, pass } = begin();
  await pass(5);
  expect(installed).toEqual([]);
  expect(updates.report()).toEqual({
    newest: "1.1.0",
    undone: { version: "1.1.0", at: 1, why: "no message arrives" },
  });
});

test("where it is not wanted, nobody is asked", () => {
  expect(openUpdates(home, undefined).report()).toEqual({});
});
