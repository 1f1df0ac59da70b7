import { expect, test } from "bun:test";
import { didYouMean, editsBetween } from "./did-you-mean.ts";

const VERBS = ["run", "setup", "status", "user", "certificate"];

test("a mistyped word finds the known one", () => {
  expect(didYouMean("stauts", VERBS)).toBe("status");
  expect(didYouMean("setpu", VERBS)).toBe("setup");
  expect(didYouMean("certifcate", VERBS)).toBe("certificate");
  expect(didYouMean("RUN", VERBS)).toBe("run");
});

test("a different word suggests nothing", () => {
  expect(didYouMean("banana", VERBS)).toBeUndefined();
  expect(didYouMean("", VERBS)).toBeUndefined();
  expect(didYouMean("x".repeat(10_000), VERBS)).toBeUndefined();
});

test("a swap of neighbours is one edit", () => {
  expect(editsBetween("ab", "ba")).toBe(1);
  expect(editsBetween("kitten", "sitting")).toBe(3);
  expect(editsBetween("", "abc")).toBe(3);
});
