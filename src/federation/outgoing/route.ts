/** A route: all stanzas from a domain here to one elsewhere, in order, over one transport at a time. */

/*
 *                 some was sent over a stream of the peer's
 *   reviving ───────────────────────────────────────────────▶ recovering
 *       │ revive()                                                │ the peer returns, or 30 s
 *       ▼                                                         │
 *     idle ◀──────────────────────────────────────────────────────┘
 *       │ ▲  nothing is left to send or to resume
 *       │ └───────────────────────────────────────┐
 *       │ something is to be sent or resumed      │
 *       ▼                 failed                  │   otherwise
 *   connecting ─────────────────────────────────▶ ◇ ──────────▶ backing-off
 *       │  ▲                                      ▲                 │
 *       │  └──────────────────────────────────────┼── 1 s to 2 min ─┘
 *       │ connected                               │
 *       ▼               transportClosed           │
 *   connected ────────────────────────────────────┘
 *
 * A route begins idle, or reviving after a restart. A stream of the other server's (XEP-0288) connects it as well: at once in
 * the phases idle and backing-off, after a failure in connecting. A stanza is in the queue until it is confirmed, or bounced.
 */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { BidiStream } from "../bidi-stream.ts";
import type { DomainPair } from "../domain-pair.ts";
import { ConnectAttempts } from "./connect-attempts.ts";
import { type ConnectError, stanzaErrorFor } from "./connect-error.ts";
import type { SessionRequest } from "./open-session.ts";
import { pingOf } from "./ping-probe.ts";
import type { QueueStore, StoredOutgoingStream } from "./queue-store.ts";
import { Recovery } from "./recovery.ts";
import { type HeldStanzas, type OutgoingStanza, outgoingStanza, RouteQueue } from "./route-queue.ts";
import { SendWindow } from "./send-window.ts";
import { type ConnectResult, OutgoingSession } from "./session.ts";
import { SpareStreams } from "./spare-streams.ts";
import { BidiTransport, type Delivered, type Transport, type TransportOwner } from "./transport.ts";

export type Phase = "reviving" | "recovering" | "idle" | "connecting" | "backing-off" | "connected";

export interface RouteDeps {
  /** Rejects with ConnectError. */
  readonly connect: (request: SessionRequest) => Promise<ConnectResult>;
  readonly store: QueueStore;
  /** Removes it from the store, and sends the error to its sender. */
  readonly bounce: (pair: DomainPair, item: OutgoingStanza, error: StanzaError) => void;
  /** A new unguessable id. */
  readonly id: () => string;
  /** Counts what the routes hold together. */
  readonly held: HeldStanzas;
  /** Milliseconds after which a stanza goes back to its sender where the other server cannot be reached. */
  readonly queueTime: number;
  readonly clock: Clock;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly log: Logger;
}

export class Route implements TransportOwner {
  readonly pair: DomainPair;
  /** Whose stanza was the first: a bare JID, or the other domain where that is not known. */
  readonly initiator: string;
  /** When the transport was attached, or the last one has ended: milliseconds since 1970. */
  since: number;
  readonly #deps: RouteDeps;
  readonly #queue: RouteQueue;
  readonly #window: SendWindow;
  readonly #attempts: ConnectAttempts;
  readonly #recovery: Recovery;
  /** Streams of the other server's that the window does not use. */
  readonly #spare = new SpareStreams();
  #isReviving = false;
  /** Set once the route is to stop: called when it has. */
  #stopped: (() => void) | undefined;

  constructor(pair: DomainPair, initiator: string, deps: RouteDeps) {
    this.pair = pair;
    this.initiator = initiator;
    this.#deps = deps;
    this.since = deps.clock.now();
    this.#queue = new RouteQueue(deps.held);
    this.#attempts = new ConnectAttempts({
      ...deps,
      pair,
      connect: (signal) => deps.connect({ pair, resumable: this.#recovery.resumable, signal, owner: initiator }),
      connected: (result) => this.#connected(result),
      failed: (error, isNew) => this.#failed(error, isNew),
      due: () => this.#advance(),
    });
    this.#recovery = new Recovery({
      ...deps,
      pair,
      queue: this.#queue,
      confirmed: (handled) => this.#window.confirmWhile(({ number }) => number <= handled),
      bounce: (matches, error) => this.#bounce(matches, error),
      peerSettled: () => this.#advance(),
    });
    this.#window = new SendWindow({
      queue: this.#queue,
      clock: deps.clock,
      ping: () => outgoingStanza(pingOf(pair, deps.id()), { now: deps.clock.now(), deadline: deps.clock.monotonic() }),
      confirmed: (items) => this.#confirmed(items),
    });
  }

  get phase(): Phase {
    if (this.#isReviving) return "reviving";
    if (this.#window.transport) return "connected";
    if (this.#attempts.isConnecting) return "connecting";
    if (this.#recovery.isAwaitingPeer) return "recovering";
    return this.#attempts.isBackingOff ? "backing-off" : "idle";
  }

  get queue(): Pick<RouteQueue, "count" | "weight" | "sent" | "waiting" | "pendingUnavailable"> {
    return this.#queue;
  }

  get transport(): Transport | undefined {
    return this.#window.transport;
  }

  get attempts(): Pick<ConnectAttempts, "failure" | "failedAt" | "refusal"> {
    return this.#attempts;
  }

  /** Whether nothing would be lost with it. */
  get isRemovable(): boolean {
    const isInUse = this.#isReviving || this.transport !== undefined || this.#attempts.isConnecting;
    return !isInUse && this.#queue.count === 0 && !this.#recovery.resumable && this.#spare.all.length === 0;
  }

  /** Takes a stanza whose transaction is committed. */
  enqueue(item: OutgoingStanza): void {
    this.#queue.add(item);
    this.#advance();
  }

  /** The other server has answered an iq of this id: true where it was a ping of the route. */
  handlePingAnswer(id: string | undefined, type: "result" | "error"): boolean {
    return this.#window.handlePingAnswer(id, type);
  }

  /** After a restart: nothing leaves before `revive`. */
  awaitRevival(): void {
    this.#isReviving = true;
  }

  /** Takes what was in the store at the start, and the stream of ours over which it was sent, where that can be resumed. */
  revive(items: readonly OutgoingStanza[], stream: StoredOutgoingStream | undefined): void {
    this.#isReviving = false;
    this.#queue.prepend(items);
    this.#recovery.revive(stream);
    this.#advance();
    for (const { stream } of this.#spare.all) this.#recovery.peerReturned(stream.resumeRequest);
  }

  /** XEP-0288: stanzas of the pair may go over this stream. It is not used while there is a session, or one is to be resumed. */
  addBidiStream(stream: BidiStream): void {
    this.#spare.add(new BidiTransport(stream, this, { ...this.#deps, pair: this.pair }));
    this.#recovery.peerReturned(stream.resumeRequest);
    if (!this.#recovery.resumable && (this.phase === "idle" || this.phase === "backing-off")) this.#useSpare();
  }

  removeBidiStream(stream: BidiStream): void {
    this.#spare.remove(stream);
    if (this.transport instanceof BidiTransport && this.transport.stream === stream) this.transport.streamEnded();
  }

  confirmedThrough(item: OutgoingStanza): void {
    this.#window.confirmedThrough(item);
  }

  transportClosed(transport: Transport, known: Delivered, reason: string): void {
    if (transport !== this.transport) return;
    const delivered = known === "all" && this.#window.isRefused ? "unknown" : known;
    const { log, clock, queueTime } = this.#deps;
    log.info({ event: "outgoing-stream-ended", ...this.pair, reason });
    this.#window.detach({ oneAtATime: delivered === "unknown" && this.#queue.sent.length > 0 });
    this.#attempts.lost();
    this.since = clock.now();
    for (const item of this.#queue.sent) item.deadline = clock.monotonic() + queueTime;
    if (delivered === "all") this.#window.confirmWhile(() => true);
    if (delivered === "resumable" && transport instanceof OutgoingSession)
      this.#recovery.sessionBroken(transport.resumableState);
    // After the restart the other server may resume its stream: its id, and the numbers, stay in the store.
    if (this.#stopped && transport instanceof BidiTransport) return this.#stopped();
    if (!this.#recovery.resumable) this.#recovery.discard();
    if (this.#stopped) return this.#stopped();
    // Not at once: what has just ended the stream may end the next one.
    if (this.#recovery.resumable || this.#queue.count > 0) this.#attempts.backOff();
  }

  /** Nothing is exchanged with the other domain any more: what waits goes back to its senders. */
  rejectAll(error: StanzaError): void {
    // First, since what has ended might be resumed.
    this.transport?.fail(new StreamError("policy-violation", error.text));
    this.#attempts.abort();
    this.#recovery.stop();
    this.#recovery.discard();
    this.#bounce(() => true, error);
  }

  /** Closes the transport once all that was sent is confirmed; resolves then, after `timeout` milliseconds at the latest. */
  stop(timeout: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopped = resolve;
    this.#recovery.stop();
    this.#deps.clock.after(timeout, () => {
      this.#attempts.abort();
      if (this.transport instanceof OutgoingSession) this.transport.disconnect("this server stops");
      resolve();
    });
    // RFC 6121 §4.5.3: unavailable presence of the stop itself is waited for, where nothing else is queued.
    if (this.phase === "connecting" && this.#queue.isTransient) return promise;
    this.#attempts.abort();
    // What waits stays in the store: to send it now would leave more unconfirmed.
    this.#window.close();
    const { transport } = this;
    const hasSent = this.#queue.sent.length > 0;
    // A stream of the other server's is not ours to close.
    if (!transport || (transport instanceof BidiTransport && !hasSent)) resolve();
    if (transport instanceof OutgoingSession && (!hasSent || !transport.isManaged)) transport.close();
    return promise;
  }

  #advance(): void {
    if (this.phase === "connected") return this.#window.sendNext();
    if (this.phase !== "idle" || this.#stopped) return;
    if (!this.#recovery.resumable && (this.#queue.count === 0 || this.#useSpare())) return;
    this.#spare.attemptBegins();
    this.#attempts.start();
  }

  #useSpare(): boolean {
    const spare = this.#spare.take();
    if (!spare) return false;
    this.#attempts.cancelBackOff();
    this.#recovery.bidiStreamAttached(spare.stream.id);
    this.#attach(spare);
    return true;
  }

  #attach(transport: Transport): void {
    this.#attempts.reached();
    this.#spare.attached();
    this.since = this.#deps.clock.now();
    this.#window.attach(transport);
  }

  #connected({ session, isResumed, handled }: ConnectResult): void {
    if (handled !== undefined) this.#window.confirmWhile(({ number }) => number <= handled);
    if (isResumed) this.#recovery.sessionResumed();
    else this.#recovery.sessionOpened(session.resumableState);
    this.#attach(session);
    session.attach(this);
    if (this.#stopped) session.close();
  }

  #failed(error: ConnectError, isNew: boolean): void {
    if (this.#stopped) return this.#stopped();
    const event = { event: "server-unreachable", ...this.pair, reason: error.message, waiting: this.#queue.count };
    this.#deps.log[isNew ? "info" : "debug"](event);
    if (this.#recovery.resumable?.isInvalid) this.#recovery.discard();
    const next = this.#recovery.resumable ? this.#spare.afterFailure(error.isFinal) : "use";
    if (next === "now") return this.#advance();
    if (next === "use" && this.#useSpare()) return;
    this.#bounceExpired(error);
    if (this.#recovery.resumable || this.#queue.count > 0) this.#attempts.backOff();
  }

  /** Bounces what has waited long enough; everything, where waiting would not help. */
  #bounceExpired(error: ConnectError): void {
    const now = this.#deps.clock.monotonic();
    const isExpired = ({ deadline }: OutgoingStanza): boolean => error.isFinal || deadline <= now;
    if (error.isFinal || this.#recovery.isExpired || this.#queue.sent.some(isExpired)) this.#recovery.discard();
    this.#bounce(isExpired, stanzaErrorFor(error, this.pair.remote));
  }

  #bounce(matches: (item: OutgoingStanza) => boolean, error: StanzaError): void {
    const items = this.#queue.remove(matches);
    for (const item of items) this.#deps.bounce(this.pair, item, error);
    const event = { event: "stanzas-returned", ...this.pair, count: items.length, condition: error.condition };
    if (items.length > 0) this.#deps.log.info(event);
  }

  #confirmed(items: readonly OutgoingStanza[]): void {
    const last = items.findLast(({ row }) => row !== undefined);
    if (last?.row !== undefined) this.#deps.store.removeThrough(this.pair, last.row);
    this.#attempts.resetBackOff();
    if (!this.#stopped || this.#queue.sent.length > 0) return;
    if (this.transport instanceof OutgoingSession) this.transport.close();
    else this.#stopped();
  }
}
