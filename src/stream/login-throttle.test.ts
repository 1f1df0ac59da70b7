import { expect, test } from "bun:test";
import { loginThrottle } from "./login-throttle.ts";

const LIMITS = { failures_per_address: 5, failures_per_account: 3, failure_window: 60_000 };
const ALICE = "alice@example.com";

function fail(throttle: ReturnType<typeof loginThrottle>, address: string, account: string, times: number): void {
  for (let time = 0; time < times; time++) if (throttle.mayTry(address, account)) throttle.failed(address);
}

test("after too many failures for an account nobody may try it, from any address", () => {
  let now = 0;
  const throttle = loginThrottle(LIMITS, { monotonic: () => now });
  fail(throttle, "192.0.2.1", ALICE, 3);
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(false);
  expect(throttle.mayTry("198.51.100.1", "bob@example.com")).toBe(true);
  now += 20_000;
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
});

test("the owner is not locked out where the account has signed in before", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  throttle.succeeded("198.51.100.1", ALICE);
  fail(throttle, "192.0.2.1", ALICE, 3);
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
  expect(throttle.mayTry("192.0.2.1", ALICE)).toBe(false);
});

test("an address where an account has signed in before is limited like any other, for that account as well", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  throttle.succeeded("198.51.100.1", ALICE);
  fail(throttle, "198.51.100.1", ALICE, 5);
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(false);
});

test("signing in from many addresses does not count as guessing", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  for (let n = 0; n < 20; n++) {
    expect(throttle.mayTry(`198.51.100.${n}`, ALICE)).toBe(true);
    throttle.succeeded(`198.51.100.${n}`, ALICE);
  }
});

test("signing in again and again from a known address gives guesses no more attempts", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  throttle.succeeded("198.51.100.1", ALICE);
  fail(throttle, "192.0.2.1", ALICE, 3);
  for (let n = 0; n < 20; n++) {
    expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
    throttle.succeeded("198.51.100.1", ALICE);
  }
  expect(throttle.mayTry("192.0.2.2", ALICE)).toBe(false);
});

test("a known address stands for its whole network, and for that account alone", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  throttle.succeeded("2001:db8::1", ALICE);
  fail(throttle, "192.0.2.1", ALICE, 3);
  fail(throttle, "192.0.2.2", "bob@example.com", 3);
  expect(throttle.mayTry("2001:db8::2", ALICE)).toBe(true);
  expect(throttle.mayTry("2001:db8::2", "bob@example.com")).toBe(false);
});

test("of more than ten thousand known addresses the first is forgotten", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  const placeOf = (n: number): string => `10.0.${n >> 8}.${n & 255}`;
  for (let n = 0; n <= 10_000; n++) throttle.succeeded(placeOf(n), ALICE);
  fail(throttle, "192.0.2.1", ALICE, 3);
  expect([0, 1, 10_000].map((n) => throttle.mayTry(placeOf(n), ALICE))).toEqual([false, true, true]);
});

test("after too many failures from an address it may not try any account; an IPv6 subscriber is one address", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  for (const n of [1, 2, 3, 4, 5]) fail(throttle, `2001:db8::${n}`, `user${n}@example.com`, 1);
  expect(throttle.mayTry("2001:db8::99", ALICE)).toBe(false);
  expect(throttle.mayTry("2001:db8:0:1::1", ALICE)).toBe(true);
});

test("concurrent attempts are counted before any of them has failed", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  const tries = Array.from({ length: 100 }, (_, n) => throttle.mayTry(`192.0.2.${n}`, ALICE));
  expect(tries.filter((isLet) => isLet)).toHaveLength(LIMITS.failures_per_account);
});

test("signing in is not a failure: a thousand who share an address may do so at once", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  for (let n = 0; n < 1000; n++) expect(throttle.mayTry("192.0.2.1", `user${n}@example.com`)).toBe(true);
  for (let n = 0; n < 1000; n++) throttle.succeeded("192.0.2.1", `user${n}@example.com`);
  for (let n = 0; n < 10; n++) {
    expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
    throttle.succeeded("198.51.100.1", ALICE);
  }
  expect(throttle.mayTry("203.0.113.1", ALICE)).toBe(true);
});

test("a hundred concurrent guesses at a hundred accounts block an address for as long as one by one", () => {
  let now = 0;
  const throttle = loginThrottle(LIMITS, { monotonic: () => now });
  const names = Array.from({ length: 100 }, (_, n) => `user${n}@example.com`);
  for (const name of names) expect(throttle.mayTry("192.0.2.1", name)).toBe(true);
  for (const _ of names) throttle.failed("192.0.2.1");
  now += LIMITS.failure_window * 19;
  expect(throttle.mayTry("192.0.2.1", ALICE)).toBe(false);
  now += LIMITS.failure_window;
  expect(throttle.mayTry("192.0.2.1", ALICE)).toBe(true);
});

test("new limits per address apply at once", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  for (let n = 0; n < 5; n++) fail(throttle, "192.0.2.1", `user${n}@example.com`, 1);
  expect(throttle.mayTry("192.0.2.1", ALICE)).toBe(false);
  throttle.configure({ ...LIMITS, failures_per_address: 10 });
  fail(throttle, "192.0.2.1", ALICE, 1);
  expect(throttle.mayTry("192.0.2.1", ALICE)).toBe(true);
});

test("new limits per account apply at once", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  fail(throttle, "192.0.2.1", ALICE, 3);
  throttle.configure({ ...LIMITS, failures_per_account: 10 });
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
});
