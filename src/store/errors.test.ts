import { expect, test } from "bun:test";
import { fullError, StoreError } from "./errors.ts";

test.each([
  ["unusable", 73],
  ["full", 73],
  ["failed", 74],
  ["closed", 74],
  ["locked", 75],
  ["newer", 78],
] as const)("%s ends a command with %p, as sysexits has it", (reason, exitCode) => {
  expect(new StoreError(reason, "why")).toMatchObject({ reason, exitCode, message: "why" });
});

test("the error of a full disk says what to do", () => {
  const cause = new Error("SQLITE_FULL");
  expect(fullError(cause)).toMatchObject({ reason: "full", cause });
  expect(fullError().message).toContain("try again later");
});
