/** What one account makes rooms send is bounded, at once and for long; what others say is not touched by it. */
import { expect, test } from "bun:test";
import { StanzaError } from "../../../../stanza-error.ts";
import { BroadcastLimiter } from "./broadcast-limiter.ts";

function allowance() {
  let time = 0;
  const of = new BroadcastLimiter({ burst: 1000, rate: 100, now: () => time });
  const spend = (account: string, bytes: number, clients: number): string => {
    try {
      of.spend(account, bytes, clients);
      return "";
    } catch (error) {
      return error instanceof StanzaError ? error.condition : String(error);
    }
  };
  const wait = (seconds: number): void => {
    time += seconds * 1000;
  };
  return { spend, wait };
}

test("as much at once as there is, and then as much as comes in with time", () => {
  const { spend, wait } = allowance();
  expect([spend("a@b", 100, 9), spend("a@b", 100, 1)]).toEqual(["", ""]);
  expect(spend("a@b", 1, 1)).toBe("resource-constraint");
  wait(1);
  expect([spend("a@b", 101, 1), spend("a@b", 10, 10), spend("a@b", 1, 1)]).toEqual([
    "resource-constraint",
    "",
    "resource-constraint",
  ]);
  wait(1000);
  expect([spend("a@b", 1, 1000), spend("a@b", 1, 1)]).toEqual(["", "resource-constraint"]);
});

test("what is too long for so many is so however long one waits, and costs nothing", () => {
  const { spend } = allowance();
  expect([spend("a@b", 101, 10), spend("a@b", 100, 10)]).toEqual(["policy-violation", ""]);
});

test("each account has its own", () => {
  const { spend } = allowance();
  expect([spend("a@b", 1000, 1), spend("c@d", 1000, 1), spend("a@b", 1, 1)]).toEqual(["", "", "resource-constraint"]);
});

test("who spends is remembered, however many do", () => {
  const { spend } = allowance();
  for (let n = 0; n < 20_000; n += 1) {
    spend(`n${n}@b`, 1000, 1);
    expect(spend(`n${n}@b`, 1, 1)).toBe("resource-constraint");
  }
});
