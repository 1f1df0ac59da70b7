/** What the tests of this folder share: streams of other servers without sockets, and everything around them in memory. */
import type { Element } from "ltx";
import type { LogEvent, Logger } from "../../log.ts";
import type { Clock } from "../../net/clock.ts";
import type { Connection, TlsFacts } from "../../net/connection.ts";
import { memoryDatabase } from "../../server/testing.ts";
import type { Stanza } from "../../stanza.ts";
import type { Database } from "../../store/database.ts";
import { arrivals } from "../arrivals.ts";
import type { Carrier } from "../carrier.ts";
import type { KeyInQuestion, KeyVerdict } from "../dialback/verification.ts";
import { domainRate } from "../domain-rate.ts";
import type { Pair } from "../pair.ts";
import { type PolicyOptions, policyOf } from "../policy.ts";
import { type IncomingLimits, type IncomingServers, incomingServers } from "./servers.ts";

/** Another server's end of a connection. */
export interface TestPeer {
  /** Everything that was said to it so far. */
  heard(): string;
  /** What was said since the last call of this. */
  hears(): string;
  says(text: string): void;
  /** Its connection breaks. */
  breaks(): void;
  readonly isPaused: boolean;
  readonly isClosed: boolean;
}

export interface IncomingTrial {
  readonly incoming: IncomingServers;
  /** Under TLS, with a certificate for these domains. */
  connect(certified?: readonly string[]): TestPeer;
  connectPlain(): TestPeer;
  /** What has reached the router, and what was answered, as XML. */
  readonly arrived: string[];
  readonly answered: string[];
  readonly carriers: Map<string, Carrier>;
  /** Who was adopted ("+pair") and released ("-pair"), in order. */
  readonly ways: string[];
  readonly questions: { readonly question: KeyInQuestion; readonly settle: (verdict: KeyVerdict) => void }[];
  readonly events: LogEvent[];
  /** Everything is committed and on the disk. */
  settled(): Promise<void>;
  /** Another life of the server on the same store, as after a crash. */
  again(): IncomingTrial;
}

export interface TrialOptions {
  /** Whose certificates are not valid any more. */
  readonly expired?: ReadonlySet<string>;
  readonly policy?: Partial<PolicyOptions>;
  readonly limits?: Partial<IncomingLimits>;
  readonly rate?: number;
  readonly clock?: Clock;
}

const OPEN: PolicyOptions = {
  enabled: true,
  allow: [],
  deny: [],
  requireCertificate: true,
  unverified: [],
  plaintext: [],
};
const XML = { stanzaBytes: 10_000, depth: 100, attributes: 100 };
const LIMITS: IncomingLimits = {
  xml: { stranger: XML, authenticated: { ...XML, stanzaBytes: 100_000 } },
  negotiationTime: 60_000,
  idle: Number.POSITIVE_INFINITY,
  resumptionTime: 600_000,
  returnTime: 30_000,
  maxUnacknowledged: 100_000,
  pairsPerStream: 3,
  streamsPerDomain: 3,
  domains: 10,
  verifications: { perNetwork: 3, perDomain: 2, total: 5 },
};
const STILL: Clock = { now: () => 0, after: () => () => {} };
export const SECRET = new Uint8Array(32).fill(7);
const OURS: ReadonlySet<string> = new Set(["montague.example", "rooms.montague.example"]);

const quiet = (): void => {};

export const incomingTrial = (options: TrialOptions = {}): IncomingTrial => trialOn(memoryDatabase({}), options);

function trialOn(db: Database, options: TrialOptions): IncomingTrial {
  const { clock = STILL } = options;
  const arrived: string[] = [];
  const answered: string[] = [];
  const ways: string[] = [];
  const events: LogEvent[] = [];
  const carriers = new Map<string, Carrier>();
  const questions: IncomingTrial["questions"] = [];
  const note = (event: LogEvent): void => void events.push(event);
  const log: Logger = { error: note, warn: note, info: note, debug: note };
  const policy = policyOf({ ...OPEN, ...options.policy });
  const { rate = 1_000_000 } = options;
  const named = ({ local, remote }: Pair): string => `${local} ${remote}`;
  let ids = 0;
  const incoming = incomingServers({
    db,
    domains: OURS,
    policy,
    // A certificate is, here, the list of the domains that it is valid for.
    trust: {
      verify: (chain, domain) =>
        chain.some((name) => Buffer.from(name).toString() === domain) && !options.expired?.has(domain)
          ? { trusted: true }
          : { trusted: false, problem: "wrong-name", text: "it is for others" },
    },
    arrivals: arrivals({
      router: {
        receive: (stanza: Stanza) => void arrived.push(stanza.xml.toString()),
        route: (element: Element) => void answered.push(element.toString()),
      },
      domains: OURS,
      rate: domainRate({ burst: rate, perSecond: rate }, clock),
      log,
    }),
    verifier: { verify: (question) => new Promise((settle) => questions.push({ question, settle })) },
    ways: {
      adopt: (pair, carrier) => {
        ways.push(`+${named(pair)}`);
        carriers.set(named(pair), carrier);
      },
      release: (pair) => void ways.push(`-${named(pair)}`),
    },
    dialbackSecret: SECRET,
    limits: { ...LIMITS, ...options.limits },
    log,
    clock,
    now: clock.now,
    id: () => `id${++ids}-${events.length}`,
  });
  const settled = (): Promise<void> => new Promise((resolve) => db.afterSync(resolve));
  const connect = (certified: readonly string[] | undefined): TestPeer => connectTo(incoming, certified);
  return {
    incoming,
    connect: (certified = []) => connect(certified),
    connectPlain: () => connect(undefined),
    arrived,
    answered,
    carriers,
    ways,
    questions,
    events,
    settled,
    again: () => trialOn(db, options),
  };
}

function connectTo({ accept }: IncomingServers, certified: readonly string[] | undefined): TestPeer {
  const peerChain = (certified ?? []).map((name) => new Uint8Array(Buffer.from(name)));
  const facts: TlsFacts = {
    version: "TLSv1.3",
    serverName: undefined,
    alpn: undefined,
    exporter: () => undefined,
    endPoint: undefined,
    peerChain,
  };
  let heard = "";
  let read = 0;
  let tls = certified ? facts : undefined;
  let isPaused = false;
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    queueMicrotask(() => handler.closed());
  };
  const connection: Connection = {
    remoteAddress: "192.0.2.1",
    remotePort: 40_000,
    localPort: 5269,
    get tls() {
      return tls;
    },
    send: (data) => {
      heard += typeof data === "string" ? data : Buffer.from(data).toString();
    },
    flush: quiet,
    drained: (callback) => queueMicrotask(callback),
    startTls: () => {
      tls = facts;
      queueMicrotask(() => handler.secured?.());
    },
    established: quiet,
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
    },
    end: close,
    destroy: close,
  };
  const handler = accept(connection);
  return {
    heard: () => heard,
    hears: () => {
      const fresh = heard.slice(read);
      read = heard.length;
      return fresh;
    },
    says: (text) => {
      if (!isClosed) handler.data(Buffer.from(text));
    },
    breaks: close,
    get isPaused() {
      return isPaused;
    },
    get isClosed() {
      return isClosed;
    },
  };
}

const STREAMS = "http://etherx.jabber.org/streams";

/** A header of another server, from `from` to `to`. */
export const header = (from = "capulet.example", to = "montague.example"): string =>
  `<stream:stream xmlns="jabber:server" xmlns:db="jabber:server:dialback" xmlns:stream="${STREAMS}" from="${from}" to="${to}" version="1.0">`;

export const EXTERNAL = '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="EXTERNAL">=</auth>';

/** Connected, and authenticated for capulet.example to montague.example by its certificate. */
export function authenticated(
  trial: IncomingTrial,
  { bidi = false, certified = ["capulet.example"] }: { readonly bidi?: boolean; readonly certified?: string[] } = {},
): TestPeer {
  const peer = trial.connect(certified);
  peer.says(header());
  if (bidi) peer.says('<bidi xmlns="urn:xmpp:bidi"/>');
  peer.says(EXTERNAL);
  peer.says(header());
  peer.hears();
  return peer;
}
