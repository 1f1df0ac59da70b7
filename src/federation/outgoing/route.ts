/** All that goes from a domain here to one elsewhere: over one line at a time, by one attempt at a time, in order. */
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { BidiStream } from "../bidi-stream.ts";
import type { DomainPair } from "../domain-pair.ts";
import { BidiRecovery } from "./bidi-recovery.ts";
import { BidiTransport } from "./bidi-transport.ts";
import { ConnectAttempts } from "./connect-attempts.ts";
import { type ConnectError, stanzaErrorFor } from "./connect-error.ts";
import { mayNotRepeat, type OutgoingStanza, outgoingStanza } from "./outgoing-stanza.ts";
import { pingOf } from "./ping-probe.ts";
import type { ConnectResult, ResumableState } from "./resumable-state.ts";
import { RouteQueue } from "./route-queue.ts";
import type { RouteDeps } from "./route-surroundings.ts";
import { SendWindow } from "./send-window.ts";
import { OutgoingSession } from "./session.ts";
import type { Delivered, Transport, TransportOwner } from "./transport.ts";

/** Milliseconds after which a stream has proven that the other server is well. */
const HEALTHY_AFTER = 60_000;

export class Route implements TransportOwner {
  readonly pair: DomainPair;
  /** Whoever has first sent something to it: a bare JID, or the other domain where that is not known. */
  readonly initiator: string;
  readonly #deps: RouteDeps;
  readonly #queue: RouteQueue;
  readonly #window: SendWindow;
  readonly #attempts: ConnectAttempts;
  readonly #recovery: BidiRecovery;
  /** Streams of the other server's that would do, too. */
  #spare: BidiTransport[] = [];
  #resumable: ResumableState | undefined;
  #resumableUntil = 0;
  /** Milliseconds since 1970: of the line, or of the end of the last one. */
  #since: number;
  #stopping: { readonly done: () => void } | undefined;
  /** What has waited since a former life of this server is still being read: until then nothing leaves. */
  #isReviving = false;

  constructor(pair: DomainPair, begunBy: string, deps: RouteDeps) {
    this.pair = pair;
    this.initiator = begunBy;
    this.#deps = deps;
    this.#since = deps.now();
    this.#queue = new RouteQueue(deps.load);
    this.#attempts = new ConnectAttempts({
      ...deps,
      pair,
      connect: (signal) => deps.connect(pair, this.#resumable, signal, begunBy),
      connected: (opened) => this.#opened(opened),
      failed: (failure, isNews) => this.#failed(failure, isNews),
      due: () => this.#advance(),
    });
    this.#recovery = new BidiRecovery({
      ...deps,
      pair,
      confirmed: (handled) => this.#window.confirmWhile(({ number }) => number <= handled),
      finished: () => this.#advance(),
    });
    this.#window = new SendWindow({
      queue: this.#queue,
      clock: deps.clock,
      ping: () => outgoingStanza(pingOf(pair, deps.id()), { now: deps.now(), queueTime: 0 }),
      confirmed: (items) => this.#arrived(items),
    });
  }

  /** What waits, what was sent and not confirmed, what carries it, and what is wrong: for reports and bounds. */
  get state() {
    const { waiting, sent, count, weight } = this.#queue;
    const { transport: line } = this.#window;
    const isConnecting = this.#attempts.isConnecting;
    const since = line || !this.failure ? this.#since : this.#attempts.failedAt;
    return { waiting: waiting.length, sent: sent.length, count, weight, line, isConnecting, since };
  }

  /** Why the last attempt failed, where the other server has not been reached since. */
  get failure(): ConnectError | undefined {
    return this.#attempts.failure;
  }

  /** Nothing would be lost with it. */
  get isRemovable(): boolean {
    const { line, isConnecting, count } = this.state;
    return !line && !isConnecting && count === 0 && !this.#resumable && !this.#isReviving && this.#spare.length === 0;
  }

  /** What says that somebody is gone, and would be forgotten with this server. */
  get pendingUnavailable(): readonly OutgoingStanza[] {
    return this.#queue.pendingUnavailable;
  }

  /** What a sender is told at once, since it has just been found to be so. */
  get refusal(): StanzaError | undefined {
    const { refusal } = this.#attempts;
    return refusal && stanzaErrorFor(refusal, this.pair.remote);
  }

  /** A stanza that is to be sent; its transaction is committed. */
  enqueue(item: OutgoingStanza): void {
    this.#queue.add(item);
    this.#advance();
  }

  /** The other server has answered an iq of this id: true where only we have waited for it. */
  handlePingAnswer(id: string | undefined): boolean {
    return this.#window.handlePingAnswer(id);
  }

  /** Something has waited since a former life of this server: `revive` will tell. */
  awaitRevival(): void {
    this.#isReviving = true;
  }

  /** What has waited since a former life of this server, and the stream that it was sent over, where there is one. */
  revive(
    items: readonly OutgoingStanza[],
    former: (sent: readonly OutgoingStanza[]) => ResumableState | undefined,
  ): void {
    this.#isReviving = false;
    this.#queue.prepend(items);
    this.#resumable = former(this.#queue.sent);
    this.#resumableUntil = this.#deps.now() + this.#deps.queueTime;
    if (this.#resumable || !this.#recovery.start(this.#queue.sent)) {
      if (!this.#resumable) this.#takeBack();
      this.#advance();
    }
    for (const { stream: carrier } of this.#spare) this.#recovery.peerReturned(carrier.resumeRequest, this.#queue.sent);
  }

  /** XEP-0288: a stream of the other server's carries this, too. One of ours, or one that is under way, goes on. */
  addBidiStream(carrier: BidiStream): void {
    this.#spare.push(new BidiTransport(carrier, this, { ...this.#deps, pair: this.pair }));
    this.#recovery.peerReturned(carrier.resumeRequest, this.#queue.sent);
    if (!this.#window.transport && !this.#attempts.isConnecting && !this.#resumable && !this.#isReviving)
      this.#useSpare();
  }

  removeBidiStream(carrier: BidiStream): void {
    this.#spare = this.#spare.filter((spare) => spare.stream !== carrier);
    const { transport } = this.#window;
    if (transport instanceof BidiTransport && transport.stream === carrier) transport.streamEnded();
  }

  confirmedThrough(item: OutgoingStanza): void {
    this.#window.confirmedThrough(item);
  }

  transportClosed(line: Transport, arrived: Delivered, reason: string): void {
    if (line !== this.#window.transport) return;
    const { log, now, queueTime } = this.#deps;
    log.info({ event: "outgoing-stream-ended", ...this.pair, reason });
    this.#window.detach({ isCareful: arrived === "some" && this.#queue.sent.length > 0 });
    if (now() - this.#since > HEALTHY_AFTER) this.#attempts.resetBackOff();
    this.#since = now();
    for (const item of this.#queue.sent) item.deadline = now() + queueTime;
    if (arrived === "all") this.#window.confirmWhile(() => true);
    if (arrived === "held" && line instanceof OutgoingSession) this.#keepResumable(line);
    // In another life of this server, that one may come back and tell what has arrived.
    if (this.#stopping && line instanceof BidiTransport) return this.#stopping.done();
    if (!this.#resumable) this.#discardResumable();
    if (this.#stopping) return this.#stopping.done();
    // Not at once: what has just ended the stream may end the next one.
    if (this.#resumable || this.#queue.count > 0) this.#attempts.backOff();
  }

  /** Nothing is exchanged with the other domain any more: what waits goes back to its senders. */
  rejectAll(error: StanzaError): void {
    // Before the rest: what has ended might be resumed.
    this.#window.transport?.fail(new StreamError("policy-violation", error.text));
    this.#attempts.abort();
    this.#recovery.stop();
    this.#discardResumable();
    this.#bounce(() => true, error);
  }

  /** Ends the line once all that was sent is confirmed, or that takes longer than `patience` milliseconds. */
  stop(patience: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopping = { done: resolve };
    this.#recovery.stop();
    const { transport: line } = this.#window;
    // The other server's own stream is not ours to end.
    const isOurs = line instanceof OutgoingSession;
    this.#deps.clock.after(patience, () => {
      this.#attempts.abort();
      if (this.#window.transport instanceof OutgoingSession) this.#window.transport.disconnect("this server stops");
      resolve();
    });
    // Who has just been told that somebody leaves is called, if that does not take long.
    if (this.#attempts.isConnecting && this.#queue.isTransient) return promise;
    this.#attempts.abort();
    // What waits is kept: to begin with it now would leave more in doubt.
    this.#window.close();
    if (!line || (!isOurs && this.#queue.sent.length === 0)) resolve();
    else if (isOurs && (this.#queue.sent.length === 0 || !line.isManaged)) line.close();
    return promise;
  }

  #advance(): void {
    if (this.#isReviving) return;
    if (this.#window.transport) return this.#window.sendNext();
    if (!this.#attempts.isIdle || this.#stopping || this.#recovery.isPending) return;
    if (!this.#resumable && (this.#queue.count === 0 || this.#useSpare())) return;
    this.#attempts.start();
  }

  #useSpare(): boolean {
    const spare = this.#spare.shift();
    if (!spare) return false;
    this.#attempts.cancelBackOff();
    this.#discardResumable();
    if (spare.stream.id !== undefined) this.#deps.store.setBidiStream(this.pair, spare.stream.id);
    this.#begin(spare);
    return true;
  }

  #begin(line: Transport): void {
    this.#attempts.clearFailure();
    this.#since = this.#deps.now();
    this.#window.attach(line);
  }

  #opened({ session: link, isResumed, handled }: ConnectResult): void {
    if (handled !== undefined) this.#window.confirmWhile(({ number }) => number <= handled);
    if (isResumed) this.#queue.requeueSent();
    else {
      this.#discardResumable();
      if (link.resumableState) this.#deps.store.setOutgoingStream(this.pair, link.resumableState);
    }
    this.#resumable = undefined;
    this.#begin(link);
    link.attach(this);
    if (this.#stopping) link.close();
  }

  #failed(failure: ConnectError, isNews: boolean): void {
    if (this.#stopping) return this.#stopping.done();
    // The same thing again and again is for those who look for it.
    const level = isNews ? "info" : "debug";
    const reason = failure.message;
    this.#deps.log[level]({ event: "server-unreachable", ...this.pair, reason, waiting: this.#queue.count });
    if (this.#resumable?.isInvalid) this.#discardResumable();
    if (this.#useSpare()) return;
    this.#giveUp(failure);
    if (this.#resumable || this.#queue.count > 0) this.#attempts.backOff();
  }

  /** Tells the senders of what has waited long enough; of all, where waiting would not help. */
  #giveUp(failure: ConnectError): void {
    const now = this.#deps.now();
    const isOver = ({ deadline }: OutgoingStanza): boolean => failure.isFinal || deadline <= now;
    const isFormerOver = this.#resumable && this.#resumableUntil <= now;
    if (failure.isFinal || isFormerOver || this.#queue.sent.some(isOver)) this.#discardResumable();
    this.#bounce(isOver, stanzaErrorFor(failure, this.pair.remote));
  }

  #bounce(isOver: (item: OutgoingStanza) => boolean, error: StanzaError): void {
    const { log, bounce } = this.#deps;
    const over = this.#queue.remove(isOver);
    for (const item of over) bounce(this.pair, item, error);
    if (over.length > 0)
      log.info({ event: "stanzas-returned", ...this.pair, count: over.length, condition: error.condition });
  }

  #keepResumable({ resumableState: former }: OutgoingSession): void {
    // Where nothing is open in either direction, a new stream is as good.
    if (this.#queue.sent.length === 0 && !former?.isBidirectional) return;
    this.#resumable = former;
    this.#resumableUntil = this.#deps.now() + this.#deps.queueTime;
  }

  /** Nothing goes on from a former stream: what was sent over it and is not known to have arrived is sent anew. */
  #discardResumable(): void {
    const { store } = this.#deps;
    this.#resumable = undefined;
    store.removeOutgoingStream(this.pair);
    store.removeBidiStream(this.pair);
    if (this.#queue.sent.length === 0) return;
    store.clearNumbers(this.pair);
    this.#takeBack();
  }

  #takeBack(): void {
    this.#queue.requeueSent();
    const text = `the connection to ${this.pair.remote} broke, and it is not known whether this has arrived`;
    this.#bounce(mayNotRepeat, new StanzaError("remote-server-timeout", { text }));
  }

  #arrived(items: readonly OutgoingStanza[]): void {
    const last = items.findLast(({ row }) => row !== undefined);
    if (last?.row !== undefined) this.#deps.store.removeThrough(this.pair, last.row);
    this.#attempts.resetBackOff();
    if (!this.#stopping || this.#queue.sent.length > 0) return;
    if (this.#window.transport instanceof OutgoingSession) this.#window.transport.close();
    else this.#stopping.done();
  }
}
