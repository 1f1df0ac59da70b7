import { expect, test } from "bun:test";
import type { LogEvent } from "../log.ts";
import { laterOf } from "./later.ts";

const quiet = () => {};

test("who wanted to be called back is, in the order of time", async () => {
  const { call } = laterOf({ error: quiet, warn: quiet, info: quiet, debug: quiet });
  const called: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  call(200, () => {
    called.push("second");
    resolve();
  });
  call(0, () => void called.push("first"));
  await promise;
  expect(called).toEqual(["first", "second"]);
});

test("what fails is logged, and the others are called all the same", async () => {
  const errors: LogEvent[] = [];
  const { call } = laterOf({ error: (event) => void errors.push(event), warn: quiet, info: quiet, debug: quiet });
  call(0, () => {
    throw new Error("not today");
  });
  await new Promise<void>((resolve) => call(1, resolve));
  expect(errors.map(({ event }) => event)).toEqual(["later-failed"]);
});

test("after the stop nobody is called, neither who waits nor who comes then", async () => {
  const { call, stop } = laterOf({ error: quiet, warn: quiet, info: quiet, debug: quiet });
  const called: string[] = [];
  call(0, () => void called.push("before"));
  stop();
  call(0, () => void called.push("after"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(called).toEqual([]);
});
