/** Incoming server streams without sockets, with all their dependencies in memory. */
import type { Element } from "ltx";
import type { Clock } from "../../../src/clock.ts";
import type { BidiStream } from "../../../src/federation/bidi-stream.ts";
import type { VerifyRequest, VerifyResult } from "../../../src/federation/dialback/key-verification.ts";
import type { DomainPair } from "../../../src/federation/domain-pair.ts";
import { domainRateLimit } from "../../../src/federation/domain-rate-limit.ts";
import { inboundStanzas } from "../../../src/federation/inbound-stanzas.ts";
import {
  type IncomingLimits,
  type IncomingServers,
  incomingServers,
} from "../../../src/federation/incoming/servers.ts";
import { type PolicyOptions, policyOf } from "../../../src/federation/policy.ts";
import type { LogEvent, Logger } from "../../../src/log.ts";
import { IMMEDIATE_TURNS } from "../../../src/net/testing.ts";
import { memoryDatabase } from "../../../src/server/testing.ts";
import type { Stanza } from "../../../src/stanza.ts";
import type { Database } from "../../../src/store/database.ts";
import { manualClock } from "../in-memory/manual-clock.ts";
import { connectionTo, type ScriptedPeer } from "./scripted-peer.ts";
import { OPEN, SECRET, trustInNames, XML } from "./trial-deps.ts";

export interface IncomingTrial {
  readonly incoming: IncomingServers;
  /** A new connection under TLS, with a certificate for these domains. */
  connect(certified?: readonly string[]): ScriptedPeer;
  connectPlain(): ScriptedPeer;
  /** Stanzas passed to the router, and answers sent by it, as XML. */
  readonly arrived: string[];
  readonly answered: string[];
  readonly bidiStreams: Map<string, BidiStream>;
  /** Bidirectional streams added ("+pair") and removed ("-pair"), in order. */
  readonly bidiEvents: string[];
  readonly verifyRequests: { readonly request: VerifyRequest; readonly resolve: (verdict: VerifyResult) => void }[];
  readonly events: LogEvent[];
  /** Resolves when everything is committed and synced. */
  settled(): Promise<void>;
  /** A new server on the same store, as after a crash. */
  restart(): IncomingTrial;
}

export interface TrialOptions {
  /** Domains whose certificates have expired. */
  readonly expired?: ReadonlySet<string>;
  readonly policy?: Partial<PolicyOptions>;
  readonly limits?: Partial<IncomingLimits>;
  readonly rate?: number;
  readonly clock?: Clock;
}

const LIMITS: IncomingLimits = {
  xml: XML,
  negotiationTime: 60_000,
  idleTime: Number.POSITIVE_INFINITY,
  resumptionTime: 600_000,
  bidiResumptionTime: 30_000,
  maxUnacknowledged: 100_000,
  maxPairsPerStream: 3,
  maxStreamsPerDomain: 3,
  maxDomains: 10,
  verifications: { maxPerNetwork: 3, maxPerDomain: 2, maxTotal: 5 },
};
const LOCAL_DOMAINS: ReadonlySet<string> = new Set(["montague.example", "rooms.montague.example"]);

export const incomingTrial = (options: TrialOptions = {}): IncomingTrial => trialOn(memoryDatabase({}), options);

function trialOn(db: Database, options: TrialOptions): IncomingTrial {
  const { clock = manualClock() } = options;
  const arrived: string[] = [];
  const answered: string[] = [];
  const bidiEvents: string[] = [];
  const events: LogEvent[] = [];
  const bidiStreams = new Map<string, BidiStream>();
  const verifyRequests: IncomingTrial["verifyRequests"] = [];
  const logEvent = (event: LogEvent): void => void events.push(event);
  const log: Logger = { error: logEvent, warn: logEvent, info: logEvent, debug: logEvent };
  const policy = policyOf({ ...OPEN, ...options.policy });
  const { rate = 1_000_000 } = options;
  const named = ({ local, remote }: DomainPair): string => `${local} ${remote}`;
  let ids = 0;
  const incoming = incomingServers({
    db,
    domains: LOCAL_DOMAINS,
    policy,
    trust: trustInNames(options.expired),
    inboundStanzas: inboundStanzas({
      router: {
        receive: (stanza: Stanza) => void arrived.push(stanza.xml.toString()),
        route: (element: Element) => void answered.push(element.toString()),
      },
      domains: LOCAL_DOMAINS,
      rateLimit: domainRateLimit({ burst: rate, perSecond: rate }, clock),
      log,
    }),
    keyVerifier: { verify: (request) => new Promise((resolve) => verifyRequests.push({ request, resolve })) },
    bidiStreams: {
      addBidiStream: (pair, stream) => {
        bidiEvents.push(`+${named(pair)}`);
        bidiStreams.set(named(pair), stream);
      },
      removeBidiStream: (pair) => void bidiEvents.push(`-${named(pair)}`),
    },
    dialbackSecret: SECRET,
    limits: { ...LIMITS, ...options.limits },
    turns: IMMEDIATE_TURNS,
    log,
    clock,
    id: () => `id${++ids}-${events.length}`,
  });
  const settled = (): Promise<void> => new Promise((resolve) => db.afterSync(resolve));
  const connect = (certified: readonly string[], isSecured: boolean): ScriptedPeer =>
    connectionTo({ certified, isSecured, ports: { local: 5269, remote: 40_000 }, accept: incoming.accept }).peer;
  return {
    incoming,
    connect: (certified = []) => connect(certified, true),
    connectPlain: () => connect([], false),
    arrived,
    answered,
    bidiStreams,
    bidiEvents,
    verifyRequests,
    events,
    settled,
    restart: () => trialOn(db, options),
  };
}

const STREAMS = "http://etherx.jabber.org/streams";

/** A header of another server, from `from` to `to`. */
export const header = (from = "capulet.example", to = "montague.example"): string =>
  `<stream:stream xmlns="jabber:server" xmlns:db="jabber:server:dialback" xmlns:stream="${STREAMS}" from="${from}" to="${to}" version="1.0">`;

export const EXTERNAL = '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="EXTERNAL">=</auth>';

/** A connection authenticated by its certificate, from capulet.example to montague.example. */
export function authenticated(
  trial: IncomingTrial,
  { bidi = false, certified = ["capulet.example"] }: { readonly bidi?: boolean; readonly certified?: string[] } = {},
): ScriptedPeer {
  const peer = trial.connect(certified);
  peer.sends(header());
  if (bidi) peer.sends('<bidi xmlns="urn:xmpp:bidi"/>');
  peer.sends(EXTERNAL);
  peer.sends(header());
  peer.receives();
  return peer;
}
