/** A stream of ours to another server, ready to be used: what is sent is counted, what arrives is handed on. */
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
import type { InboundStanzas } from "../inbound-stanzas.ts";
import { asSent, type OutgoingStanza } from "./outgoing-stanza.ts";
import type { ResumableState } from "./resumable-state.ts";
import type { Management } from "./stream-management.ts";
import type { Delivered, Transport, TransportOwner } from "./transport.ts";

/** Milliseconds for the peer to acknowledge, and to end its stream after we have ended ours. */
const ACK_TIMEOUT = 60_000;
const CLOSE_TIMEOUT = 10_000;
/** RFC 6120 §4.9.3: the stream errors with which a peer speaks of what it was sent. */
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

export interface OutgoingSessionDeps {
  readonly pair: DomainPair;
  readonly stream: OutgoingStream;
  readonly negotiated: Authenticated;
  readonly management: Management | undefined;
  readonly sentCounter: SentCounter;
  /** Takes a stanza of the peer's. Throws StreamError. */
  readonly onStanza: (stanza: Element) => void;
  /** Stanzas of the peer's that have been handled, where the stream goes on from a former one. */
  readonly received: number;
  readonly shared: SharedSessionDeps;
}

/** The same for all. */
export interface SharedSessionDeps {
  readonly inboundStanzas: InboundStanzas;
  /** The number of a stanza that is in the store, and how many of a resumable stream's have been handled: kept with this tick. */
  readonly storeNumber: (pair: DomainPair, row: number, number: number) => void;
  readonly storeReceived: (pair: DomainPair, received: number) => void;
  readonly afterCommit: (callback: () => void) => void;
  readonly afterSync: (callback: () => void) => void;
  /** Milliseconds without a stanza after which a stream is ended. */
  readonly idleTime: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class OutgoingSession implements Transport, StreamOwner {
  readonly #deps: OutgoingSessionDeps;
  #owner: TransportOwner | undefined;
  #received: number;
  /** What was sent and not acknowledged; oldest first. */
  #unacknowledged: OutgoingStanza[] = [];
  /** What leaves when this tick is committed, since its number has to be in the store first. */
  readonly #leaving = new CommitQueue<OutgoingStanza>((item) => this.#transmit(item));
  #isRequestSent = false;
  #isLeaving = false;
  /** The peer has acknowledged what it was not sent: nothing goes on from here. */
  #hasLied = false;
  #stopTimer = (): void => {};
  #stopIdling: () => void;
  #lastUse: number;

  constructor(deps: OutgoingSessionDeps) {
    this.#deps = deps;
    this.#received = deps.received;
    this.#lastUse = deps.shared.clock.monotonic();
    this.#stopIdling = deps.shared.clock.after(deps.shared.idleTime, () => this.#checkIdle());
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
    return this.resumableState !== undefined;
  }

  /** What another stream can go on from (XEP-0198 §5); undefined where the peer does not keep it. */
  get resumableState(): ResumableState | undefined {
    const id = this.#deps.management?.id;
    return id === undefined
      ? undefined
      : {
          id,
          received: this.#received,
          isBidirectional: this.negotiated.isBidirectional,
          sentCounter: this.#deps.sentCounter,
        };
  }

  get isOpen(): boolean {
    return !this.#isLeaving && !this.#deps.stream.hasEnded;
  }

  /** From now on its owner hears of it. */
  attach(owner: TransportOwner): void {
    this.#owner = owner;
    this.#deps.stream.attach(this);
  }

  send(item: OutgoingStanza): void {
    this.#lastUse = this.#deps.shared.clock.monotonic();
    const { shared: deps, pair, sentCounter: count } = this.#deps;
    if (!this.isManaged) return this.#transmit(item);
    item.number = count.next();
    this.#unacknowledged.push(item);
    const isNumberKept = this.resumableState !== undefined && item.row !== undefined;
    if (isNumberKept) deps.storeNumber(pair, item.row ?? 0, item.number);
    if (isNumberKept) this.#leaving.pushNumbered(item, deps.afterCommit);
    else if (this.#leaving.isEmpty) this.#transmit(item);
    else this.#leaving.push(item);
  }

  drained(callback: () => void): void {
    this.#deps.stream.drained(callback);
  }

  close(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    const { shared: deps, stream } = this.#deps;
    this.#stopTimer();
    this.#stopTimer = deps.clock.after(CLOSE_TIMEOUT, () => this.disconnect("it does not end its stream"));
    // XEP-0198 §4: what has arrived is told before, and not before it is on the disk.
    deps.afterSync(() => {
      if (this.isManaged) this.#acknowledge(this.#received);
      stream.closeOutput();
    });
  }

  disconnect(reason: string): void {
    this.#deps.stream.closeConnection();
    this.#gone(this.#remainder, reason);
  }

  fail(error: StreamError): void {
    this.#deps.stream.fail(error);
  }

  element(element: Element): void {
    if (element.getNS() === NS_SM) return this.#manage(element);
    if (element.getNS() === NS_DIALBACK) return this.#refuseDialback(element);
    const { shared: deps, pair, onStanza: take } = this.#deps;
    take(element);
    this.#lastUse = deps.clock.monotonic();
    if (this.isManaged) this.#received += 1;
    if (this.resumableState) deps.storeReceived(pair, this.#received);
  }

  ended(): void {
    this.#gone(this.#isLeaving ? "all" : "some", "the other server has ended the stream");
  }

  lost(reason: string): void {
    this.#gone(this.#remainder, reason);
  }

  /** What is known of what was sent, where the stream has broken. */
  get #remainder(): Delivered {
    // A peer that could not bear something of what it was sent would not bear it again: nothing goes on from there.
    const isOver = this.#isLeaving || this.#hasLied || CONTENT_ERRORS.has(this.#deps.stream.peerError ?? "");
    return this.resumableState && !isOver ? "held" : "some";
  }

  #transmit(item: OutgoingStanza): void {
    const { stream, shared: deps } = this.#deps;
    stream.send(asSent(item, deps.now()));
    item.attempts += 1;
    if (this.isManaged) this.#request();
  }

  /** §4: once for all that this tick sends, and again when that is answered. */
  #request(): void {
    if (this.#isRequestSent || this.#unacknowledged.length === 0 || this.#isLeaving) return;
    this.#isRequestSent = true;
    const { stream, shared: deps } = this.#deps;
    this.#stopTimer = deps.clock.after(ACK_TIMEOUT, () => this.disconnect("it does not acknowledge what it is sent"));
    queueMicrotask(() => stream.send(acknowledgementRequest()));
  }

  #manage(element: Element): void {
    const name = element.getName();
    if (!this.isManaged || (name !== "a" && name !== "r"))
      throw new StreamError("unsupported-stanza-type", `<${name}/> is out of turn`);
    if (name === "a") return this.#acknowledged(readAcknowledgement(element));
    const { shared: deps } = this.#deps;
    const received = this.#received;
    deps.afterSync(() => this.#acknowledge(received));
  }

  /** XEP-0220 §2.4.2: "resource-constraint" asks for a new connection, where there is somebody who answers. */
  #refuseDialback(element: Element): void {
    const { from, to, id, type } = element.attrs;
    if (type !== undefined) throw new StreamError("unsupported-stanza-type", "an answer to nothing that was asked");
    const error = errorElement({ condition: "resource-constraint", type: "wait", text: undefined });
    const name = element.getName() === "verify" ? "db:verify" : "db:result";
    this.#deps.stream.send(xml(name, { from: to, to: from, id, type: "error" }, error));
  }

  #acknowledge(received: number): void {
    this.#deps.stream.send(acknowledgement(received));
  }

  #acknowledged(h: number): void {
    const { sentCounter: count } = this.#deps;
    const handled = count.acknowledge(h);
    if (handled === undefined) {
      this.#hasLied = true;
      throw handledCountTooHigh(h, count.sent);
    }
    const fresh = this.#unacknowledged.findIndex(({ number }) => number > handled);
    const [last] = this.#unacknowledged.splice(0, fresh < 0 ? this.#unacknowledged.length : fresh).slice(-1);
    if (!this.#isLeaving) this.#stopTimer();
    this.#isRequestSent = false;
    if (last) this.#owner?.confirmedThrough(last);
    this.#request();
  }

  #checkIdle(): void {
    const { clock, idleTime: idle } = this.#deps.shared;
    const left = this.#lastUse + idle - clock.monotonic();
    if (left > 0) this.#stopIdling = clock.after(left, () => this.#checkIdle());
    else this.close();
  }

  #gone(arrived: Delivered, reason: string): void {
    const owner = this.#owner;
    this.#owner = undefined;
    this.#stopTimer();
    this.#stopIdling();
    this.#leaving.clear();
    owner?.transportClosed(this, arrived, reason);
  }
}
