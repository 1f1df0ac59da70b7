/** XEP-0288: what we send over a stream that another server opened. With XEP-0198 it outlives its connection for a while. */
import type { Element } from "ltx";
import { parseJid } from "../../jid/jid.ts";
import { withDelay } from "../../server/delay.ts";
import type { StreamManagementState } from "../../session/stream-management-state.ts";
import type { Stream } from "../../stream/stream.ts";
import { acknowledgementRequest } from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import { measure } from "../../xml/weight.ts";
import type { BidiStream, BidiStreams, ResumeRequest, StoredNumber } from "../bidi-stream.ts";
import { CommitQueue } from "../commit-queue.ts";
import { type DomainPair, DomainPairs } from "../domain-pair.ts";

export interface BidiSenderDeps {
  readonly bidiStreams: BidiStreams;
  /** Bytes that may be unacknowledged: more could not be sent again at once. */
  readonly maxUnacknowledged: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class BidiSender implements BidiStream {
  readonly #deps: BidiSenderDeps;
  readonly #pairs = new DomainPairs();
  /** Who waits to hear of each stanza that is unacknowledged, oldest first. */
  readonly #confirmations: (() => void)[] = [];
  /** What leaves when this tick is committed, since its number has to be in the store first; and what is behind it. */
  readonly #leaving = new CommitQueue<Element>((stanza) => {
    this.#stream?.send(stanza);
    this.requestAcknowledgement();
  });
  #stream: Stream | undefined;
  #management: StreamManagementState | undefined;
  #told: ResumeRequest | undefined;
  #sent = 0;
  #awaitsDrain: (() => void)[] = [];
  #isRequestSent = false;
  #isReleased = false;

  constructor(stream: Stream, deps: BidiSenderDeps) {
    this.#stream = stream;
    this.#deps = deps;
  }

  get isManaged(): boolean {
    return this.#management !== undefined;
  }

  get isResumable(): boolean {
    return this.id !== undefined;
  }

  get id(): string | undefined {
    return this.#management?.id;
  }

  get resumeRequest(): ResumeRequest | undefined {
    return this.#told;
  }

  get management(): StreamManagementState | undefined {
    return this.#management;
  }

  /** The peer says how much of another stream has reached it, before anything goes over this one. */
  resumeRequested(told: ResumeRequest): void {
    this.#told = told;
  }

  /** The peer acknowledges what is sent from now on. */
  enableManagement(management: StreamManagementState): void {
    this.#management = management;
  }

  /** The peer has proven that it is `pair.remote`, and takes what is meant for it. */
  addPair(pair: DomainPair): void {
    if (this.#isReleased || this.#pairs.has(pair)) return;
    this.#pairs.add(pair);
    this.#deps.bidiStreams.addBidiStream(pair, this);
  }

  send(stanza: Element, confirmed: () => void, remembered?: StoredNumber): void {
    if (this.#isReleased) return;
    const bytes = remembered && this.isResumable ? this.#leave(stanza, remembered) : this.#transmit(stanza);
    if (!this.#management) return;
    this.#sent += 1;
    if (this.isResumable) remembered?.store(this.#sent);
    this.#management.countSent({ stanza, time: this.#deps.now(), ...measure(stanza, bytes) });
    this.#confirmations.push(confirmed);
    if (this.#management.bytes > this.#deps.maxUnacknowledged)
      return this.end(new StreamError("resource-constraint", "too much is unacknowledged"));
    this.requestAcknowledgement();
  }

  drained(callback: () => void): void {
    if (this.#stream) this.#stream.drained(callback);
    else this.#awaitsDrain.push(callback);
  }

  end(reason: StreamError): void {
    if (this.#stream) this.#stream.fail(reason);
    else this.release();
  }

  /** The peer has handled `h` stanzas; false where it was sent fewer. */
  acknowledge(h: number): boolean {
    if (!this.#management) return true;
    const before = this.#management.unacknowledged.length;
    if (!this.#management.acknowledge(h)) return false;
    const fresh = before - this.#management.unacknowledged.length;
    this.#isRequestSent = false;
    for (const confirmed of this.#confirmations.splice(0, fresh)) confirmed();
    this.requestAcknowledgement();
    return true;
  }

  requestAcknowledgement(): void {
    if (this.#isRequestSent || !this.#leaving.isEmpty || !this.#stream || !this.#management?.unacknowledged.length)
      return;
    this.#isRequestSent = true;
    // Once for all that this tick sends.
    queueMicrotask(() => this.#stream?.send(acknowledgementRequest()));
  }

  /** Whether a stream that is good for these pairs may carry all that this one has. */
  fits(verified: DomainPairs): boolean {
    return this.#pairs.all.every((pair) => verified.has(pair));
  }

  /** The connection is gone; what is sent waits. */
  detach(): void {
    this.#stream = undefined;
    this.#leaving.clear();
    this.#isRequestSent = false;
  }

  /** §5: the peer has come back over another stream, and has been told so: what it has not acknowledged is sent again. */
  attach(stream: Stream): void {
    this.#stream = stream;
    for (const { stanza, time } of this.#management?.unacknowledged ?? []) stream.send(withOriginalTime(stanza, time));
    this.requestAcknowledgement();
    for (const callback of this.#awaitsDrain.splice(0)) stream.drained(callback);
  }

  /** It is over: what was not confirmed is for others to send. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#stream = undefined;
    this.#leaving.clear();
    for (const pair of this.#pairs.all) this.#deps.bidiStreams.removeBidiStream(pair, this);
  }

  /** Returns how many bytes were sent; undefined where it waits. */
  #transmit(stanza: Element): number | undefined {
    if (this.#leaving.isEmpty) return this.#stream?.send(stanza);
    this.#leaving.push(stanza);
    return undefined;
  }

  #leave(stanza: Element, { bytes, afterCommit }: StoredNumber): number {
    this.#leaving.pushNumbered(stanza, afterCommit);
    return bytes;
  }
}

/** XEP-0203: a message that is sent again says when it was meant to come. */
const withOriginalTime = (stanza: Element, time: number): Element =>
  stanza.name === "message" ? withDelay(stanza, parseJid(stanza.attrs.from).domain, time) : stanza;
