/** What a diagnosis is made with. */

import type { MessageValues, Remedy, RemedyKey } from "../messages/certificate-problems.ts";
import type { Resolver } from "../net/resolver.ts";
import type { CertificateProblem } from "./certificate-error.ts";
import { type Authority, authorityName } from "./directory.ts";

export interface DiagnosisDeps {
  readonly authority: Authority;
  /** The authority's names in CAA records. */
  readonly caaIdentities: readonly string[];
  /** This machine's addresses on the Internet. */
  readonly publicAddresses: readonly string[];
  /** This machine's name on the Internet. */
  readonly host: string;
  readonly dns: Resolver;
}

export const remedy = (key: RemedyKey, values: MessageValues = {}): Remedy => ({ key, values });

/** CAA forbids the authority to issue for the name (RFC 8659). */
export function caaForbids(name: string, { authority, caaIdentities }: DiagnosisDeps): CertificateProblem {
  const record = `${name}. IN CAA 0 issue "${caaIdentities[0] ?? new URL(authority.directory).hostname}"`;
  const values = { name, ca: authorityName(authority) };
  return { reason: "caa-forbids", values, remedies: [remedy("change-caa", { record })], name };
}
