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

/** In the certificate of a domain whose time has not come. */
export const fromTomorrow = (domain: string): string => `${domain} from tomorrow`;

/** Among expired domains: the clock is in doubt. */
export const inDoubt = (domain: string): string => `${domain} in doubt`;

/** Trust where a certificate is the list of its domains; those in `expired` are expired, or so it seems where they are in doubt. */
export const trustInNames = (expired: ReadonlySet<string> = new Set()): Trust => ({
  verify: (chain, domain) => {
    const names = chain.map((name) => Buffer.from(name).toString());
    if (names.includes(domain) && !expired.has(domain) && !expired.has(inDoubt(domain))) return { trusted: true };
    if (names.includes(domain) && expired.has(inDoubt(domain)))
      return { trusted: false, problem: "expired", text: "it seems to be over", isTemporary: true };
    if (names.includes(fromTomorrow(domain)))
      return { trusted: false, problem: "not-yet-valid", text: "its time has not come", isTemporary: true };
    return { trusted: false, problem: "wrong-name", text: "its certificate is for other names" };
  },
});
