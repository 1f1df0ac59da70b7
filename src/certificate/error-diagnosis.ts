/** RFC 8555 §6.7: what an error of the authority means (an account, an order, a limit) and what helps. */
import type { Resolver } from "../dns/resolver.ts";
import type { MessageValues, Reason, Remedy, RemedyKey } from "../messages/certificate-sentences.ts";
import { type Authority, authorityName } from "./authority.ts";
import type { CertificateProblem } from "./certificate-error.ts";
import type { AcmeError } from "./problem-document.ts";

/** What a diagnosis is made with. */
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

/** The error as a problem. */
export function diagnoseError({ document, status, retryAt }: AcmeError, deps: DiagnosisDeps): CertificateProblem {
  const [about] = document.subproblems;
  const name = about?.name ?? nameIn(document.detail);
  const type = document.type === "compound" || (document.type === "malformed" && about) ? about?.type : document.type;
  const detail = about?.detail || document.detail || `HTTP status ${status}`;
  const values = { ca: authorityName(deps.authority), detail, ...(name === undefined ? {} : { name }) };
  const problem = (reason: Reason, ...remedies: readonly Remedy[]): CertificateProblem => ({
    reason,
    values,
    remedies,
    name,
    retryAt,
  });
  // Let's Encrypt answers "rateLimited" for a name that it has paused, with the address where it can be unpaused.
  const portal = /https:\/\/\S+\/unpause\S*/.exec(document.detail)?.[0];
  if (portal !== undefined) return problem("paused", remedy("unpause", { url: portal }));
  switch (type) {
    case "rateLimited": {
      const until = retryAt ?? timeIn(document.detail);
      const time = until === undefined ? undefined : { time: until };
      if (time === undefined) return problem("ca-busy", remedy("try-later"));
      return {
        ...problem("rate-limited", remedy("wait-until", { until: time })),
        values: { ...values, until: time },
        retryAt: until,
      };
    }
    case "caa":
      return caaForbids(name ?? "", deps);
    case "rejectedIdentifier":
    case "unsupportedIdentifier":
      return { ...problem("name-refused", remedy("own-for-now")), values: { ...values, name: name ?? "" } };
    case "accountDoesNotExist":
    case "externalAccountRequired":
    case "unsupportedContact":
    case "invalidContact":
    case "userActionRequired":
    case "unauthorized":
      return problem("account-refused", remedy("check-ca-file"));
    default:
      return status >= 500 || status === 429
        ? problem("ca-busy", remedy("try-later"))
        : problem("ca-refused", remedy("try-later"));
  }
}

/** Let's Encrypt writes: … for "example.com" …, retry after 2026-11-22 14:00:00 UTC. */
const nameIn = (detail: string): string | undefined =>
  /"((?:[a-z0-9-]+\.)+[a-z0-9-]+)"/i.exec(detail)?.[1] ??
  /certificates for ((?:[a-z0-9-]+\.)+[a-z0-9-]+)/i.exec(detail)?.[1];

function timeIn(detail: string): number | undefined {
  const found = /retry after (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/i.exec(detail);
  const time = found === null ? Number.NaN : Date.parse(`${found[1]}T${found[2]}Z`);
  return Number.isNaN(time) ? undefined : time;
}
