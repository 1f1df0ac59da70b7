/** All that goes from a domain here to one elsewhere: over one line at a time, by one attempt at a time, in order. */
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { Carrier } from "../carrier.ts";
import type { Pair } from "../pair.ts";
import { AdoptedLine } from "./adopted-line.ts";
import { Attempts } from "./attempts.ts";
import { Flow } from "./flow.ts";
import type { Former, Opened } from "./former.ts";
import type { Arrived, Line, LineOwner } from "./line.ts";
import { Link } from "./link.ts";
import { isDoubtful, newOutgoing, type OutgoingStanza } from "./outgoing-stanza.ts";
import { pingOf } from "./probe.ts";
import { Returning } from "./returning.ts";
import { RouteQueue } from "./route-queue.ts";
import type { RouteSurroundings } from "./route-surroundings.ts";
import { refusalOf, type Unreachable } from "./unreachable.ts";

/** Milliseconds after which a stream has proven that the other server is well. */
const LASTING = 60_000;

export class Route implements LineOwner {
  readonly pair: Pair;
  /** Whoever has first sent something to it: a bare JID, or the other domain where that is not known. */
  readonly begunBy: string;
  readonly #around: RouteSurroundings;
  readonly #queue: RouteQueue;
  readonly #flow: Flow;
  readonly #attempts: Attempts;
  readonly #returning: Returning;
  /** Streams of the other server's that would do, too. */
  #spare: AdoptedLine[] = [];
  #former: Former | undefined;
  #formerUntil = 0;
  /** Milliseconds since 1970: of the line, or of the end of the last one. */
  #since: number;
  #stopping: { readonly done: () => void } | undefined;
  /** What has waited since a former life of this server is still being read: until then nothing leaves. */
  #isReviving = false;

  constructor(pair: Pair, begunBy: string, around: RouteSurroundings) {
    this.pair = pair;
    this.begunBy = begunBy;
    this.#around = around;
    this.#since = around.now();
    this.#queue = new RouteQueue(around.load);
    this.#attempts = new Attempts({
      ...around,
      pair,
      connect: (signal) => around.connect(pair, this.#former, signal, begunBy),
      opened: (opened) => this.#opened(opened),
      failed: (failure, isNews) => this.#failed(failure, isNews),
      due: () => this.#advance(),
    });
    this.#returning = new Returning({
      ...around,
      pair,
      confirmed: (handled) => this.#flow.confirmWhile(({ number }) => number <= handled),
      settled: () => this.#advance(),
    });
    this.#flow = new Flow({
      queue: this.#queue,
      clock: around.clock,
      ping: () => newOutgoing(pingOf(pair, around.id()), { now: around.now(), queueTime: 0 }),
      arrived: (items) => this.#arrived(items),
    });
  }

  /** What waits, what was sent and not confirmed, what carries it, and what is wrong: for reports and bounds. */
  get state() {
    const { waiting, sent, count, weight } = this.#queue;
    const { line } = this.#flow;
    const isConnecting = this.#attempts.isUnderWay;
    const since = line || !this.failure ? this.#since : this.#attempts.failedAt;
    return { waiting: waiting.length, sent: sent.length, count, weight, line, isConnecting, since };
  }

  /** Why the last attempt failed, where the other server has not been reached since. */
  get failure(): Unreachable | undefined {
    return this.#attempts.failure;
  }

  /** Nothing would be lost with it. */
  get isForgettable(): boolean {
    const { line, isConnecting, count } = this.state;
    return !line && !isConnecting && count === 0 && !this.#former && !this.#isReviving && this.#spare.length === 0;
  }

  /** What says that somebody is gone, and would be forgotten with this server. */
  get farewells(): readonly OutgoingStanza[] {
    return this.#queue.farewells;
  }

  /** What a sender is told at once, since it has just been found to be so. */
  get refusal(): StanzaError | undefined {
    const { refusal } = this.#attempts;
    return refusal && refusalOf(refusal, this.pair.remote);
  }

  /** A stanza that is to be sent; its transaction is committed. */
  take(item: OutgoingStanza): void {
    this.#queue.add(item);
    this.#advance();
  }

  /** The other server has answered an iq of this id: true where only we have waited for it. */
  takesAnswer(id: string | undefined): boolean {
    return this.#flow.answer(id);
  }

  /** Something has waited since a former life of this server: `revive` will tell. */
  awaitRevival(): void {
    this.#isReviving = true;
  }

  /** What has waited since a former life of this server, and the stream that it was sent over, where there is one. */
  revive(items: readonly OutgoingStanza[], former: (sent: readonly OutgoingStanza[]) => Former | undefined): void {
    this.#isReviving = false;
    this.#queue.putInFront(items);
    this.#former = former(this.#queue.sent);
    this.#formerUntil = this.#around.now() + this.#around.queueTime;
    if (this.#former || !this.#returning.begin(this.#queue.sent)) {
      if (!this.#former) this.#takeBack();
      this.#advance();
    }
    // The other server may have been back before.
    for (const { carrier } of this.#spare) this.#returning.told(carrier.told, this.#queue.sent);
  }

  /** XEP-0288: a stream of the other server's carries this, too. One of ours, or one that is under way, goes on. */
  adopt(carrier: Carrier): void {
    this.#spare.push(new AdoptedLine(carrier, this, { ...this.#around, pair: this.pair }));
    this.#returning.told(carrier.told, this.#queue.sent);
    if (!this.#flow.line && !this.#attempts.isUnderWay && !this.#former && !this.#isReviving) this.#useSpare();
  }

  release(carrier: Carrier): void {
    const { line } = this.#flow;
    this.#spare = this.#spare.filter((spare) => spare.carrier !== carrier);
    if (line instanceof AdoptedLine && line.carrier === carrier) line.released();
  }

  confirmedThrough(item: OutgoingStanza): void {
    this.#flow.confirmedThrough(item);
  }

  gone(line: Line, arrived: Arrived, reason: string): void {
    if (line !== this.#flow.line) return;
    const { log, now, queueTime } = this.#around;
    log.info({ event: "outgoing-stream-ended", ...this.pair, reason });
    this.#flow.halt({ isCareful: arrived === "some" && this.#queue.sent.length > 0 });
    if (now() - this.#since > LASTING) this.#attempts.reset();
    this.#since = now();
    for (const item of this.#queue.sent) item.deadline = now() + queueTime;
    if (arrived === "all") this.#flow.confirmWhile(() => true);
    if (arrived === "held" && line instanceof Link) this.#keepFormer(line);
    // In another life of this server, that one may come back and tell what has arrived.
    if (this.#stopping && line instanceof AdoptedLine) return this.#stopping.done();
    if (!this.#former) this.#endFormer();
    if (this.#stopping) return this.#stopping.done();
    // Not at once: what has just ended the stream may end the next one.
    if (this.#former || this.#queue.count > 0) this.#attempts.pause();
  }

  /** Nothing is exchanged with the other domain any more: what waits goes back to its senders. */
  expel(error: StanzaError): void {
    // Before the rest: what has ended might be resumed.
    this.#flow.line?.fail(new StreamError("policy-violation", error.text));
    this.#attempts.abort();
    this.#returning.stop();
    this.#endFormer();
    this.#bounce(() => true, error);
  }

  /** Ends the line once all that was sent is confirmed, or that takes longer than `patience` milliseconds. */
  stop(patience: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopping = { done: resolve };
    this.#returning.stop();
    const { line } = this.#flow;
    // The other server's own stream is not ours to end.
    const isOurs = line instanceof Link;
    this.#around.clock.after(patience, () => {
      this.#attempts.abort();
      if (this.#flow.line instanceof Link) this.#flow.line.cut("this server stops");
      resolve();
    });
    // Who has just been told that somebody leaves is called, if that does not take long.
    if (this.#attempts.isUnderWay && this.#queue.isPassing) return promise;
    this.#attempts.abort();
    // What waits is kept: to begin with it now would leave more in doubt.
    this.#flow.end();
    if (!line || (!isOurs && this.#queue.sent.length === 0)) resolve();
    else if (isOurs && (this.#queue.sent.length === 0 || !line.isManaged)) line.leave();
    return promise;
  }

  #advance(): void {
    if (this.#isReviving) return;
    if (this.#flow.line) return this.#flow.goOn();
    if (!this.#attempts.isIdle || this.#stopping || this.#returning.isAwaited) return;
    if (!this.#former && (this.#queue.count === 0 || this.#useSpare())) return;
    this.#attempts.begin();
  }

  #useSpare(): boolean {
    const spare = this.#spare.shift();
    if (!spare) return false;
    this.#attempts.endPause();
    this.#endFormer();
    if (spare.carrier.id !== undefined) this.#around.store.setAdopted(this.pair, spare.carrier.id);
    this.#begin(spare);
    return true;
  }

  #begin(line: Line): void {
    this.#attempts.forgetFailure();
    this.#since = this.#around.now();
    this.#flow.begin(line);
  }

  #opened({ link, isResumed, handled }: Opened): void {
    if (handled !== undefined) this.#flow.confirmWhile(({ number }) => number <= handled);
    if (isResumed) this.#queue.takeBack();
    else {
      this.#endFormer();
      if (link.former) this.#around.store.setResumable(this.pair, link.former);
    }
    this.#former = undefined;
    this.#begin(link);
    link.open(this);
    if (this.#stopping) link.leave();
  }

  #failed(failure: Unreachable, isNews: boolean): void {
    if (this.#stopping) return this.#stopping.done();
    // The same thing again and again is for those who look for it.
    const level = isNews ? "info" : "debug";
    const reason = failure.message;
    this.#around.log[level]({ event: "server-unreachable", ...this.pair, reason, waiting: this.#queue.count });
    if (this.#former?.isRefuted) this.#endFormer();
    if (this.#useSpare()) return;
    this.#giveUp(failure);
    if (this.#former || this.#queue.count > 0) this.#attempts.pause();
  }

  /** Tells the senders of what has waited long enough; of all, where waiting would not help. */
  #giveUp(failure: Unreachable): void {
    const now = this.#around.now();
    const isOver = ({ deadline }: OutgoingStanza): boolean => failure.isFinal || deadline <= now;
    const isFormerOver = this.#former && this.#formerUntil <= now;
    if (failure.isFinal || isFormerOver || this.#queue.sent.some(isOver)) this.#endFormer();
    this.#bounce(isOver, refusalOf(failure, this.pair.remote));
  }

  #bounce(isOver: (item: OutgoingStanza) => boolean, error: StanzaError): void {
    const { log, bounce } = this.#around;
    const over = this.#queue.remove(isOver);
    for (const item of over) bounce(this.pair, item, error);
    if (over.length > 0)
      log.info({ event: "stanzas-returned", ...this.pair, count: over.length, condition: error.condition });
  }

  #keepFormer({ former }: Link): void {
    // Where nothing is open in either direction, a new stream is as good.
    if (this.#queue.sent.length === 0 && !former?.isBidirectional) return;
    this.#former = former;
    this.#formerUntil = this.#around.now() + this.#around.queueTime;
  }

  /** Nothing goes on from a former stream: what was sent over it and is not known to have arrived is sent anew. */
  #endFormer(): void {
    const { store } = this.#around;
    this.#former = undefined;
    store.forgetResumable(this.pair);
    store.forgetAdopted(this.pair);
    if (this.#queue.sent.length === 0) return;
    store.forgetNumbers(this.pair);
    this.#takeBack();
  }

  #takeBack(): void {
    this.#queue.takeBack();
    const text = `the connection to ${this.pair.remote} broke, and it is not known whether this has arrived`;
    this.#bounce(isDoubtful, new StanzaError("remote-server-timeout", { text }));
  }

  #arrived(items: readonly OutgoingStanza[]): void {
    const last = items.findLast(({ row }) => row !== undefined);
    if (last?.row !== undefined) this.#around.store.removeThrough(this.pair, last.row);
    this.#attempts.reset();
    if (!this.#stopping || this.#queue.sent.length > 0) return;
    if (this.#flow.line instanceof Link) this.#flow.line.leave();
    else this.#stopping.done();
  }
}
