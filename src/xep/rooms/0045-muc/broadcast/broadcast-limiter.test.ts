/** The bytes that one account makes rooms send are bounded, at once and in the long run; those of others are not affected. */
import { expect, test } from "bun:test";
import { StanzaError } from "../../../../stanza-error.ts";
import { BroadcastLimiter } from "./broadcast-limiter.ts";

function limiter() {
  let time = 0;
  const limiter = new BroadcastLimiter({ burst: 1000, rate: 100, now: () => time });
  const spend = (account: string, bytes: number, clients: number): string => {
    try {
      limiter.spend(account, bytes, clients);
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

test("a burst at once, and then as much as the rate gives", () => {
  const { spend, wait } = limiter();
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

test("a stanza that exceeds the burst by itself is refused at any time, and does not count", () => {
  const { spend } = limiter();
  expect([spend("a@b", 101, 10), spend("a@b", 100, 10)]).toEqual(["policy-violation", ""]);
});

test("each account has its own burst", () => {
  const { spend } = limiter();
  expect([spend("a@b", 1000, 1), spend("c@d", 1000, 1), spend("a@b", 1, 1)]).toEqual(["", "", "resource-constraint"]);
});

test("accounts are still bounded when many others have spent", () => {
  const { spend } = limiter();
  for (let n = 0; n < 20_000; n += 1) {
    spend(`n${n}@b`, 1000, 1);
    expect(spend(`n${n}@b`, 1, 1)).toBe("resource-constraint");
  }
});
