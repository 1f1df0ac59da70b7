/** What becomes of the stanzas of a broken stream: a stream that resumes it settles them (XEP-0198 §5), or they are sent again. */
import type { Clock } from "../../clock.ts";
import { StanzaError } from "../../stanza-error.ts";
import type { ResumeRequest } from "../bidi-stream.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { QueueStore, StoredOutgoingStream } from "./queue-store.ts";
import { mayNotRepeat, type OutgoingStanza, type RouteQueue } from "./route-queue.ts";
import { numberHandled, type ResumableState, revivedState } from "./stream-management.ts";

/** Milliseconds for the other server to resume its own stream after a restart of this one (XEP-0288). */
const RESUME_TIMEOUT = 30_000;

export interface RecoveryDeps {
  readonly pair: DomainPair;
  readonly queue: RouteQueue;
  readonly store: QueueStore;
  /** Milliseconds for which a broken session can be resumed. */
  readonly queueTime: number;
  readonly clock: Clock;
  /** All stanzas up to this number have arrived. */
  readonly confirmed: (number: number) => void;
  /** Sends the stanzas that wait and match back to their senders. */
  readonly bounce: (matches: (item: OutgoingStanza) => boolean, error: StanzaError) => void;
  /** The other server is not awaited any more. */
  readonly peerSettled: () => void;
}

export class Recovery {
  readonly #deps: RecoveryDeps;
  #resumable: ResumableState | undefined;
  /** Milliseconds of the clock that only grows. */
  #resumableUntil = 0;
  /** The id of the stream that the other server may resume. */
  #awaitedId: string | undefined;
  #stopTimer = (): void => {};

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
  }

  /** The broken session that the next one is to resume. */
  get resumable(): ResumableState | undefined {
    return this.#resumable;
  }

  /** Whether the time for that is over. */
  get isExpired(): boolean {
    return this.#resumable !== undefined && this.#resumableUntil <= this.#deps.clock.monotonic();
  }

  /** Whether the other server may still resume its stream of before the restart. */
  get isAwaitingPeer(): boolean {
    return this.#awaitedId !== undefined;
  }

  /** A new session carries the pair: what another one needs to resume it is stored. */
  sessionOpened(state: ResumableState | undefined): void {
    this.discard();
    if (state) this.#deps.store.setOutgoingStream(this.#deps.pair, state);
  }

  /** A session has resumed the broken one: what has not arrived is sent again. */
  sessionResumed(): void {
    this.#deps.queue.requeueSent();
    this.#resumable = undefined;
  }

  /** A session broke that can be resumed. Where nothing is unconfirmed in either direction, a new one is as good. */
  sessionBroken(state: ResumableState | undefined): void {
    if (state && (this.#deps.queue.sent.length > 0 || state.isBidirectional)) this.#keep(state);
  }

  /** A stream of the other server carries the pair: the id by which that server can resume it is stored. */
  bidiStreamAttached(id: string | undefined): void {
    this.discard();
    if (id !== undefined) this.#deps.store.setBidiStream(this.#deps.pair, id);
  }

  /** Nothing is resumed: what was sent and is not confirmed is sent again, or goes back where it must not be. */
  discard(): void {
    const { store, pair, queue } = this.#deps;
    this.#resumable = undefined;
    store.removeOutgoingStream(pair);
    store.removeBidiStream(pair);
    if (queue.sent.length === 0) return;
    store.clearNumbers(pair);
    this.#requeueSent();
  }

  /** After a restart: `stream` is our stream that can be resumed, where there is one. */
  revive(stream: StoredOutgoingStream | undefined): void {
    const { store, pair, queue, clock } = this.#deps;
    if (stream) return this.#keep(revivedState(stream, queue.sent));
    this.#awaitedId = queue.sent.length > 0 ? store.bidiStream(pair) : undefined;
    if (this.isAwaitingPeer) this.#stopTimer = clock.after(RESUME_TIMEOUT, () => this.#settle());
    else this.#requeueSent();
  }

  /** The other server has opened a stream; `request` is what it has asked to resume, if it has. */
  peerReturned(request: ResumeRequest | undefined): void {
    if (!this.isAwaitingPeer) return;
    const [first] = this.#deps.queue.sent;
    const handled =
      first && request && request.previd === this.#awaitedId ? numberHandled(first, request.h) : undefined;
    if (handled !== undefined) this.#deps.confirmed(handled);
    this.#settle();
  }

  /** The other server is not awaited before the next start. */
  stop(): void {
    this.#stopTimer();
    this.#awaitedId = undefined;
  }

  #keep(state: ResumableState): void {
    const { clock, queueTime } = this.#deps;
    this.#resumable = state;
    this.#resumableUntil = clock.monotonic() + queueTime;
  }

  #requeueSent(): void {
    const { queue, pair, bounce } = this.#deps;
    queue.requeueSent();
    const text = `the connection to ${pair.remote} broke, and it is not known whether this has arrived`;
    bounce(mayNotRepeat, new StanzaError("remote-server-timeout", { text }));
  }

  #settle(): void {
    if (!this.isAwaitingPeer) return;
    const { store, pair, peerSettled } = this.#deps;
    this.stop();
    store.removeBidiStream(pair);
    store.clearNumbers(pair);
    peerSettled();
  }
}
