/** Check: is the certificate in the home one of an authority with its own key, and can it be renewed as it is set up? */
import { defineCheck, type Facts, type FoundOf, type NoDetails, said } from "./check.ts";

interface Details {
  /** `folder`: of the certificate and the key that is another's. */
  readonly "certificate-unmatched": { readonly folder: string };
  /** The authority has issued none yet. */
  readonly "certificate-none": NoDetails;
  /** The port at which the authority does not get in. */
  readonly "renewal-port": { readonly port: number; readonly challenge: string };
  /** The name of the TXT record that is not there. */
  readonly "renewal-record": { readonly name: string };
}

/** RFC 8555 §8.3, RFC 8737: where the authority comes to. */
const VISITED = {
  "http-01": { port: 80, listener: "http" },
  "tls-alpn-01": { port: 443, listener: "https" },
} as const;

export const renewalCheck = defineCheck<Details>({
  look: (facts) => {
    const { certificateFiles: files, names } = facts.health ?? {};
    const found: FoundOf<Details>[] = [];
    if (files?.unmatched)
      found.push({ kind: "certificate-unmatched", severity: "bad", details: { folder: files.unmatched } });
    else if (files?.isNoneIssued) found.push({ kind: "certificate-none", severity: "warning", details: {} });
    const challenge = files?.source === "acme" ? files.challenge : undefined;
    const visit = challenge === "http-01" || challenge === "tls-alpn-01" ? VISITED[challenge] : undefined;
    if (challenge !== undefined && visit && isShut(facts, visit))
      found.push({ kind: "renewal-port", severity: "warning", details: { port: visit.port, challenge } });
    if (names?.renewal !== undefined)
      found.push({ kind: "renewal-record", severity: "warning", details: { name: names.renewal } });
    return found;
  },
  say: {
    "certificate-unmatched": ({ folder }, { health }) => said(health["certificate-unmatched"](folder)),
    "certificate-none": (_, { health }) => said(health["certificate-none"]()),
    "renewal-port": ({ port, challenge }, { health }) => said(health["renewal-port"](port, challenge)),
    "renewal-record": ({ name }, { health }) => said(health["renewal-record"](name)),
  },
});

/** Another program has it, or somebody who looked from outside did not get in. */
const isShut = (
  { web, notReached = [], health }: Facts,
  { port, listener }: { readonly port: number; readonly listener: string },
): boolean =>
  (web?.refused ?? []).some((refused) => refused.listener === listener) ||
  notReached.some((unreached) => unreached.port === port) ||
  (health?.ports ?? []).some((seen) => seen.listener === listener && seen.state === "taken");
