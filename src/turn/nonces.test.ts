/** RFC 8489 §9.2: how long a nonce is of use, and to whom. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { MINUTE } from "../clock.ts";
import { openNonces } from "./nonces.ts";

const open = (secret: string) => {
  const clock = manualClock();
  const nonces = openNonces({ secret: Buffer.from(secret), lifetime: 10 * MINUTE, monotonic: clock.monotonic });
  return { clock, nonces };
};

test("a nonce is fresh until its lifetime is over", () => {
  const { clock, nonces } = open("a");
  const nonce = nonces.issue("192.0.2.1");
  clock.advance(10 * MINUTE);
  expect(nonces.isFresh(nonce, "192.0.2.1")).toBe(true);
  clock.advance(1);
  expect(nonces.isFresh(nonce, "192.0.2.1")).toBe(false);
});

test("a nonce is of use to nobody else, and neither is one of another server, or one that was changed", () => {
  const { nonces } = open("a");
  const nonce = nonces.issue("192.0.2.1");
  expect(nonces.isFresh(nonce, "192.0.2.2")).toBe(false);
  expect(open("b").nonces.isFresh(nonce, "192.0.2.1")).toBe(false);
  // Without the password algorithms among the security features.
  expect(nonces.isFresh(nonce.replace("obMatJos2AAAB", "obMatJos2AAAA"), "192.0.2.1")).toBe(false);
  for (const made of ["", "obMatJos2AAAB", `${nonce}AAAA`]) expect(nonces.isFresh(made, "192.0.2.1")).toBe(false);
});
