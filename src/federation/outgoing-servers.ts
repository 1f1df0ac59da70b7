/** Other servers, as far as something is to be sent to them. */

import type { Logger } from "../log.ts";
import type { Clock } from "../net/clock.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import type { Target, Targets } from "../net/server-targets.ts";
import type { Outbox } from "../server/outbox.ts";
import type { Router } from "../server/router.ts";
import type { Stanza } from "../stanza.ts";
import type { Database } from "../store/database.ts";
import type { Trust } from "../trust/verdict.ts";
import type { XmlLimits } from "../xml/stream-parser.ts";
import type { Arrivals } from "./arrivals.ts";
import type { ReturnWays } from "./carrier.ts";
import type { Policy } from "./policy.ts";
import type { OutgoingReport, StepReport } from "./reports.ts";
import type { Verifier } from "./verification.ts";

export interface OutgoingParts {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly router: Pick<Router, "route" | "questions">;
  readonly policy: Policy;
  readonly trust: Trust;
  readonly targets: { readonly find: (domain: string) => Promise<Targets> };
  /** Rejects with DialError. The certificate to be shown is that of `local`. */
  readonly dial: (target: Target, options: DialOrder) => Promise<Connection>;
  /** Takes what arrives over a stream of ours that goes both ways. */
  readonly arrivals: Arrivals;
  /** XEP-0185: what proves our domains. */
  readonly dialbackSecret: Uint8Array;
  readonly limits: OutgoingLimits;
  readonly log: Logger;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** A new unguessable id. */
  readonly id: () => string;
}

export interface DialOrder {
  /** The domain that is meant, prepared, and the one of ours that wants it. */
  readonly remote: string;
  readonly local: string;
  readonly accept: (connection: Connection) => ConnectionHandler;
  readonly signal: AbortSignal;
}

/** Times in milliseconds, sizes in bytes. */
export interface OutgoingLimits {
  readonly connectTime: number;
  readonly queueTime: number;
  readonly idle: number;
  readonly maxQueued: number;
  readonly maxQueuedSize: number;
  readonly maxQueuedTotal: number;
  readonly maxPairs: number;
  readonly xml: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
}

export interface OutgoingServers extends Verifier, ReturnWays {
  /**
   * What `Router.remote` calls, inside the stanza's transaction: it leaves once that is committed. Throws StanzaError for
   * what is refused at once: not-allowed (policy), resource-constraint (too much waits for this domain).
   */
  readonly send: (stanza: Stanza) => void;
  /** All pairs that something goes or waits for. */
  readonly routes: () => readonly OutgoingReport[];
  /** Tries to reach a domain in the name of one of ours; `told` hears of each step as it is done. Nothing is sent. */
  readonly trial: (local: string, remote: string, told: (report: StepReport) => void) => Promise<void>;
  /** Takes up what waits since the server ran last. */
  readonly start: () => void;
  /** Asks for what is unconfirmed, waits briefly for it, ends all streams. What is still unconfirmed stays in the store. */
  readonly stop: () => Promise<void>;
}
