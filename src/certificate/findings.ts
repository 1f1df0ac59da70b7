/** What apps and other servers would say of a certificate: verified as they do it (RFC 5280, RFC 9525), by the public roots. */
import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { systemClock } from "../clock.ts";
import type { MessageValues, Reason, RemedyKey } from "../messages/certificate-sentences.ts";
import { isPrivateName } from "../special-names.ts";
import { openTrust } from "../trust/chain.ts";
import { readRoots } from "../trust/roots.ts";
import type { Problem, Trust } from "../trust/verdict.ts";
import type { CertificateProblem } from "./certificate-error.ts";
import { certificatesOf, covers, factsOf } from "./facts.ts";

export interface FindingsDeps {
  /** All have to be in it. */
  readonly domains: readonly string[];
  /** The subdomains of services ("rooms.example.com") that people on other servers come to; empty where nobody does. */
  readonly services: readonly string[];
  /** The name under which people see pages and files; undefined where this server shows browsers no certificate. */
  readonly web?: string | undefined;
  /** By default the roots that apps and servers have, with the system's clock. */
  readonly trust?: Trust;
}

/** What the roots of others say, whatever this machine is told to trust besides. */
const publicTrust = (): Trust => openTrust({ roots: readRoots({ caFile: "", environment: {} }), now: systemClock.now });

/** The worst first; empty where apps and servers take it without a word. Throws Error where there is no certificate. */
export function findingsOf(chainPem: string, deps: FindingsDeps): readonly CertificateProblem[] {
  const { domains, services, web, trust = publicTrust() } = deps;
  const { names } = factsOf(chainPem);
  const missing = domains.filter((domain) => !covers(names, domain));
  const unserved = services.filter((service) => !covers(names, service));
  const isWebMissing = web !== undefined && !domains.includes(web) && !covers(names, web);
  return [
    ...chainFindings(chainPem, domains.find((domain) => covers(names, domain)) ?? "", trust),
    ...missing.map((name) => finding("name-missing", { name, names }, "order-for-name", { name })),
    ...unserved.map((name) => finding("service-missing", { name }, "order-for-name", { name })),
    ...(isWebMissing ? [finding("web-missing", { name: web }, "order-for-web", { name: web })] : []),
  ];
}

/** With these, nobody can use it: what is not in use yet is refused. */
const REFUSALS: ReadonlySet<Reason> = new Set<Reason>([
  ...(["chain-incomplete", "too-weak", "not-for-servers", "expired", "not-yet-valid", "name-missing"] as const),
]);
export const isRefusal = ({ reason }: CertificateProblem): boolean => REFUSALS.has(reason);

const finding = (
  reason: Reason,
  values: MessageValues,
  key: RemedyKey,
  remedyValues: MessageValues = {},
): CertificateProblem => ({ reason, values, remedies: [{ key, values: remedyValues }] });

/** Of the chain, whatever names are in it. */
function chainFindings(chainPem: string, domain: string, trust: Trust): readonly CertificateProblem[] {
  const chain = certificatesOf(chainPem);
  const verdict = trust.verify(
    chain.map(({ raw }) => raw),
    domain,
  );
  // The names are looked at apart.
  if (verdict.trusted || verdict.problem === "wrong-name") return [];
  return chainFinding(verdict.problem, chainPem, domain);
}

function chainFinding(problem: Problem, chainPem: string, domain: string): readonly CertificateProblem[] {
  const chain = certificatesOf(chainPem);
  const last = chain.at(-1);
  const issuer = /^(?:CN|O)=(.+)$/m.exec(last?.issuer ?? "")?.[1] ?? last?.issuer ?? "";
  switch (problem) {
    case "expired":
      return [finding("expired", { until: { time: Math.min(...timesOf(chain, "validTo")) } }, "renew-files")];
    case "not-yet-valid":
      return [finding("not-yet-valid", { from: { time: Math.max(...timesOf(chain, "validFrom")) } }, "set-clock")];
    case "weak":
      return [finding("too-weak", {}, "order-stronger")];
    case "wrong-purpose":
    case "constraint":
      return [finding("not-for-servers", {}, "order-for-servers")];
    case "self-signed":
      return isInternetName(domain) ? [finding("own-signature", {}, "order-one")] : [];
    default:
      // RFC 5280 §4.2.2.1: public authorities say in each certificate where its issuer's is to be had.
      return last?.infoAccess?.includes("CA Issuers")
        ? [finding("chain-incomplete", { issuer }, "use-full-chain")]
        : [finding("issuer-unknown", { issuer }, "order-one")];
  }
}

/** A name that a public authority could issue for. */
const isInternetName = (domain: string): boolean =>
  domain.includes(".") && isIP(domain) === 0 && !isPrivateName(domain);

/** Of all certificates, in milliseconds since 1970: an issuer's can be over before the server's own. */
const timesOf = (chain: readonly X509Certificate[], which: "validFrom" | "validTo"): readonly number[] =>
  chain.map((one) => Date.parse(one[which]));
