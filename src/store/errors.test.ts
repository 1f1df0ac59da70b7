import { expect, test } from "bun:test";
import { fullError } from "./errors.ts";

test("the error of a full disk says what to do", () => {
  const cause = new Error("SQLITE_FULL");
  expect(fullError(cause)).toMatchObject({ reason: "full", cause });
  expect(fullError().message).toContain("try again later");
});
