/** What the running server knows of other servers, and how it tries one, for its commands. */

import type { DomainPair } from "../../federation/domain-pair.ts";
import type { Policy } from "../../federation/policy.ts";
import type { IncomingReport, OutgoingReport, StepReport } from "../../federation/report.ts";
import { parseDomain } from "../../jid/domain.ts";
import { StanzaError } from "../../stanza-error.ts";
import type { Verdict } from "../../trust/verdict.ts";
import type { Routes } from "../control/server.ts";
import type { Telling } from "../control/steps.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";

export interface FederationReport {
  readonly outgoing: readonly OutgoingReport[];
  readonly incoming: readonly IncomingReport[];
  /** Every domain of ours, and what other servers make of the certificate that is shown for it. */
  readonly ours: readonly { readonly domain: string; readonly certificate: Verdict }[];
}

/** One attempt: first what is tried, then each step as it is done, then what came of it. */
export type TrialStep =
  | { readonly trying: DomainPair }
  /** Nothing is tried: our configuration excludes the domain, and why. */
  | { readonly excluded: string }
  /** It is ours: nobody has to be asked. */
  | { readonly isOurs: true }
  | StepReport
  | { readonly isReached: boolean };

export interface FederationParts {
  readonly outgoing: {
    readonly routes: () => readonly OutgoingReport[];
    readonly trial: (local: string, remote: string, told: (step: StepReport) => void) => Promise<void>;
  };
  readonly incoming: { readonly streams: () => readonly IncomingReport[] };
  readonly policy: Pick<Policy, "refusal">;
  /** The domains served here, prepared; the first is the one in whose name others are tried. */
  readonly domains: readonly string[];
  /** The labels of our services under each of them: "rooms". */
  readonly subdomains: Iterable<string>;
  /** What the certificate that is served is worth for a domain of ours, by the roots that this machine trusts. */
  readonly certified: (domain: string) => Verdict;
}

export function federationRoutes(parts: FederationParts): Routes {
  const { outgoing, incoming, policy, domains, certified } = parts;
  const services = [...parts.subdomains].sort();
  const ours = domains.flatMap((domain) => [domain, ...services.map((label) => `${label}.${domain}`)]);

  const trial = (pair: DomainPair): Telling => {
    return async (tell: (step: TrialStep) => void) => {
      tell({ trying: pair });
      const { local, remote } = pair;
      if (ours.includes(remote)) return tell({ isOurs: true });
      const excluded = policy.refusal(remote);
      if (excluded !== undefined) return tell({ excluded });
      let isReached = false;
      await outgoing.trial(local, remote, (step) => {
        isReached ||= step.step === "authentication" && step.ok;
        tell(step);
      });
      tell({ isReached });
    };
  };

  return {
    "GET /federation": (): FederationReport => ({
      outgoing: outgoing.routes(),
      incoming: incoming.streams(),
      ours: ours.map((domain) => ({ domain, certificate: certified(domain) })),
    }),
    "POST /federation/trial": (body): Telling => {
      const { domain, from } = (body ?? {}) as { domain?: unknown; from?: unknown };
      const local = from === undefined ? (domains[0] ?? "") : domainIn(from);
      if (!ours.includes(local))
        throw new CommandError(EXIT.usage, `${local} is not served here`, `choose one of: ${ours.join(", ")}`);
      return trial({ local, remote: domainIn(domain) });
    },
  };
}

/** Throws CommandError. */
function domainIn(text: unknown): string {
  try {
    if (typeof text === "string") return parseDomain(text);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
  }
  const shown = String(text).slice(0, 50);
  throw new CommandError(
    EXIT.usage,
    `"${shown}" is no domain`,
    "name the part behind the @ alone, such as example.com",
  );
}
