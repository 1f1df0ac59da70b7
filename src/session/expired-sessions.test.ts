import { expect, test } from "bun:test";
import { ExpiredSessions } from "./expired-sessions.ts";

test("XEP-0198 §5: how much was handled is told to whose session it was", () => {
  const expired = new ExpiredSessions();
  expired.add("id", "romeo@localhost", 7);
  expect(expired.handled("id", "romeo@localhost")).toBe(7);
  expect(expired.handled("id", "juliet@localhost")).toBeUndefined();
  expect(expired.handled("other", "romeo@localhost")).toBeUndefined();
});

test("the oldest are forgotten", () => {
  const expired = new ExpiredSessions();
  for (let n = 0; n <= 1000; n++) expired.add(`${n}`, "romeo@localhost", n);
  expect(expired.handled("0", "romeo@localhost")).toBeUndefined();
  expect(expired.handled("1", "romeo@localhost")).toBe(1);
  expect(expired.handled("1000", "romeo@localhost")).toBe(1000);
});
