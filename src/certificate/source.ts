/** What the sources of a certificate (an authority, files, self-signed) have in common. */
import { age, type Clock, DAY, HOUR } from "../clock.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { Logger } from "../log.ts";
import type { AuthorityConfig } from "./authority.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import type { CertificateProblem } from "./certificate-error.ts";
import type { SolverDeps } from "./challenges/solver.ts";
import type { TxtRecordDeps } from "./challenges/txt-record.ts";
import type { Fetch } from "./directory.ts";
import { type CertificateFacts, factsOf } from "./facts.ts";
import type { PublicAddresses } from "./names.ts";
import type { StateFile } from "./state.ts";

/** The section [certificate] of config.toml. */
export interface CertificateConfig extends AuthorityConfig {
  readonly source: string;
  readonly challenge: string;
  readonly contact: string;
  readonly chain_file: string;
  readonly key_file: string;
}

export interface CertificateNames {
  /** The domains of the addresses: all have to be in the certificate. */
  readonly domains: readonly string[];
  /** The name of this machine, the subdomains of services ("rooms.example.com") and `web`: in it where they resolve to this machine. */
  readonly others: readonly string[];
  /** Of these, the services that people on other servers come to; none where there is no federation. */
  readonly services: readonly string[];
  /** The name under which people see pages and files; undefined where this server shows browsers no certificate. */
  readonly web?: string | undefined;
}

export interface CertificatesDeps {
  /** The folder certificate/ of the home. */
  readonly folder: string;
  readonly config: CertificateConfig;
  readonly names: CertificateNames;
  /** This machine's name on the Internet. */
  readonly host: string;
  /** The addresses of this machine or its router on the Internet; called before each order. */
  readonly publicAddresses: () => Promise<PublicAddresses>;
  /** Asks the authoritative name servers. */
  readonly dns: Resolver;
  readonly challenges: Pick<SolverDeps, "http" | "https" | "http01" | "tlsAlpn01" | "records">;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly fetch: Fetch;
  readonly log: Logger;
  /** Called when another certificate is in use. */
  readonly replaced: (pair: CertificateAndKey) => void;
  /**
   * Called once a day within the last seven days, and once a week before that from when a renewal by hand is due; `notAfter`
   * in milliseconds since 1970.
   */
  readonly expiresSoon: (notAfter: number, isByHand: boolean) => void;
}

export interface CertificateStatus extends CertificateFacts {
  /** "acme", "files", "self-signed". */
  readonly source: string;
  /**
   * When the next renewal is due, in milliseconds since 1970; pauses after failures count where nobody is needed for it.
   * Undefined where this server does not renew it.
   */
  readonly nextRenewal: number | undefined;
  /** A person has to set a DNS record for each renewal, before it expires. */
  readonly isByHand: boolean;
  readonly lastProblem: (CertificateProblem & { readonly at: number }) | undefined;
  /** What apps and other servers would say of it, the worst first. */
  readonly findings: readonly CertificateProblem[];
}

export interface Certificates {
  /** The one in use. */
  current(): CertificateAndKey;
  status(): CertificateStatus;
  /**
   * Renews at once (files: reads them again). `confirm` shows the TXT records of a DNS challenge to a person. Rejects with
   * CertificateError.
   */
  renewNow(confirm?: TxtRecordDeps["confirm"]): Promise<void>;
  stop(): void;
}

/** DNS-01 needs a new record for each order, which a person sets unless `byApi`. */
export const renewsByHand = ({ source, challenge }: CertificateConfig, byApi: boolean): boolean =>
  source === "acme" && challenge === "dns-01" && !byApi;

/** The status of the certificate in use. */
export const statusOf = (
  { chainPem }: CertificateAndKey,
  facts: Pick<CertificateStatus, "source"> &
    Partial<Pick<CertificateStatus, "nextRenewal" | "isByHand" | "lastProblem">>,
): CertificateStatus => ({
  ...factsOf(chainPem),
  nextRenewal: undefined,
  isByHand: false,
  lastProblem: undefined,
  findings: [],
  ...facts,
});

export interface ExpiryWatchDeps {
  readonly clock: Clock;
  /** Of the certificate in use, in milliseconds since 1970. */
  readonly notAfter: () => number;
  /** When a renewal by hand is due; undefined where none is needed. */
  readonly byHandFrom?: () => number | undefined;
  /** Keeps when `expiresSoon` was last called, so that a restart does not repeat it. */
  readonly state: StateFile;
  readonly log: Pick<Logger, "warn">;
  readonly expiresSoon: CertificatesDeps["expiresSoon"];
}

/** Checks at once and then every hour; call what is returned to stop. */
export function watchExpiry(deps: ExpiryWatchDeps): () => void {
  const { clock, notAfter, byHandFrom, state, log, expiresSoon } = deps;
  const recordNotice = (at: number): void => {
    try {
      state.change({ expiryToldAt: at });
    } catch (error) {
      // On a full disk: known until the server ends.
      log.warn({ event: "certificate-notice-not-recorded", error });
    }
  };
  const check = (): void => {
    const now = clock.now();
    const byHand = byHandFrom?.();
    const isLastWeek = notAfter() - now <= 7 * DAY;
    const isDue = isLastWeek || (byHand !== undefined && byHand <= now);
    if (isDue && age(state.read().expiryToldAt, now) >= (isLastWeek ? DAY : 7 * DAY)) {
      recordNotice(now);
      expiresSoon(notAfter(), byHand !== undefined);
    }
    cancel = clock.after(HOUR, check);
  };
  let cancel = clock.after(0, check);
  return () => cancel();
}
