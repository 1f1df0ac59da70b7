import { expect, test } from "bun:test";
import type { LogEvent } from "../log.ts";
import { openTimers } from "./timers.ts";

const quiet = () => {};

test("callbacks are called in the order of their times", async () => {
  const { schedule, begin } = openTimers({ error: quiet, warn: quiet, info: quiet, debug: quiet });
  begin();
  const called: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  schedule(200, () => {
    called.push("second");
    resolve();
  });
  schedule(0, () => void called.push("first"));
  await promise;
  expect(called).toEqual(["first", "second"]);
});

test("a callback that fails is logged, and the others are called", async () => {
  const errors: LogEvent[] = [];
  const { schedule, begin } = openTimers({
    error: (event) => void errors.push(event),
    warn: quiet,
    info: quiet,
    debug: quiet,
  });
  begin();
  schedule(0, () => {
    throw new Error("not today");
  });
  await new Promise<void>((resolve) => schedule(1, resolve));
  expect(errors.map(({ event }) => event)).toEqual(["later-failed"]);
});

test("after stop no callback is called, neither those that wait nor those scheduled then", async () => {
  const { schedule, begin, stop } = openTimers({ error: quiet, warn: quiet, info: quiet, debug: quiet });
  begin();
  const called: string[] = [];
  schedule(0, () => void called.push("before"));
  stop();
  schedule(0, () => void called.push("after"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(called).toEqual([]);
});

test("until it begins nobody is called back, and then in the order in which it was scheduled", async () => {
  const { schedule, begin } = openTimers({ error: quiet, warn: quiet, info: quiet, debug: quiet });
  const called: string[] = [];
  schedule(0, () => void called.push("first"));
  schedule(0, () => void called.push("second"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(called).toEqual([]);
  begin();
  await new Promise<void>((resolve) => schedule(1, resolve));
  expect(called).toEqual(["first", "second"]);
});
