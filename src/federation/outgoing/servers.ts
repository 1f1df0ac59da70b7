/** Other servers, as far as something is to be sent to them. */
import type { Clock } from "../../clock.ts";
import type { Server } from "../../server/module.ts";
import type { Outbox } from "../../server/outbox.ts";
import type { Router } from "../../server/router.ts";
import type { Stanza } from "../../stanza.ts";
import type { Database } from "../../store/database.ts";
import { negotiate } from "../../stream/outgoing-negotiation.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import type { BidiStreams } from "../bidi-stream.ts";
import type { KeyVerifier } from "../dialback/verification.ts";
import type { InboundStanzas } from "../inbound-stanzas.ts";
import type { OutgoingReport } from "../report.ts";
import { ConnectError } from "./connect-error.ts";
import { type ConnectorDeps, connectorOf, type StepListener } from "./connector.ts";
import { DialLimiter } from "./dial-limiter.ts";
import { keyVerifier } from "./key-verifier.ts";
import { negotiationSettings, type PeerRules } from "./negotiation.ts";
import { openSession } from "./open-session.ts";
import { openQueueStore } from "./queue-store.ts";
import { reportOf } from "./route-report.ts";
import { Routes } from "./routes.ts";

/** Milliseconds that a stop waits for acknowledgements. */
const STOP_TIMEOUT = 3_000;
/** Servers that are called at once, beside those that take longer than these milliseconds. */
const DIAL_LIMIT = { maxConcurrent: 50, slowAfter: 5_000 };

export interface OutgoingServersDeps extends PeerRules, Pick<ConnectorDeps, "targets" | "dial" | "turns" | "log"> {
  readonly db: Database;
  readonly outbox: Outbox;
  /** Does what may be much in portions. */
  readonly inTurns: Server["inTurns"];
  /** Every domain that is ours: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  /** Takes the errors that go back to senders here. */
  readonly router: Pick<Router, "receive">;
  /** Takes what arrives over a stream of ours that goes both ways. */
  readonly inboundStanzas: InboundStanzas;
  readonly limits: OutgoingLimits;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** A new unguessable id. */
  readonly id: () => string;
}

/** Times in milliseconds, sizes in bytes of memory. */
export interface OutgoingLimits {
  readonly connectTime: number;
  readonly queueTime: number;
  readonly idleTime: number;
  readonly maxQueued: number;
  readonly maxQueuedSize: number;
  readonly maxQueuedTotal: number;
  readonly maxPairs: number;
  readonly xml: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
}

export interface OutgoingServers extends KeyVerifier, BidiStreams {
  /**
   * What `Router.remote` calls, inside the stanza's transaction: it leaves once that is committed. Throws StanzaError for
   * what is refused at once: not-allowed (policy), resource-constraint (too much waits), or what has just been found.
   */
  readonly send: (stanza: Stanza) => void;
  /**
   * To be asked of whatever arrives from another server, before the router: true for the answer to a question of our own,
   * which is nobody else's.
   */
  readonly handlePingAnswer: (stanza: Stanza) => boolean;
  /** All pairs that something goes or waits for. */
  readonly routes: () => readonly OutgoingReport[];
  /** Tries to reach a domain in the name of one of ours; `told` hears of each step as it is done. Nothing is sent. */
  readonly trial: (local: string, remote: string, told: StepListener) => Promise<void>;
  /** The policy has changed: ends what it refuses by now. That is done each hour as well: certificates expire. */
  readonly revalidate: () => void;
  /** Takes up what waits since the server ran last. */
  readonly start: () => void;
  /** Waits briefly for what is unconfirmed, and ends all streams. What is unconfirmed even then stays in the store. */
  readonly stop: () => Promise<void>;
}

export function openOutgoingServers(deps: OutgoingServersDeps): OutgoingServers {
  const { db, clock, limits, now, policy, inboundStanzas } = deps;
  const store = openQueueStore(db);
  const { connectTime } = limits;
  const connector = connectorOf({ ...deps, connectTime, limits: limits.xml.stranger });
  const shared = {
    inboundStanzas,
    clock,
    now,
    idleTime: limits.idleTime,
    storeNumber: store.setNumber,
    storeReceived: store.setReceived,
    // Where the disk took nothing it leaves all the same, with a number that only a restart would miss.
    afterCommit: (callback: () => void) => db.afterCommit(callback, callback),
    afterSync: db.afterSync,
  };
  const linkParts = { ...deps, connector, shared, limits: limits.xml.authenticated };
  const turnstile = new DialLimiter({ ...DIAL_LIMIT, clock });
  const routes = new Routes({
    ...deps,
    ...limits,
    store,
    connect: (pair, former, signal, owner) =>
      turnstile.run(owner, signal, () => openSession(linkParts, pair, former, signal)),
  });
  const { verify } = keyVerifier({ ...deps, connector, timeout: connectTime });

  return {
    verify,
    send: (stanza) => routes.send(stanza),
    handlePingAnswer: ({ name, type, id, from, to }) => {
      const isAnswer =
        name === "iq" && (type === "result" || type === "error") && from.local === "" && to?.local === "";
      return isAnswer && routes.get({ local: to.domain, remote: from.domain })?.handlePingAnswer(id) === true;
    },
    addBidiStream: (pair, carrier) => routes.of(pair, pair.remote).addBidiStream(carrier),
    removeBidiStream: (pair, carrier) => routes.get(pair)?.removeBidiStream(carrier),
    routes: () => routes.all.filter((route) => !route.isRemovable || route.failure).map(reportOf),
    trial: async (local, remote, told) => {
      const text = policy.refusal(remote);
      if (text !== undefined) return told({ step: "dns", ok: false, text, obstacle: { kind: "policy", detail: text } });
      const pair = { local, remote };
      const { signal } = new AbortController();
      try {
        await connector.attempt({
          pair,
          signal,
          told,
          work: async (stream, step) => {
            await negotiate(stream, negotiationSettings(deps, pair, step));
            stream.close();
          },
        });
      } catch (error) {
        // `told` has heard of it.
        if (!(error instanceof ConnectError)) throw error;
      }
    },
    revalidate: () => routes.revalidate(),
    start: () => routes.start(),
    stop: () => routes.stop(STOP_TIMEOUT),
  };
}
