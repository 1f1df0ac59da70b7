/** RFC 8555 §6.7: why an authority refused a request: an account, an order, a limit. */

import type { Reason, Remedy } from "../messages/certificate-problems.ts";
import type { CertificateProblem } from "./certificate-error.ts";
import { caaForbids, type DiagnosisDeps, remedy } from "./diagnosis-means.ts";
import { authorityName } from "./directory.ts";
import type { AcmeError } from "./problem-document.ts";

/** The refusal as a problem. */
export function diagnoseError({ document, status, retryAt }: AcmeError, means: DiagnosisDeps): CertificateProblem {
  const [about] = document.subproblems;
  const name = about?.name ?? nameIn(document.detail);
  const type = document.type === "compound" || (document.type === "malformed" && about) ? about?.type : document.type;
  const detail = about?.detail || document.detail || `HTTP status ${status}`;
  const values = { ca: authorityName(means.authority), detail, ...(name === undefined ? {} : { name }) };
  const problem = (reason: Reason, ...remedies: readonly Remedy[]): CertificateProblem => ({
    reason,
    values,
    remedies,
    name,
    retryAt,
  });
  // Let's Encrypt says "rateLimited" to a name that it has paused, and where to allow it again.
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
      return caaForbids(name ?? "", means);
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
  return found === null ? undefined : Date.parse(`${found[1]}T${found[2]}Z`);
}
