import { expect, test } from "bun:test";
import { formattedSample, sampleOf, spreadOf } from "./numbers.ts";

test("the median of an even number of rounds is between those in the middle", () => {
  expect(sampleOf([4, 1, 3, 100])).toEqual({ median: 3.5, least: 1, most: 100, rounds: 4 });
});

test("the spread is the distance of the farthest round, in either direction", () => {
  expect(spreadOf(sampleOf([5, 10, 12]))).toBe(0.5);
  expect(spreadOf(sampleOf([9, 10, 13]))).toBe(0.3);
});

test("one round, or a median of zero, has no spread", () => {
  expect(formattedSample(sampleOf([7]))).toBe("7");
  expect(formattedSample(sampleOf([0, 0, 1]))).toBe("0");
});
