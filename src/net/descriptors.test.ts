/** When listeners pause, and when they go on. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { connectionsFor, Descriptors, openFiles, type Pausable, processLimits } from "./descriptors.ts";

/** Of 80 descriptors, 10 are kept back. */
function trial(limit = 80) {
  const clock = manualClock();
  const log = memoryLog();
  const state = { used: 20 as number | undefined, looks: 0, listens: true, fails: false };
  const used = (): number | undefined => {
    state.looks += 1;
    return state.used;
  };
  const descriptors = new Descriptors({ limit, used, clock, log });
  const listener: Pausable = {
    pause: () => {
      state.listens = false;
    },
    resume: () => {
      if (state.fails) throw new Error("EADDRINUSE");
      state.listens = true;
    },
  };
  descriptors.watch(listener);
  const said = (): readonly string[] => log.events.map(({ event }) => event);
  return { clock, log, state, descriptors, said };
}

test("listeners pause when only the reserve is left, and resume with twice as much", () => {
  const { clock, state, descriptors, said, log } = trial();
  state.used = 69;
  descriptors.accepted();
  expect(state.listens).toBe(true);
  state.used = 70;
  descriptors.accepted();
  expect(state.listens).toBe(false);
  expect(log.events[0]).toMatchObject({ event: "no-new-connections", limit: 80 });
  expect(String(log.events[0]?.remedy)).toContain("LimitNOFILE");
  state.used = 61;
  clock.advance(1000);
  expect(state.listens).toBe(false);
  state.used = 60;
  clock.advance(1000);
  expect(state.listens).toBe(true);
  expect(said()).toEqual(["no-new-connections", "new-connections-again"]);
});

test("files that other parts open are noticed within fifteen seconds", () => {
  const { clock, state } = trial();
  state.used = 80;
  clock.advance(14_999);
  expect(state.listens).toBe(true);
  clock.advance(1);
  expect(state.listens).toBe(false);
});

test("the warning is logged once an hour, however often listeners pause", () => {
  const { clock, state, said } = trial();
  for (let time = 0; time < 10; time++) {
    state.used = 75;
    clock.advance(15_000);
    state.used = 20;
    clock.advance(1000);
    expect(state.listens).toBe(true);
  }
  expect(said().filter((event) => event === "no-new-connections")).toHaveLength(1);
  clock.advance(3_600_000);
  state.used = 75;
  clock.advance(15_000);
  expect(said().filter((event) => event === "no-new-connections")).toHaveLength(2);
});

test("a listener that cannot resume is tried again", () => {
  const { clock, state, said } = trial();
  state.used = 75;
  clock.advance(15_000);
  Object.assign(state, { used: 20, fails: true });
  clock.advance(1000);
  expect(state.listens).toBe(false);
  expect(said()).toContain("not-listening-again");
  state.fails = false;
  clock.advance(1000);
  expect(state.listens).toBe(true);
});

test("with many descriptors left, files are not counted for every connection", () => {
  const { state, descriptors } = trial(10_000);
  const before = state.looks;
  for (let count = 0; count < 4000; count++) descriptors.accepted();
  expect(state.looks - before).toBe(1);
});

test("where the number of files or their limit is not known, no listener pauses, and no timer runs", () => {
  for (const { clock, state, descriptors } of [trial(Number.POSITIVE_INFINITY), trial()]) {
    state.used = undefined;
    descriptors.accepted();
    clock.advance(100_000);
    expect(state.listens).toBe(true);
  }
});

test("after stop no listener resumes", () => {
  const { clock, state, descriptors } = trial();
  state.used = 75;
  clock.advance(15_000);
  descriptors.stop();
  state.used = 20;
  clock.advance(100_000);
  expect(state.listens).toBe(false);
});

test.skipIf(process.platform !== "linux")("the open files of this process are counted", () => {
  expect(openFiles()).toBeGreaterThan(3);
  expect(openFiles()).toBeLessThan(100_000);
});

test("connections may take three quarters of the files that a process may open", () => {
  expect(
    connectionsFor("Limit   Soft Limit Hard Limit Units\nMax open files            1024      4096      files\n"),
  ).toBe(768);
  expect(connectionsFor("Max open files            unlimited      unlimited      files\n")).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(connectionsFor("")).toBe(Number.POSITIVE_INFINITY);
  expect(connectionsFor(processLimits())).toBeGreaterThan(0);
});
