/** Operations on the federation: the streams to other servers, and an attempt to reach one. */
import type { DomainPair } from "../federation/domain-pair.ts";
import type { Policy } from "../federation/policy.ts";
import type { IncomingReport, OutgoingReport, StepReport } from "../federation/report.ts";
import { OperationError } from "../operation-error.ts";
import type { Verdict } from "../trust/verdict.ts";
import type { FollowedList } from "../xep/abuse-lists/blocklists.ts";

export interface FederationReport {
  readonly outgoing: readonly OutgoingReport[];
  readonly incoming: readonly IncomingReport[];
  /** Every domain of ours, and what other servers make of the certificate that is shown for it. */
  readonly ours: readonly { readonly domain: string; readonly certificate: Verdict }[];
  readonly excluded: Exclusions;
}

/** With whom nothing is exchanged. */
export interface Exclusions {
  /** The options federation.enabled, federation.allow (empty: everybody) and federation.deny. */
  readonly enabled: boolean;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** The block lists that are followed. */
  readonly lists: readonly FollowedList[];
}

/** One attempt: first what is tried, then each step as it is done, then the result. */
export type TrialStep =
  | { readonly trying: DomainPair }
  /** Nothing is tried: our configuration excludes the domain, and why. */
  | { readonly excluded: string }
  /** Nothing is tried: the domain is ours. */
  | { readonly isOurs: true }
  | StepReport
  | { readonly isReached: boolean };

export interface FederationOperations {
  readonly report: () => FederationReport;
  /**
   * Tries to reach `remote`, in the name of `local` or of the first domain that is served. Throws OperationError
   * domain-not-served; what is returned does it, and calls back with each step.
   */
  readonly trial: (remote: string, local?: string) => (onStep: (step: TrialStep) => void) => Promise<void>;
}

export interface FederationDeps {
  readonly outgoing: {
    readonly routes: () => readonly OutgoingReport[];
    readonly trial: (local: string, remote: string, onStep: (step: StepReport) => void) => Promise<void>;
  };
  readonly incoming: { readonly streams: () => readonly IncomingReport[] };
  readonly policy: Pick<Policy, "refusal">;
  readonly exclusions: () => Exclusions;
  /** The domains served here, prepared. */
  readonly domains: readonly string[];
  /** The labels of our services under each of them: "rooms". */
  readonly subdomains: Iterable<string>;
  /** What the certificate that is served is worth for a domain of ours, by the roots that this machine trusts. */
  readonly verifyCertificate: (domain: string) => Verdict;
}

export function federationOperations(deps: FederationDeps): FederationOperations {
  const { outgoing, incoming, policy, domains, verifyCertificate } = deps;
  const services = [...deps.subdomains].sort();
  const ours = domains.flatMap((domain) => [domain, ...services.map((label) => `${label}.${domain}`)]);
  return {
    report: () => ({
      outgoing: outgoing.routes(),
      incoming: incoming.streams(),
      ours: ours.map((domain) => ({ domain, certificate: verifyCertificate(domain) })),
      excluded: deps.exclusions(),
    }),
    trial: (remote, local = domains[0] ?? "") => {
      if (!ours.includes(local)) throw new OperationError("domain-not-served", { domain: local, domains: ours });
      return async (onStep) => {
        onStep({ trying: { local, remote } });
        if (ours.includes(remote)) return onStep({ isOurs: true });
        const excluded = policy.refusal(remote);
        if (excluded !== undefined) return onStep({ excluded });
        let isReached = false;
        await outgoing.trial(local, remote, (step) => {
          isReached ||= step.step === "authentication" && step.ok;
          onStep(step);
        });
        onStep({ isReached });
      };
    },
  };
}
