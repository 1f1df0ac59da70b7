import { expect, test } from "bun:test";
import { lazy, withLazy } from "./lazy.ts";

test("what is lazy is made when it is first asked for, and once", () => {
  let made = 0;
  const value = lazy(() => {
    made += 1;
    return undefined;
  });
  expect(made).toBe(0);
  value();
  value();
  expect(made).toBe(1);
});

test("what could not be made is made anew the next time", () => {
  let tries = 0;
  const value = lazy(() => {
    tries += 1;
    if (tries === 1) throw new Error("not yet");
    return tries;
  });
  expect(value).toThrow("not yet");
  expect(value()).toBe(2);
});

test("properties are made one by one, when they are first read", () => {
  const made: string[] = [];
  const both = withLazy<{ first: number; second: number }>({
    first: () => made.push("first"),
    second: () => made.push("second"),
  });
  expect(Object.keys(both)).toEqual(["first", "second"]);
  expect(made).toEqual([]);
  expect([both.second, both.second, both.first]).toEqual([1, 1, 2]);
  expect(made).toEqual(["second", "first"]);
});
