import { expect, test } from "bun:test";
import { loginThrottle } from "./login-throttle.ts";

const LIMITS = { failures_per_address: 5, failures_per_account: 3, failure_window: 60_000 };
const ALICE = "alice@example.com";

function fail(throttle: ReturnType<typeof loginThrottle>, address: string, account: string, times: number): void {
  for (let time = 0; time < times; time++) if (throttle.mayTry(address, account)) throttle.failed(address);
}

test("an account that was guessed at too often waits, from wherever", () => {
  let now = 0;
  const throttle = loginThrottle(LIMITS, { monotonic: () => now });
  fail(throttle, "192.0.2.1", ALICE, 3);
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(false);
  expect(throttle.mayTry("198.51.100.1", "bob@example.com")).toBe(true);
  now += 20_000;
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
});

test("its owner is not locked out where it has signed in before", () => {
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

test("who signs in from many places is not taken for somebody who guesses", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  for (let n = 0; n < 20; n++) {
    expect(throttle.mayTry(`198.51.100.${n}`, ALICE)).toBe(true);
    throttle.succeeded(`198.51.100.${n}`, ALICE);
  }
});

test("who signs in again and again where it is known gives those who guess no more tries", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  throttle.succeeded("198.51.100.1", ALICE);
  fail(throttle, "192.0.2.1", ALICE, 3);
  for (let n = 0; n < 20; n++) {
    expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
    throttle.succeeded("198.51.100.1", ALICE);
  }
  expect(throttle.mayTry("192.0.2.2", ALICE)).toBe(false);
});

test("where it is known goes for its whole network, and for that account alone", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  throttle.succeeded("2001:db8::1", ALICE);
  fail(throttle, "192.0.2.1", ALICE, 3);
  fail(throttle, "192.0.2.2", "bob@example.com", 3);
  expect(throttle.mayTry("2001:db8::2", ALICE)).toBe(true);
  expect(throttle.mayTry("2001:db8::2", "bob@example.com")).toBe(false);
});

test("of ten thousand places the first is forgotten, and the others are not", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  const placeOf = (n: number): string => `10.0.${n >> 8}.${n & 255}`;
  for (let n = 0; n <= 10_000; n++) throttle.succeeded(placeOf(n), ALICE);
  fail(throttle, "192.0.2.1", ALICE, 3);
  expect([0, 1, 10_000].map((n) => throttle.mayTry(placeOf(n), ALICE))).toEqual([false, true, true]);
});

test("an address that tried many accounts waits; one IPv6 subscriber is one address", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  for (const n of [1, 2, 3, 4, 5]) fail(throttle, `2001:db8::${n}`, `user${n}@example.com`, 1);
  expect(throttle.mayTry("2001:db8::99", ALICE)).toBe(false);
  expect(throttle.mayTry("2001:db8:0:1::1", ALICE)).toBe(true);
});

test("what is tried at the same moment is counted before any of it has failed", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  const tries = Array.from({ length: 100 }, (_, n) => throttle.mayTry(`192.0.2.${n}`, ALICE));
  expect(tries.filter((isLet) => isLet)).toHaveLength(LIMITS.failures_per_account);
});

test("who signs in has not failed, and a thousand who share an address may do so at once", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  for (let n = 0; n < 1000; n++) expect(throttle.mayTry("192.0.2.1", `user${n}@example.com`)).toBe(true);
  for (let n = 0; n < 1000; n++) throttle.succeeded("192.0.2.1", `user${n}@example.com`);
  for (let n = 0; n < 10; n++) {
    expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
    throttle.succeeded("198.51.100.1", ALICE);
  }
  expect(throttle.mayTry("203.0.113.1", ALICE)).toBe(true);
});

test("a hundred guesses at a hundred accounts at the same moment keep an address waiting for as long as one by one", () => {
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

test("new limits hold at once, of addresses as well", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  for (let n = 0; n < 5; n++) fail(throttle, "192.0.2.1", `user${n}@example.com`, 1);
  expect(throttle.mayTry("192.0.2.1", ALICE)).toBe(false);
  throttle.configure({ ...LIMITS, failures_per_address: 10 });
  fail(throttle, "192.0.2.1", ALICE, 1);
  expect(throttle.mayTry("192.0.2.1", ALICE)).toBe(true);
});

test("new limits of accounts hold at once", () => {
  const throttle = loginThrottle(LIMITS, { monotonic: () => 0 });
  fail(throttle, "192.0.2.1", ALICE, 3);
  throttle.configure({ ...LIMITS, failures_per_account: 10 });
  expect(throttle.mayTry("198.51.100.1", ALICE)).toBe(true);
});
