import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { MINUTE } from "../clock.ts";
import { OperationError } from "../operation-error.ts";
import { openPhoneChecks, type PhoneChecksDeps, type PhoneStep } from "./phone-check.ts";

const OUTSIDE = { address: "198.51.100.9" };
const INSIDE = { address: "192.0.2.1" };

/** Links are https://example.com/check/token1, token2 …. */
function checksWith(changes: Partial<PhoneChecksDeps> = {}) {
  const clock = manualClock();
  let ids = 0;
  const checks = openPhoneChecks({
    webOrigin: () => "https://example.com",
    isTrusted: () => true,
    lookAround: async () => {},
    locationOf: (address) => (address === INSIDE.address ? "inside" : "outside"),
    clock,
    id: () => `token${++ids}`,
    ...changes,
  });
  /** The link is there once this resolves. */
  const start = async () => {
    const steps: PhoneStep[] = [];
    const leaving = new AbortController();
    const over = checks.start()((step) => steps.push(step), leaving.signal);
    await Promise.resolve();
    await Promise.resolve();
    return { steps, over, leave: () => leaving.abort() };
  };
  return { checks, clock, start };
}

test("a link ends after ten minutes, and is then as unknown as any other", async () => {
  const { checks, clock, start } = checksWith();
  const { steps, over } = await start();
  expect(steps).toEqual([{ link: "https://example.com/check/token1", expires: 10 * MINUTE, isTrusted: true }]);
  clock.advance(10 * MINUTE - 1);
  expect(checks.visit("token1", OUTSIDE)).toMatchObject({ location: "outside" });
  clock.advance(1);
  await over;
  expect(steps.at(-1)).toEqual({ ended: "expired" });
  expect(checks.visit("token1", OUTSIDE)).toBeUndefined();
  expect(checks.report("token1", OUTSIDE, true)).toBe(false);
});

test("it ends once a phone from outside has opened a WebSocket, and says so once", async () => {
  const { checks, start } = checksWith();
  const { steps, over, leave } = await start();
  checks.report("token1", INSIDE, true);
  checks.report("token1", OUTSIDE, false);
  checks.report("token1", OUTSIDE, true);
  await over;
  leave();
  expect(steps.filter((step) => "ended" in step)).toEqual([{ ended: "seen" }]);
});

test("whoever leaves ends the link", async () => {
  const { checks, start } = checksWith();
  const { over, leave } = await start();
  leave();
  await over;
  expect(checks.visit("token1", OUTSIDE)).toBeUndefined();
});

test("what a phone from outside has seen is kept, though one within comes later", async () => {
  const { checks, start } = checksWith();
  await start();
  expect(checks.sights()).toEqual([]);
  checks.visit("token1", INSIDE);
  expect(checks.sights()).toMatchObject([{ address: INSIDE.address, reached: "unknown" }]);
  checks.visit("token1", OUTSIDE);
  checks.visit("token1", INSIDE);
  expect(checks.sights()).toMatchObject([{ address: OUTSIDE.address, reached: "yes" }]);
});

test("without pages there is no link", () => {
  expect(() => checksWith({ webOrigin: () => undefined }).checks.start()).toThrow(OperationError);
});
