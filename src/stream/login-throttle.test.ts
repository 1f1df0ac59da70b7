import { expect, test } from "bun:test";
import { loginThrottle } from "./login-throttle.ts";

const LIMITS = { failures_per_address: 5, failures_per_account: 3, failure_window: 60_000 };
const ALICE = "alice@example.com";

function fail(throttle: ReturnType<typeof loginThrottle>, address: string, account: string, times: number): void {
  for (let time = 0; time < times; time++) throttle.failed(address, account);
}

test("an account that was guessed at too often waits, from wherever", () => {
  let now = 0;
  const throttle = loginThrottle(LIMITS, { now: () => now });
  fail(throttle, "192.0.2.1", ALICE, 3);
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(false);
  expect(throttle.mayTry("198.51.100.1", "bob@example.com")).toBe(true);
  now += 20_000;
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
});

test("its owner is not locked out where it has signed in before", () => {
  const throttle = loginThrottle(LIMITS, { now: () => 0 });
  throttle.succeeded("198.51.100.1", ALICE);
  fail(throttle, "192.0.2.1", ALICE, 3);
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
  expect(throttle.mayTry("192.0.2.1", ALICE)).toBe(false);
});

test("an address that tried many accounts waits; one IPv6 subscriber is one address", () => {
  const throttle = loginThrottle(LIMITS, { now: () => 0 });
  for (const n of [1, 2, 3, 4, 5]) throttle.failed(`2001:db8::${n}`, `user${n}@example.com`);
  expect(throttle.mayTry("2001:db8::99", ALICE)).toBe(false);
  expect(throttle.mayTry("2001:db8:0:1::1", ALICE)).toBe(true);
});

test("new limits hold at once", () => {
  const throttle = loginThrottle(LIMITS, { now: () => 0 });
  fail(throttle, "192.0.2.1", ALICE, 3);
  throttle.configure({ ...LIMITS, failures_per_account: 10 });
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
});
