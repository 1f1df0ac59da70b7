/** Token buckets. */
import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { RateLimit, TokenBucket } from "./rate-limit.ts";

describe("a token bucket", () => {
  test("gives its burst at once, then as much as is refilled", () => {
    const clock = manualClock();
    const bucket = new TokenBucket({ burst: 1000, perSecond: 100 }, clock.monotonic);
    expect(bucket.take(1000)).toBe(0);
    expect(bucket.take(50)).toBe(500);
    clock.advance(500);
    expect(bucket.tokens).toBe(0);
    expect(bucket.take(1)).toBe(10);
  });
  test("never holds more than its burst", () => {
    const clock = manualClock();
    const bucket = new TokenBucket({ burst: 10, perSecond: 100 }, clock.monotonic);
    clock.advance(3_600_000);
    expect(bucket.tokens).toBe(10);
  });
});

describe("a rate limit by key", () => {
  const rate = { burst: 3, perSecond: 0.1 };
  test("a key without tokens does not affect another", () => {
    const limit = new RateLimit(rate, manualClock());
    expect([1, 2, 3, 4].map(() => limit.take("192.0.2.1"))).toEqual([true, true, true, false]);
    expect(limit.take("192.0.2.2")).toBe(true);
  });
  test("neither allows() nor a refused take() takes a token", () => {
    const clock = manualClock();
    const limit = new RateLimit({ burst: 1, perSecond: 0.1 }, clock);
    expect([limit.allows("a"), limit.allows("a"), limit.size]).toEqual([true, true, 0]);
    limit.take("a");
    for (let time = 0; time < 9; time += 1) {
      clock.advance(1000);
      expect(limit.take("a")).toBe(false);
    }
    clock.advance(1000);
    expect(limit.take("a")).toBe(true);
  });
  test("a key that is forgotten has a full bucket", () => {
    const limit = new RateLimit({ burst: 1, perSecond: 0 }, manualClock());
    limit.take("a");
    expect(limit.allows("a")).toBe(false);
    limit.forget("a");
    expect(limit.allows("a")).toBe(true);
  });
  test("the table is bounded: the key that was used longest ago is dropped first", () => {
    const limit = new RateLimit({ burst: 2, perSecond: 0 }, manualClock(), 3);
    for (const key of ["a", "b", "c", "a", "d"]) limit.take(key);
    expect(limit.size).toBe(3);
    expect(limit.allows("a")).toBe(false);
    for (let index = 0; index < 1000; index += 1) limit.take(`x${index}`);
    expect(limit.size).toBe(3);
  });
  test("a key that is used again drops no other", () => {
    const limit = new RateLimit({ burst: 1, perSecond: 0 }, manualClock(), 3);
    for (const key of ["a", "b", "c", "b", "c"]) limit.charge(key);
    expect(["a", "b", "c"].map((key) => limit.allows(key))).toEqual([false, false, false]);
  });
  test("by default ten thousand keys are kept", () => {
    const limit = new RateLimit(rate, manualClock());
    for (let key = 0; key <= 10_000; key += 1) limit.take(`${key}`);
    expect(limit.size).toBe(10_000);
  });
  test("a returned token can be taken again, once", () => {
    const limit = new RateLimit({ burst: 2, perSecond: 0 }, manualClock());
    expect([limit.take("a"), limit.take("a"), limit.take("a")]).toEqual([true, true, false]);
    limit.giveBack("a");
    expect([limit.take("a"), limit.take("a")]).toEqual([true, false]);
    for (let time = 0; time < 9; time += 1) limit.giveBack("a");
    expect([limit.take("a"), limit.take("a"), limit.take("a")]).toEqual([true, true, false]);
    limit.giveBack("b");
    expect(limit.size).toBe(1);
  });
});
