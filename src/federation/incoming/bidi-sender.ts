/** XEP-0288: what is sent over a stream that another server has opened. With XEP-0198 it survives the connection for a while. */
import type { Element } from "ltx";
import { parseJid } from "../../jid/jid.ts";
import { withOriginalTime } from "../../server/delay.ts";
import type { StreamManagementState } from "../../session/stream-management-state.ts";
import type { OwnedStream } from "../../stream/owned-stream.ts";
import { acknowledgementRequest } from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import { measure } from "../../xml/weight.ts";
import type { BidiStream, BidiStreams, ResumeRequest, StoredNumber } from "../bidi-stream.ts";
import { CommitQueue } from "../commit-queue.ts";
import { type DomainPair, DomainPairs } from "../domain-pair.ts";

export interface BidiSenderDeps {
  readonly bidiStreams: BidiStreams;
  /** Bytes that may be unacknowledged: on resumption all of them are sent at once. */
  readonly maxUnacknowledged: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class BidiSender implements BidiStream {
  readonly #deps: BidiSenderDeps;
  /** Those for which it sends. */
  readonly #pairs = new DomainPairs();
  /** Called back for each stanza that is unacknowledged, oldest first. */
  readonly #confirmations: (() => void)[] = [];
  readonly #uncommitted = new CommitQueue<Element>((stanza) => {
    this.#stream?.send(stanza);
    this.requestAcknowledgement();
  });
  #stream: OwnedStream | undefined;
  #management: StreamManagementState | undefined;
  #resumeRequest: ResumeRequest | undefined;
  #sent = 0;
  /** Called back once what was sent has left, where there is no connection. */
  #drainCallbacks: (() => void)[] = [];
  #isRequestSent = false;
  #isReleased = false;

  constructor(stream: OwnedStream, deps: BidiSenderDeps) {
    this.#stream = stream;
    this.#deps = deps;
  }

  get isManaged(): boolean {
    return this.#management !== undefined;
  }

  get isResumable(): boolean {
    return this.id !== undefined;
  }

  get isDetached(): boolean {
    return this.#stream === undefined;
  }

  get id(): string | undefined {
    return this.#management?.id;
  }

  get resumeRequest(): ResumeRequest | undefined {
    return this.#resumeRequest;
  }

  get management(): StreamManagementState | undefined {
    return this.#management;
  }

  /** The peer has asked to resume another stream, which was refused; nothing was sent over this one. */
  resumeRequested(request: ResumeRequest): void {
    this.#resumeRequest = request;
  }

  /** The peer acknowledges what is sent from now on. */
  enableManagement(management: StreamManagementState): void {
    this.#management = management;
  }

  /** The stream is verified for the pair: its stanzas may be sent. */
  addPair(pair: DomainPair): void {
    if (this.#isReleased || this.#pairs.has(pair)) return;
    this.#pairs.add(pair);
    this.#deps.bidiStreams.addBidiStream(pair, this);
  }

  send(stanza: Element, confirmed: () => void, number?: StoredNumber): void {
    if (this.#isReleased) return;
    const bytes = number && this.isResumable ? this.#transmitAfterCommit(stanza, number) : this.#transmit(stanza);
    if (!this.#management) return;
    this.#sent += 1;
    if (this.isResumable) number?.store(this.#sent);
    this.#management.countSent({ stanza, time: this.#deps.now(), ...measure(stanza, bytes) });
    this.#confirmations.push(confirmed);
    if (this.#management.bytes > this.#deps.maxUnacknowledged)
      return this.end(new StreamError("resource-constraint", "too much is unacknowledged"));
    this.requestAcknowledgement();
  }

  whenDrained(callback: () => void): void {
    if (this.#stream) this.#stream.whenDrained(callback);
    else this.#drainCallbacks.push(callback);
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
    const newlyHandled = before - this.#management.unacknowledged.length;
    this.#isRequestSent = false;
    for (const confirmed of this.#confirmations.splice(0, newlyHandled)) confirmed();
    this.requestAcknowledgement();
    return true;
  }

  requestAcknowledgement(): void {
    if (this.#isRequestSent || !this.#uncommitted.isEmpty || !this.#stream || !this.#management?.unacknowledged.length)
      return;
    this.#isRequestSent = true;
    // Once for all that this tick sends.
    queueMicrotask(() => this.#stream?.send(acknowledgementRequest()));
  }

  /** Whether a stream that is verified for these pairs may carry what this one does. */
  isCoveredBy(verified: DomainPairs): boolean {
    return this.#pairs.all.every((pair) => verified.has(pair));
  }

  /** The connection is lost: what is sent waits for the resumption. */
  detach(): void {
    this.#stream = undefined;
    this.#uncommitted.clear();
    this.#isRequestSent = false;
  }

  /** §5: the peer has resumed the stream, and <resumed/> has been sent: what is unacknowledged is sent again. */
  attach(stream: OwnedStream): void {
    this.#stream = stream;
    for (const { stanza, time } of this.#management?.unacknowledged ?? []) {
      // What was sent in this tick leaves once it is committed, for the first time.
      if (this.#uncommitted.has(stanza)) continue;
      stream.send(withOriginalTime(stanza, parseJid(stanza.attrs.from).domain, time));
    }
    this.requestAcknowledgement();
    for (const callback of this.#drainCallbacks.splice(0)) stream.whenDrained(callback);
  }

  /** Nothing is sent any more: what is unconfirmed is left to `bidiStreams`. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#stream = undefined;
    this.#uncommitted.clear();
    for (const pair of this.#pairs.all) this.#deps.bidiStreams.removeBidiStream(pair, this);
  }

  /** Returns how many bytes were sent; undefined where it waits. */
  #transmit(stanza: Element): number | undefined {
    if (this.#uncommitted.isEmpty) return this.#stream?.send(stanza);
    this.#uncommitted.push(stanza);
    return undefined;
  }

  /** Returns how many bytes it is. */
  #transmitAfterCommit(stanza: Element, { bytes, afterCommit }: StoredNumber): number {
    this.#uncommitted.pushNumbered(stanza, afterCommit);
    return bytes;
  }
}
