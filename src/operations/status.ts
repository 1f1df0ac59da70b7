/** What a running server says about itself. */
import type { CertificateProblem } from "../certificate/certificate-error.ts";
import type { Certificates } from "../certificate/source.ts";
import type { Accounts } from "../store/accounts.ts";
import type { ClockDoubt } from "../store/clock-watch.ts";
import type { FreeSpace } from "../store/free-space.ts";
import { version } from "../version.ts";

export interface StatusReport {
  readonly version: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly domains: readonly string[];
  /** By the option's name ("client_tls"): the address and port in use; those that are off are not there. */
  readonly listening: Readonly<Record<string, string>>;
  /** Apps connected. */
  readonly sessions: number;
  /** Other servers connected. */
  readonly servers: number;
  readonly accounts: number;
  /** Bytes of memory in use. */
  readonly memory: number;
  /** In bytes; not there where the free space is unknown. */
  readonly disk?: {
    readonly free: number;
    /** Below which nothing new is taken. */
    readonly reserve: number;
    /** Nothing new is taken now. */
    readonly full: boolean;
  };
  /** Not there where the clock is believed. */
  readonly clock?: ClockDoubt;
  readonly certificate?: {
    readonly names: readonly string[];
    /** Milliseconds since 1970. */
    readonly notAfter: number;
    /** "self-signed", "acme", "files". */
    readonly source: string;
    /** A person has to set a DNS record before `notAfter`: the renewal is by hand. */
    readonly isByHand?: true;
    /** Why the last renewal failed. */
    readonly problem?: string;
    /** What apps and other servers would say of it, the worst first. */
    readonly findings: readonly CertificateProblem[];
  };
}

export interface StatusDeps {
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly domains: readonly string[];
  readonly listening: Readonly<Record<string, string>>;
  readonly sessions: { readonly count: number };
  /** The domains of other servers that are connected; a domain may be there several times. */
  readonly connectedServers: () => readonly { readonly domain: string }[];
  readonly accounts: Pick<Accounts, "list">;
  readonly certificates: Pick<Certificates, "status">;
  readonly space: Pick<FreeSpace, "free" | "reserve" | "isLow">;
  readonly clockWatch: { readonly doubt: () => ClockDoubt | undefined };
}

export function statusReport(deps: StatusDeps): StatusReport {
  const { started, domains, listening, sessions, connectedServers, accounts, certificates, space, clockWatch } = deps;
  const clock = clockWatch.doubt();
  const { names, notAfter, source, isByHand, lastProblem, findings } = certificates.status();
  return {
    version,
    pid: process.pid,
    started,
    domains,
    listening,
    sessions: sessions.count,
    servers: new Set(connectedServers().map(({ domain }) => domain)).size,
    accounts: accounts.list().length,
    memory: process.memoryUsage.rss(),
    ...(Number.isFinite(space.free) ? { disk: { free: space.free, reserve: space.reserve, full: space.isLow } } : {}),
    ...(clock ? { clock } : {}),
    certificate: {
      names,
      notAfter,
      source,
      ...(isByHand ? { isByHand: true } : {}),
      ...(lastProblem ? { problem: lastProblem.reason } : {}),
      findings,
    },
  };
}
