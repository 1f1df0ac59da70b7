/** Where a certificate comes from: what every source is given, and what it gives. */
import type { Clock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Resolver } from "../net/resolver.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import type { CertificateProblem } from "./certificate-error.ts";
import type { SolverDeps } from "./challenges/solver.ts";
import type { TxtRecordDeps } from "./challenges/txt-record.ts";
import type { Fetch } from "./directory.ts";
import { type CertificateFacts, factsOf } from "./facts.ts";

export interface CertificateNames {
  /** The domains of the addresses: all have to be in the certificate. */
  readonly domains: readonly string[];
  /** The name of this machine, and the subdomains of services ("rooms.example.com"): in it where they lead here. */
  readonly others: readonly string[];
}

/** Where this machine is on the Internet. */
export interface PublicAddresses {
  /** What is known for certain, as far as anything is: who is told that a name leads elsewhere is told these. */
  readonly known: readonly string[];
  /** Those, and what its name leads to: enough to try a name. */
  readonly likely: readonly string[];
}

export interface CertificatesDeps {
  /** The folder certificate/ of the home. */
  readonly folder: string;
  readonly config: Config["certificate"];
  readonly names: CertificateNames;
  /** This machine's name on the Internet. */
  readonly host: string;
  /** Its addresses there; asked before each order. */
  readonly publicAddresses: () => Promise<PublicAddresses>;
  /** Asks the zones' own name servers. */
  readonly dns: Resolver;
  readonly challenges: Pick<SolverDeps, "http" | "https" | "http01" | "releaseHttps">;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly fetch: Fetch;
  readonly log: Logger;
  /** Another pair is in use from now on. */
  readonly replaced: (pair: CertificateAndKey) => void;
  /** It expires at this time (milliseconds since 1970), within seven days; said once a day. */
  readonly expiresSoon: (notAfter: number) => void;
}

export interface CertificateStatus extends CertificateFacts {
  readonly source: Config["certificate"]["source"];
  /** When the next renewal is due, in milliseconds since 1970; undefined where somebody else renews. */
  readonly nextRenewal: number | undefined;
  readonly lastProblem: (CertificateProblem & { readonly at: number }) | undefined;
}

export interface Certificates {
  /** The pair in use. */
  current(): CertificateAndKey;
  status(): CertificateStatus;
  /**
   * Renews at once (files: reads them again). `confirm` shows TXT records to a person, where the domains are proven by those.
   * Rejects with CertificateError.
   */
  renewNow(confirm?: TxtRecordDeps["confirm"]): Promise<void>;
  stop(): void;
}

/** What is known of the pair in use. */
export const statusOf = (
  { chainPem }: CertificateAndKey,
  facts: Pick<CertificateStatus, "source"> & Partial<Pick<CertificateStatus, "nextRenewal" | "lastProblem">>,
): CertificateStatus => ({ ...factsOf(chainPem), nextRenewal: undefined, lastProblem: undefined, ...facts });
