/** What a running server says about itself. */
import type { NightlyReport } from "../backup/nightly.ts";
import type { CertificateProblem } from "../certificate/certificate-error.ts";
import type { Certificates } from "../certificate/source.ts";
import type { HealthFacts } from "../doctor/facts.ts";
import type { FailureReason, OutgoingReport } from "../federation/report.ts";
import type { GatewayReport } from "../gateway/report.ts";
import type { UpdateReport } from "../release/updates.ts";
import type { Accounts, SourceState } from "../store/accounts.ts";
import type { ClockDoubt } from "../store/clock-watch.ts";
import type { FreeSpace } from "../store/free-space.ts";
import { version } from "../version.ts";

/** A listener of the web that could not be had. */
export interface RefusedListener {
  /** The option's name: "https". */
  readonly listener: "http" | "https" | "http_proxied";
  /** ADDRESS:PORT, as config.toml has it. */
  readonly address: string;
  /** The system's: EADDRINUSE, EACCES. */
  readonly code: string;
  /** The system's sentence. */
  readonly reason: string;
}

/** A port for calls that could not be had. */
export interface RefusedCallPort {
  readonly listener: "turn" | "turns";
  readonly transport: "tcp" | "udp";
  /** As in RefusedListener. */
  readonly address: string;
  readonly code: string;
  readonly reason: string;
}

/** The relay for calls. */
export interface CallsReport {
  /** By which addresses calls are relayed: by none where the list is empty. Not there as long as they are looked for. */
  readonly addresses?: readonly string[];
  readonly refused: readonly RefusedCallPort[];
}

/** Another server that could not be reached, and something waits for it. */
export interface UnreachedServer {
  readonly domain: string;
  /** The first attempt that failed, in milliseconds since 1970. */
  readonly since: number;
  /** Stanzas that wait. */
  readonly waiting: number;
  /** Why the last attempt failed, in a sentence. */
  readonly problem: string;
  /** The same, as data. */
  readonly obstacle?: FailureReason;
}

/** A port at which somebody did not get in who looked from outside (XEP-0199, RFC 8555), and nobody has since. */
export interface UnreachedPort {
  readonly port: number;
  /** The authority's name, or the other server's domain. */
  readonly who: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface StatusReport {
  readonly version: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly domains: readonly string[];
  /** By the option's name ("client_tls"): the address and port in use; those that are off are not there. */
  readonly listening: Readonly<Record<string, string>>;
  readonly web: {
    /** Where people see pages and files: "https://example.com:5443"; not there where nothing serves them. */
    readonly origin?: string;
    /** Why something of it is not there. */
    readonly refused: readonly RefusedListener[];
  };
  /** What became of the ports that the router was asked for; not there where it is not asked. */
  readonly gateway?: GatewayReport;
  /** Not there where calls are not relayed. */
  readonly calls?: CallsReport;
  /** Not there where nobody who was asked to look has failed to get in. */
  readonly notReached?: readonly UnreachedPort[];
  /** Apps connected. */
  readonly sessions: number;
  /** Other servers connected. */
  readonly servers: number;
  /** Those that could not be reached: the one since longest first, at most 20. Not there where all are reached. */
  readonly unreached?: readonly UnreachedServer[];
  readonly accounts: number;
  /** Not there where this server keeps the passwords itself. */
  readonly passwords?: { readonly source: string } & Partial<SourceState>;
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
  /** The backups of each night; not there where none is made. */
  readonly backup?: NightlyReport;
  /** Not there where no newer version is known, and the last update was not taken back. */
  readonly update?: UpdateReport;
  /** Not there where the clock is believed. */
  readonly clock?: ClockDoubt;
  /** What was seen of the home and the machine; not there as long as it is being looked at for the first time. */
  readonly health?: HealthFacts;
  readonly certificate?: {
    readonly names: readonly string[];
    /** Milliseconds since 1970. */
    readonly notAfter: number;
    /** "self-signed", "acme", "files". */
    readonly source: string;
    /** A person has to set a DNS record before `notAfter`: the renewal is by hand. */
    readonly isByHand?: true;
    /** When it is renewed by itself, in milliseconds since 1970. */
    readonly nextRenewal?: number;
    /** Why the last renewal failed. */
    readonly problem?: string;
    /** The same, with what helps. */
    readonly lastProblem?: CertificateProblem & { readonly at?: number };
    /** What apps and other servers would say of it, the worst first. */
    readonly findings: readonly CertificateProblem[];
  };
}

export interface StatusDeps {
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly domains: readonly string[];
  readonly listening: Readonly<Record<string, string>>;
  readonly web: { readonly origin: string | undefined; readonly refused: readonly RefusedListener[] };
  /** Undefined where the router is not asked. */
  readonly gateway: { readonly report: () => GatewayReport } | undefined;
  /** Undefined where calls are not relayed. */
  readonly calls: { readonly report: () => CallsReport } | undefined;
  readonly notReached: () => readonly UnreachedPort[];
  readonly sessions: { readonly count: number };
  /** The domains of other servers that are connected; a domain may be there several times. */
  readonly connectedServers: () => readonly { readonly domain: string }[];
  readonly federation: { readonly outgoing: { readonly routes: () => readonly OutgoingReport[] } };
  readonly accounts: Pick<Accounts, "count" | "source" | "sourceState">;
  readonly certificates: Pick<Certificates, "status">;
  readonly space: Pick<FreeSpace, "free" | "reserve" | "isLow">;
  /** Undefined where no backup is made at night. */
  readonly updates: { readonly report: () => UpdateReport };
  readonly nightly: { readonly report: () => NightlyReport } | undefined;
  readonly clockWatch: { readonly doubt: () => ClockDoubt | undefined };
  readonly health: { readonly report: () => HealthFacts | undefined };
}

export function statusReport(deps: StatusDeps): StatusReport {
  const { started, domains, listening, sessions, connectedServers, accounts, certificates, space, clockWatch } = deps;
  const { origin, refused } = deps.web;
  const unreached = unreachedOf(deps.federation.outgoing.routes());
  const clock = clockWatch.doubt();
  const gateway = deps.gateway?.report();
  const calls = deps.calls?.report();
  const notReached = deps.notReached();
  const backup = deps.nightly?.report();
  const update = deps.updates.report();
  const health = deps.health.report();
  const { names, notAfter, source, isByHand, nextRenewal, lastProblem, findings } = certificates.status();
  return {
    version,
    pid: process.pid,
    started,
    domains,
    listening,
    web: { ...(origin === undefined ? {} : { origin }), refused },
    ...(gateway ? { gateway } : {}),
    ...(calls ? { calls } : {}),
    ...(notReached.length > 0 ? { notReached } : {}),
    sessions: sessions.count,
    servers: new Set(connectedServers().map(({ domain }) => domain)).size,
    ...(unreached.length > 0 ? { unreached } : {}),
    accounts: accounts.count(),
    ...(accounts.source === "internal" ? {} : { passwords: { source: accounts.source, ...accounts.sourceState } }),
    memory: process.memoryUsage.rss(),
    ...(Number.isFinite(space.free) ? { disk: { free: space.free, reserve: space.reserve, full: space.isLow } } : {}),
    ...(backup ? { backup } : {}),
    ...(update.newest === undefined && update.undone === undefined ? {} : { update }),
    ...(clock ? { clock } : {}),
    ...(health ? { health } : {}),
    certificate: {
      names,
      notAfter,
      source,
      ...(isByHand ? { isByHand: true } : {}),
      ...(nextRenewal === undefined || isByHand ? {} : { nextRenewal }),
      ...(lastProblem ? { problem: lastProblem.reason, lastProblem } : {}),
      findings,
    },
  };
}

const MAX_UNREACHED = 20;

function unreachedOf(routes: readonly OutgoingReport[]): readonly UnreachedServer[] {
  const byDomain = new Map<string, UnreachedServer>();
  for (const { pair, state, since, queued, unconfirmed, problem, obstacle } of routes) {
    if (state === "connected" || problem === undefined) continue;
    const known = byDomain.get(pair.remote);
    byDomain.set(pair.remote, {
      domain: pair.remote,
      since: Math.min(known?.since ?? since, since),
      waiting: (known?.waiting ?? 0) + queued + unconfirmed,
      problem,
      ...(obstacle ? { obstacle } : {}),
    });
  }
  return [...byDomain.values()].sort((one, other) => one.since - other.since).slice(0, MAX_UNREACHED);
}
