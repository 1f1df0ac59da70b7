/** Other servers, as destinations of stanzas: queues, connections, and what reports say of them. */
import type { Clock } from "../../clock.ts";
import type { Server } from "../../server/module.ts";
import type { Outbox } from "../../server/outbox.ts";
import type { Router } from "../../server/router.ts";
import { isResponse, type Stanza } from "../../stanza.ts";
import type { Database } from "../../store/database.ts";
import { negotiate } from "../../stream/outgoing-negotiation.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import type { BidiStreams } from "../bidi-stream.ts";
import type { KeyVerifier } from "../dialback/key-verification.ts";
import type { InboundStanzas } from "../inbound-stanzas.ts";
import type { OutgoingReport } from "../report.ts";
import { ConnectError } from "./connect-error.ts";
import { type ConnectorDeps, connectorOf, type StepListener } from "./connector.ts";
import { DialLimiter } from "./dial-limiter.ts";
import { keyVerifier } from "./key-verifier.ts";
import { openSession } from "./open-session.ts";
import { type AnswerSource, openPingBack, type PingBack } from "./ping-back.ts";
import type { QueueBounds } from "./queue-limits.ts";
import { openQueueStore } from "./queue-store.ts";
import type { Route } from "./route.ts";
import { Routes } from "./routes.ts";
import { OutgoingSession } from "./session.ts";

/** Milliseconds that a stop waits for acknowledgements. */
const STOP_TIMEOUT = 3_000;
const DIAL_LIMIT = { maxConcurrent: 50, slowAfter: 5_000 };

export interface OutgoingServersDeps extends Omit<ConnectorDeps, "connectTime" | "limits"> {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly inTurns: Server["inTurns"];
  /** Every domain of this server: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  /** Takes the errors for senders here. */
  readonly router: Pick<Router, "receive">;
  /** Takes what arrives over an outgoing stream that goes both ways (XEP-0288). */
  readonly inboundStanzas: InboundStanzas;
  readonly limits: OutgoingLimits;
  readonly clock: Clock;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** A new unguessable id. */
  readonly id: () => string;
}

/** Times in milliseconds. */
export interface OutgoingLimits extends QueueBounds {
  /** For one machine of another server. */
  readonly connectTime: number;
  /** After which a stanza goes back to its sender where the other server cannot be reached. */
  readonly queueTime: number;
  /** Without a stanza, after which a session is closed. */
  readonly idleTime: number;
  readonly maxPairs: number;
  /** Of what a peer may send. */
  readonly xml: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
}

export interface OutgoingServers extends KeyVerifier, BidiStreams {
  /**
   * For `Router.remote`, within the transaction of the stanza: it is sent once that is committed. Throws StanzaError:
   * not-allowed (policy), resource-constraint (too much waits), or what DNS or the other server has just said.
   */
  readonly send: (stanza: Stanza) => void;
  /**
   * Takes the answer to a ping of a route, or to `askBack`: true where it is one. Called before the router has a stanza of
   * another server.
   */
  readonly handlePingAnswer: (stanza: Stanza, source: AnswerSource) => boolean;
  /** Whether the other server reaches this one: it is asked to answer over a stream that it opens. */
  readonly askBack: PingBack["ask"];
  /** All pairs for which stanzas are sent or wait. */
  readonly routes: () => readonly OutgoingReport[];
  /** Tries to reach `remote` in the name of `local`, without sending anything; `onStep` is called after each step. */
  readonly trial: (local: string, remote: string, onStep: StepListener) => Promise<void>;
  /** Ends what the policy does not allow any more. Done each hour as well, since certificates expire. */
  readonly revalidate: () => void;
  /** Queues what was in the store when the server stopped. */
  readonly start: () => void;
  /** Waits briefly for acknowledgements, and ends all sessions. What is unconfirmed even then stays in the store. */
  readonly stop: () => Promise<void>;
}

export function openOutgoingServers(deps: OutgoingServersDeps): OutgoingServers {
  const { db, clock, limits, policy } = deps;
  const { connectTime, queueTime, idleTime } = limits;
  const store = openQueueStore(db);
  const connector = connectorOf({ ...deps, connectTime, limits: limits.xml.stranger });
  const shared = {
    clock,
    idleTime,
    storeNumber: store.setNumber,
    storeReceived: store.setReceived,
    afterCommit: store.afterCommit,
    afterSync: db.afterSync,
  };
  const sessionDeps = { ...deps, connector, shared, limits: limits.xml.authenticated };
  const dialLimiter = new DialLimiter({ ...DIAL_LIMIT, clock });
  const routes = new Routes({
    ...deps,
    queueTime,
    store,
    connect: (request) => dialLimiter.run(request.owner, request.signal, () => openSession(sessionDeps, request)),
  });
  const { verify } = keyVerifier({ policy, clock, connector, timeout: connectTime });
  const pingBack = openPingBack({ ...deps, connector });

  return {
    verify,
    send: (stanza) => routes.send(stanza),
    askBack: pingBack.ask,
    handlePingAnswer: (stanza, source) => {
      if (pingBack.handleAnswer(stanza, source)) return true;
      const { name, id, from, to } = stanza;
      if (name !== "iq" || !isResponse(stanza) || from.local !== "" || to?.local !== "") return false;
      const type = stanza.type === "error" ? "error" : "result";
      return routes.get({ local: to.domain, remote: from.domain })?.handlePingAnswer(id, type) === true;
    },
    addBidiStream: (pair, stream) => routes.of(pair, pair.remote).addBidiStream(stream),
    removeBidiStream: (pair, stream) => routes.get(pair)?.removeBidiStream(stream),
    routes: () => routes.all.filter((route) => !route.isRemovable || route.attempts.failure).map(reportOf),
    trial: async (local, remote, onStep) => {
      const text = policy.refusal(remote);
      if (text !== undefined)
        return onStep({ step: "dns", ok: false, text, obstacle: { kind: "policy", detail: text } });
      const work = async (...[stream, negotiation]: Parameters<typeof negotiate>): Promise<void> => {
        await negotiate(stream, negotiation);
        stream.close();
      };
      try {
        await connector.attempt({ pair: { local, remote }, signal: new AbortController().signal, onStep, work });
      } catch (error) {
        // `onStep` was called with it.
        if (!(error instanceof ConnectError)) throw error;
      }
    },
    revalidate: () => routes.revalidate(),
    start: () => routes.start(),
    stop: () => routes.stop(STOP_TIMEOUT),
  };
}

function reportOf({ pair, phase, transport, queue, attempts, since }: Route): OutgoingReport {
  const session = transport instanceof OutgoingSession ? transport : undefined;
  const { failure, failedAt } = attempts;
  return {
    pair,
    state: phase === "connected" || phase === "connecting" ? phase : "waiting",
    isAdopted: transport !== undefined && session === undefined,
    tls: session?.negotiated.tls?.version,
    authentication: session?.negotiated.authentication,
    proof: session && (session.negotiated.isCertified ? "certificate" : "dns"),
    address: session?.remoteAddress,
    since: transport || !failure ? since : failedAt,
    queued: queue.waiting.length,
    unconfirmed: queue.sent.length,
    oldest: (queue.sent[0] ?? queue.waiting[0])?.time,
    problem: failure?.message,
    obstacle: failure?.failureReason,
  };
}
