import { expect, test } from "bun:test";
import { didYouMean, editsBetween } from "./did-you-mean.ts";

const VERBS = ["run", "setup", "status", "user", "certificate"];

test("a slip of the fingers finds its word", () => {
  expect(didYouMean("stauts", VERBS)).toBe("status");
  expect(didYouMean("setpu", VERBS)).toBe("setup");
  expect(didYouMean("certifcate", VERBS)).toBe("certificate");
  expect(didYouMean("RUN", VERBS)).toBe("run");
});

test("another word is not mistaken for a known one", () => {
  expect(didYouMean("banana", VERBS)).toBeUndefined();
  expect(didYouMean("", VERBS)).toBeUndefined();
  expect(didYouMean("x".repeat(10_000), VERBS)).toBeUndefined();
});

test("edits are counted: a swap of neighbours is one", () => {
  expect(editsBetween("ab", "ba")).toBe(1);
  expect(editsBetween("kitten", "sitting")).toBe(3);
  expect(editsBetween("", "abc")).toBe(3);
});
