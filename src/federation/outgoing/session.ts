/** An outgoing session: a negotiated stream to another server that sends stanzas, with XEP-0198 where the peer supports it. */
import type { Element } from "ltx";
import type { Clock } from "../../clock.ts";
import { NS_DIALBACK, NS_SM } from "../../namespaces.ts";
import { errorElement, xml } from "../../stanza.ts";
import type { Authenticated } from "../../stream/outgoing-negotiation.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import type { StreamOwner } from "../../stream/owned-stream.ts";
import {
  acknowledgement,
  acknowledgementRequest,
  handledCountTooHigh,
  readAcknowledgement,
  type SentCounter,
} from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import { CommitQueue } from "../commit-queue.ts";
import type { DomainPair } from "../domain-pair.ts";
import { asSent, type OutgoingStanza } from "./route-queue.ts";
import type { Management, ManagementResult, ResumableState } from "./stream-management.ts";
import type { Delivered, Transport, TransportOwner } from "./transport.ts";

/** Milliseconds for the peer to acknowledge, and to close its stream after this side has closed its own. */
const ACK_TIMEOUT = 60_000;
const CLOSE_TIMEOUT = 10_000;
/** RFC 6120 §4.9.3: the stream errors by which a peer refuses what it was sent. */
const CONTENT_ERRORS: ReadonlySet<string> = new Set([
  "bad-format",
  "bad-namespace-prefix",
  "improper-addressing",
  "invalid-from",
  "invalid-namespace",
  "invalid-xml",
  "not-well-formed",
  "policy-violation",
  "resource-constraint",
  "restricted-xml",
  "undefined-condition",
  "unsupported-stanza-type",
]);

/** What a connection attempt results in. */
export interface ConnectResult extends Pick<ManagementResult, "isResumed" | "handled"> {
  readonly session: OutgoingSession;
}

export interface OutgoingSessionDeps {
  readonly pair: DomainPair;
  readonly stream: OutgoingStream;
  readonly negotiated: Authenticated;
  /** Undefined without XEP-0198. */
  readonly management: Management | undefined;
  readonly sentCounter: SentCounter;
  /** How many stanzas of the peer's have been handled, where the stream resumes another one; otherwise 0. */
  readonly received: number;
  /** Takes a stanza of the peer's. Throws StreamError. */
  readonly onStanza: (stanza: Element) => void;
  readonly shared: SharedSessionDeps;
}

/** The same for all sessions. */
export interface SharedSessionDeps {
  /** Writes the number of a stored stanza, in the transaction of this tick. */
  readonly storeNumber: (pair: DomainPair, row: number, number: number) => void;
  /** Writes how many stanzas of a resumable stream have been handled, in the transaction of this tick. */
  readonly storeReceived: (pair: DomainPair, received: number) => void;
  readonly afterCommit: (callback: () => void) => void;
  readonly afterSync: (callback: () => void) => void;
  /** Milliseconds without a stanza after which a session is closed. */
  readonly idleTime: number;
  readonly clock: Clock;
}

export class OutgoingSession implements Transport, StreamOwner {
  readonly #deps: OutgoingSessionDeps;
  #owner: TransportOwner | undefined;
  #received: number;
  /** What was sent and is not acknowledged; oldest first. */
  #unacknowledged: OutgoingStanza[] = [];
  readonly #uncommitted = new CommitQueue<OutgoingStanza>((item) => this.#transmit(item));
  #isRequestSent = false;
  #isClosing = false;
  /** The peer has acknowledged more than it was sent: the stream is not resumed. */
  #isOveracknowledged = false;
  #stopTimer = (): void => {};
  #stopIdleTimer: () => void;
  #lastUse: number;

  constructor(deps: OutgoingSessionDeps) {
    const { clock, idleTime } = deps.shared;
    this.#deps = deps;
    this.#received = deps.received;
    this.#lastUse = clock.monotonic();
    this.#stopIdleTimer = clock.after(idleTime, () => this.#checkIdle());
  }

  get negotiated(): Authenticated {
    return this.#deps.negotiated;
  }

  get remoteAddress(): string {
    return this.#deps.stream.remoteAddress;
  }

  get isManaged(): boolean {
    return this.#deps.management !== undefined;
  }

  get isResumable(): boolean {
    return this.#deps.management?.id !== undefined;
  }

  /** What another stream needs to resume this one (XEP-0198 §5); undefined where the peer does not allow it. */
  get resumableState(): ResumableState | undefined {
    const { management, negotiated, sentCounter } = this.#deps;
    if (management?.id === undefined) return undefined;
    const { isBidirectional } = negotiated;
    return { id: management.id, received: this.#received, isBidirectional, sentCounter };
  }

  get isOpen(): boolean {
    return !this.#isClosing && !this.#deps.stream.hasEnded;
  }

  /** From now on `owner` is called back. */
  attach(owner: TransportOwner): void {
    this.#owner = owner;
    this.#deps.stream.attach(this);
  }

  send(item: OutgoingStanza): void {
    const { pair, sentCounter, shared } = this.#deps;
    this.#lastUse = shared.clock.monotonic();
    if (!this.isManaged) return this.#transmit(item);
    item.number = sentCounter.next();
    this.#unacknowledged.push(item);
    if (this.isResumable && item.row !== undefined) {
      shared.storeNumber(pair, item.row, item.number);
      this.#uncommitted.pushNumbered(item, shared.afterCommit);
    } else if (this.#uncommitted.isEmpty) this.#transmit(item);
    else this.#uncommitted.push(item);
  }

  whenDrained(callback: () => void): void {
    this.#deps.stream.whenDrained(callback);
  }

  close(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    const { shared, stream } = this.#deps;
    this.#stopTimer();
    this.#stopTimer = shared.clock.after(CLOSE_TIMEOUT, () => this.disconnect("it does not end its stream"));
    // XEP-0198 §4: first an <a/>, and not before what it counts is on the disk.
    shared.afterSync(() => {
      if (this.isManaged) stream.send(acknowledgement(this.#received));
      stream.closeOutput();
    });
  }

  disconnect(reason: string): void {
    this.#deps.stream.closeConnection();
    this.#ended(this.#delivered, reason);
  }

  fail(error: StreamError): void {
    this.#deps.stream.fail(error);
  }

  element(element: Element): void {
    if (element.getNS() === NS_SM) return this.#handleManagement(element);
    if (element.getNS() === NS_DIALBACK) return this.#refuseDialback(element);
    const { shared, pair, onStanza } = this.#deps;
    onStanza(element);
    this.#lastUse = shared.clock.monotonic();
    if (this.isManaged) this.#received += 1;
    if (this.isResumable) shared.storeReceived(pair, this.#received);
  }

  ended(): void {
    this.#ended(this.#isClosing ? "all" : "unknown", "the other server has ended the stream");
  }

  lost(reason: string): void {
    this.#ended(this.#delivered, reason);
  }

  /** What is known of what was sent, where the connection is lost. */
  get #delivered(): Delivered {
    // What a peer has refused it would refuse again: such a stream is not resumed.
    const isRefused = CONTENT_ERRORS.has(this.#deps.stream.peerError ?? "");
    const isOver = this.#isClosing || this.#isOveracknowledged || isRefused;
    return this.isResumable && !isOver ? "resumable" : "unknown";
  }

  #transmit(item: OutgoingStanza): void {
    const { stream, shared } = this.#deps;
    stream.send(asSent(item, shared.clock.now()));
    item.attempts += 1;
    if (this.isManaged) this.#requestAcknowledgement();
  }

  /** §4: once for all that this tick sends, and again when that is answered. */
  #requestAcknowledgement(): void {
    if (this.#isRequestSent || this.#unacknowledged.length === 0 || this.#isClosing) return;
    this.#isRequestSent = true;
    const { stream, shared } = this.#deps;
    const timedOut = (): void => this.disconnect("it does not acknowledge what it is sent");
    this.#stopTimer = shared.clock.after(ACK_TIMEOUT, timedOut);
    queueMicrotask(() => stream.send(acknowledgementRequest()));
  }

  #handleManagement(element: Element): void {
    const name = element.getName();
    if (!this.isManaged || (name !== "a" && name !== "r"))
      throw new StreamError("unsupported-stanza-type", `<${name}/> is out of turn`);
    if (name === "a") return this.#acknowledged(readAcknowledgement(element));
    const { shared, stream } = this.#deps;
    const received = this.#received;
    shared.afterSync(() => void stream.send(acknowledgement(received)));
  }

  /** XEP-0220 §2.4.2: dialback is answered on streams of the other server's only; "resource-constraint" asks for one. */
  #refuseDialback(element: Element): void {
    const { from, to, id, type } = element.attrs;
    if (type !== undefined) throw new StreamError("unsupported-stanza-type", "an answer to nothing that was asked");
    const error = errorElement({ condition: "resource-constraint", type: "wait", text: undefined });
    const name = element.getName() === "verify" ? "db:verify" : "db:result";
    this.#deps.stream.send(xml(name, { from: to, to: from, id, type: "error" }, error));
  }

  #acknowledged(h: number): void {
    const { sentCounter } = this.#deps;
    const handled = sentCounter.acknowledge(h);
    if (handled === undefined) {
      this.#isOveracknowledged = true;
      throw handledCountTooHigh(h, sentCounter.sent);
    }
    const first = this.#unacknowledged.findIndex(({ number }) => number > handled);
    const count = first < 0 ? this.#unacknowledged.length : first;
    const last = this.#unacknowledged.splice(0, count).at(-1);
    if (!this.#isClosing) this.#stopTimer();
    this.#isRequestSent = false;
    if (last) this.#owner?.confirmedThrough(last);
    this.#requestAcknowledgement();
  }

  #checkIdle(): void {
    const { clock, idleTime } = this.#deps.shared;
    const left = this.#lastUse + idleTime - clock.monotonic();
    if (left > 0) this.#stopIdleTimer = clock.after(left, () => this.#checkIdle());
    else this.close();
  }

  #ended(delivered: Delivered, reason: string): void {
    const owner = this.#owner;
    this.#owner = undefined;
    this.#stopTimer();
    this.#stopIdleTimer();
    this.#uncommitted.clear();
    owner?.transportClosed(this, delivered, reason);
  }
}
