/** Dependencies of federation streams in tests: policy, limits, secret, and trust without X.509. */
import type { PolicyOptions } from "../../../src/federation/policy.ts";
import type { Trust } from "../../../src/trust/verdict.ts";
import { limitsFor } from "../../../src/xml/limits.ts";

/** A policy that allows every domain with a certificate. */
export const OPEN: PolicyOptions = {
  enabled: true,
  allow: [],
  deny: [],
  requireCertificate: true,
  unverified: [],
  plaintext: [],
};

const STRANGER = limitsFor(10_000);
export const XML = { stranger: STRANGER, authenticated: limitsFor(100_000) };

export const SECRET = new Uint8Array(32).fill(7);

/** Trust where a certificate is the list of its domains; those in `expired` are expired. */
export const trustInNames = (expired: ReadonlySet<string> = new Set()): Trust => ({
  verify: (chain, domain) =>
    chain.some((name) => Buffer.from(name).toString() === domain) && !expired.has(domain)
      ? { trusted: true }
      : { trusted: false, problem: "wrong-name", text: "its certificate is for other names" },
});
