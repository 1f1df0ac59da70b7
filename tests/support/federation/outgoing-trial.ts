/** Outgoing server streams to a scripted peer, with a clock that the test moves. */
import type { Targets } from "../../../src/dns/server-targets.ts";
import type { DialOrder } from "../../../src/federation/outgoing/connector.ts";
import {
  type OutgoingLimits,
  type OutgoingServers,
  openOutgoingServers,
} from "../../../src/federation/outgoing/servers.ts";
import { type PolicyOptions, policyOf } from "../../../src/federation/policy.ts";
import { parseJid } from "../../../src/jid/jid.ts";
import type { LogEvent, Logger } from "../../../src/log.ts";
import type { DialTarget } from "../../../src/net/dial.ts";
import { DialError } from "../../../src/net/dial-error.ts";
import { IMMEDIATE_TURNS } from "../../../src/net/testing.ts";
import { Turns } from "../../../src/net/turns.ts";
import { inTurnsOf } from "../../../src/server/in-turns.ts";
import { Outbox } from "../../../src/server/outbox.ts";
import { memoryDatabase } from "../../../src/server/testing.ts";
import { stanzaOf } from "../../../src/stanza.ts";
import type { Database } from "../../../src/store/database.ts";
import { parseElement } from "../../../src/xml/parse-element.ts";
import { type ManualClock, manualClock } from "../in-memory/manual-clock.ts";
import { connectionTo, type ScriptedPeer } from "./scripted-peer.ts";
import { OPEN, SECRET, trustInNames, XML } from "./trial-deps.ts";

/** A connection attempt, which the test accepts or refuses. */
export interface PendingDial {
  readonly target: DialTarget;
  readonly order: DialOrder;
  /** Connects, with a certificate for these domains; in plaintext with "none". */
  accept(certified?: readonly string[] | "none"): ScriptedPeer;
  refuse(reason?: DialError["reason"]): void;
}

export interface OutgoingTrial {
  readonly outgoing: OutgoingServers;
  readonly db: Database;
  readonly clock: ManualClock;
  /** Sends a stanza as the router does. Throws the StanzaError with which it is refused. */
  send(text: string): void;
  /** Sends `count` numbered messages from juliet to romeo, the first being `from`. */
  sendMessages(from: number, count: number): void;
  /** The next connection attempt. */
  nextDial(): Promise<PendingDial>;
  /** The number of attempts not yet taken. */
  readonly pendingDials: number;
  /** Stanzas returned to local senders, and stanzas received from the peer. */
  readonly bounced: string[];
  readonly arrived: string[];
  /** The log, each event with its level. */
  readonly events: LogEvent[];
  /** Resolves when ticks are committed and promises are settled. */
  settled(): Promise<void>;
  /** A new server on the same store, as after a crash. */
  restart(): OutgoingTrial;
}

export interface OutgoingTrialOptions {
  /** Domains whose certificates have expired. */
  readonly expired?: ReadonlySet<string>;
  /** By default one in memory. */
  readonly db?: Database;
  readonly policy?: Partial<PolicyOptions>;
  readonly limits?: Partial<OutgoingLimits>;
  readonly targets?: (domain: string) => Targets;
  /** Whether the other server has an incoming stream. */
  readonly hasIncomingStream?: boolean;
  /** Whether work in turns gets few portions in each turn of the event loop. */
  readonly isSlow?: boolean;
}

const LIMITS: OutgoingLimits = {
  connectTime: 30_000,
  queueTime: 600_000,
  idleTime: 3_600_000,
  maxQueued: 100,
  maxQueuedSize: 1_000_000,
  maxQueuedTotal: 10_000_000,
  maxPairs: 10,
  xml: XML,
};
const ONE: Targets = { state: "found", targets: [{ host: "xmpp.montague.example", port: 5270, tls: "direct" }] };

export const outgoingTrial = (options: OutgoingTrialOptions = {}): OutgoingTrial =>
  trialOn(options.db ?? memoryDatabase({}), manualClock(), options);

function trialOn(db: Database, clock: OutgoingTrial["clock"], options: OutgoingTrialOptions): OutgoingTrial {
  const events: LogEvent[] = [];
  const logAt =
    (level: keyof Logger) =>
    (event: LogEvent): void =>
      void events.push({ level, ...event });
  const log: Logger = {
    error: logAt("error"),
    warn: logAt("warn"),
    info: logAt("info"),
    debug: logAt("debug"),
  };
  const outbox = new Outbox(db, log);
  const bounced: string[] = [];
  const arrived: string[] = [];
  const dials: PendingDial[] = [];
  let ids = 0;
  const outgoing = openOutgoingServers({
    db,
    outbox,
    inTurns: inTurnsOf({ db, turns: new Turns({ isFull: () => false, log, monotonic: slowClock(options) }) }),
    domains: new Set(["capulet.example"]),
    router: { receive: ({ xml }) => void bounced.push(xml.toString()) },
    policy: policyOf({ ...OPEN, ...options.policy }),
    trust: trustInNames(options.expired),
    targets: { find: async (domain) => options.targets?.(domain) ?? ONE },
    turns: IMMEDIATE_TURNS,
    dial: (target, order) =>
      new Promise((resolve, reject) => {
        order.signal.addEventListener("abort", () => reject(new DialError("tcp", "aborted")));
        dials.push({
          target,
          order,
          accept: (certified = [order.remote]) => {
            const { connection, peer } = connectionTo({
              certified: certified === "none" ? [] : certified,
              isSecured: target.tls === "direct" && certified !== "none",
              ports: { local: 40_000, remote: 5270 },
              accept: order.accept,
            });
            resolve(connection);
            return peer;
          },
          refuse: (reason = "refused") => reject(new DialError("tcp", reason, "192.0.2.1")),
        });
      }),
    inboundStanzas: { receive: (stanza) => void arrived.push(stanza.toString()), countNonza: () => {} },
    dialbackSecret: SECRET,
    hasIncomingStream: () => options.hasIncomingStream === true,
    limits: { ...LIMITS, ...options.limits },
    log,
    clock,
    random: () => 0.999,
    id: () => `id${++ids}`,
  });
  const settled = async (): Promise<void> => {
    for (let round = 0; round < 4; round++) await new Promise((resolve) => setImmediate(resolve));
  };
  const send = (text: string): void => {
    const element = parseElement(text);
    db.atomically(() => outgoing.send(stanzaOf(element, parseJid(element.attrs.from))));
  };
  return {
    outgoing,
    db,
    clock,
    send,
    sendMessages: (from, count) => {
      for (let number = from; number < from + count; number++) send(message(number));
    },
    nextDial: async () => {
      for (let round = 0; round < 10 && dials.length === 0; round++) await settled();
      const dialled = dials.shift();
      if (!dialled) throw new Error("there is no connection attempt");
      return dialled;
    },
    get pendingDials() {
      return dials.length;
    },
    bounced,
    arrived,
    events,
    settled,
    restart: () => trialOn(db, clock, options),
  };
}

/** A clock in milliseconds, which advances with each reading if `isSlow`. */
function slowClock({ isSlow = false }: OutgoingTrialOptions): () => number {
  let now = 0;
  return () => {
    if (isSlow) now += 3;
    return now;
  };
}

export const message = (body: number | string): string =>
  `<message from="juliet@capulet.example/balcony" to="romeo@montague.example" type="chat"><body>${body}</body></message>`;

/** The bodies of the messages that a peer received, in order. */
export const bodies = (received: string): string[] =>
  [...received.matchAll(/<body>([^<]*)<\/body>/g)].map(([, body = ""]) => body);

/** Accepts a connection and negotiates up to the exchange of stanzas; bytes received by then are taken. */
export async function established(
  trial: OutgoingTrial,
  { features = "", bidi = false, answer = "" }: { features?: string; bidi?: boolean; answer?: string } = {},
): Promise<ScriptedPeer> {
  const peer = (await trial.nextDial()).accept();
  await trial.settled();
  peer.sends(headerWithFeatures(`${EXTERNAL}${bidi ? BIDI : ""}`));
  await trial.settled();
  peer.sends(SUCCESS);
  await trial.settled();
  peer.sends(headerWithFeatures(features));
  await trial.settled();
  if (answer !== "") {
    peer.receives();
    peer.sends(answer);
    await trial.settled();
  }
  return peer;
}

/** The same with XEP-0198; with an id the stream is resumable. */
export const managedStream = (trial: OutgoingTrial, id?: string, bidi = false): Promise<ScriptedPeer> =>
  established(trial, {
    features: SM,
    bidi,
    answer: `<enabled xmlns="urn:xmpp:sm:3"${id === undefined ? "" : ` id="${id}" resume="true"`}/>`,
  });

/** The header and the features of the other server. */
export const headerWithFeatures = (features: string, { from = "montague.example", id = "s1" } = {}): string =>
  `<stream:stream xmlns="jabber:server" xmlns:db="jabber:server:dialback" ` +
  `xmlns:stream="http://etherx.jabber.org/streams" from="${from}" to="capulet.example" id="${id}" version="1.0">` +
  `<stream:features>${features}</stream:features>`;

export const STARTTLS = '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"><required/></starttls>';
export const PROCEED = '<proceed xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>';
export const EXTERNAL =
  '<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>EXTERNAL</mechanism></mechanisms>';
export const SUCCESS = '<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>';
export const DIALBACK = '<dialback xmlns="urn:xmpp:features:dialback"><errors/></dialback>';
export const BIDI = '<bidi xmlns="urn:xmpp:features:bidi"/>';
export const SM = '<sm xmlns="urn:xmpp:sm:3"/>';
