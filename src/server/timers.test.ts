import { expect, test } from "bun:test";
import type { LogEvent } from "../log.ts";
import { openTimers } from "./timers.ts";

const quiet = () => {};

test("who wanted to be called back is, in the order of time", async () => {
  const { schedule } = openTimers({ error: quiet, warn: quiet, info: quiet, debug: quiet });
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

test("what fails is logged, and the others are called all the same", async () => {
  const errors: LogEvent[] = [];
  const { schedule } = openTimers({
    error: (event) => void errors.push(event),
    warn: quiet,
    info: quiet,
    debug: quiet,
  });
  schedule(0, () => {
    throw new Error("not today");
  });
  await new Promise<void>((resolve) => schedule(1, resolve));
  expect(errors.map(({ event }) => event)).toEqual(["later-failed"]);
});

test("after the stop nobody is called, neither who waits nor who comes then", async () => {
  const { schedule, stop } = openTimers({ error: quiet, warn: quiet, info: quiet, debug: quiet });
  const called: string[] = [];
  schedule(0, () => void called.push("before"));
  stop();
  schedule(0, () => void called.push("after"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(called).toEqual([]);
});
