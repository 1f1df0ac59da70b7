/** A stream of ours to another server, ready to be used: what is sent is counted, what arrives is handed on. */
import type { Element } from "ltx";
import type { Clock } from "../../clock.ts";
import { xml } from "../../stanza.ts";
import type { Authenticated } from "../../stream/outgoing-negotiation.ts";
import { DIALBACK, type OutgoingStream } from "../../stream/outgoing-stream.ts";
import type { StreamOwner } from "../../stream/owned-stream.ts";
import {
  acknowledgement,
  acknowledgementRequest,
  handledCountTooHigh,
  NS_SM,
  readAcknowledgement,
  type SentCounter,
} from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import type { Arrivals } from "../arrivals.ts";
import { Leaving } from "../leaving.ts";
import type { Pair } from "../pair.ts";
import type { Former } from "./former.ts";
import type { Arrived, Line, LineOwner } from "./line.ts";
import type { Management } from "./management.ts";
import { asSent, type OutgoingStanza } from "./outgoing-stanza.ts";

/** Milliseconds for the peer to acknowledge, and to end its stream after we have ended ours. */
const ACKNOWLEDGEMENT_TIME = 60_000;
const FAREWELL_TIME = 10_000;
/** RFC 6120 §4.9.3: the stream errors with which a peer speaks of what it was sent. */
const BLAMING: ReadonlySet<string> = new Set([
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

export interface LinkParts {
  readonly pair: Pair;
  readonly stream: OutgoingStream;
  readonly facts: Authenticated;
  readonly management: Management | undefined;
  readonly count: SentCounter;
  /** Takes a stanza of the peer's. Throws StreamError. */
  readonly take: (stanza: Element) => void;
  /** Stanzas of the peer's that have been handled, where the stream goes on from a former one. */
  readonly received: number;
  readonly around: LinkSurroundings;
}

/** The same for all. */
export interface LinkSurroundings {
  readonly arrivals: Arrivals;
  /** The number of a stanza that is in the store, and how many of a resumable stream's have been handled: kept with this tick. */
  readonly keepNumber: (pair: Pair, row: number, number: number) => void;
  readonly keepReceived: (pair: Pair, received: number) => void;
  readonly afterCommit: (callback: () => void) => void;
  readonly afterSync: (callback: () => void) => void;
  /** Milliseconds without a stanza after which a stream is ended. */
  readonly idle: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class Link implements Line, StreamOwner {
  readonly #parts: LinkParts;
  #owner: LineOwner | undefined;
  #received: number;
  /** What was sent and not acknowledged; oldest first. */
  #unacknowledged: OutgoingStanza[] = [];
  /** What leaves when this tick is committed, since its number has to be in the store first. */
  readonly #leaving = new Leaving<OutgoingStanza>((item) => this.#transmit(item));
  #isRequestSent = false;
  #isLeaving = false;
  /** The peer has acknowledged what it was not sent: nothing goes on from here. */
  #hasLied = false;
  #stopTimer = (): void => {};
  #stopIdling: () => void;
  #lastUse: number;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#received = parts.received;
    this.#lastUse = parts.around.clock.monotonic();
    this.#stopIdling = parts.around.clock.after(parts.around.idle, () => this.#checkIdle());
  }

  get facts(): Authenticated {
    return this.#parts.facts;
  }

  get remoteAddress(): string {
    return this.#parts.stream.remoteAddress;
  }

  get isManaged(): boolean {
    return this.#parts.management !== undefined;
  }

  get isResumable(): boolean {
    return this.former !== undefined;
  }

  /** What another stream can go on from (XEP-0198 §5); undefined where the peer does not keep it. */
  get former(): Former | undefined {
    const id = this.#parts.management?.id;
    return id === undefined
      ? undefined
      : { id, received: this.#received, isBidirectional: this.facts.isBidirectional, count: this.#parts.count };
  }

  get isOpen(): boolean {
    return !this.#isLeaving && !this.#parts.stream.hasEnded;
  }

  /** From now on its owner hears of it. */
  open(owner: LineOwner): void {
    this.#owner = owner;
    this.#parts.stream.attach(this);
  }

  send(item: OutgoingStanza): void {
    this.#lastUse = this.#parts.around.clock.monotonic();
    const { around, pair, count } = this.#parts;
    if (!this.isManaged) return this.#transmit(item);
    item.number = count.next();
    this.#unacknowledged.push(item);
    const isNumberKept = this.former !== undefined && item.row !== undefined;
    if (isNumberKept) around.keepNumber(pair, item.row ?? 0, item.number);
    if (isNumberKept) this.#leaving.numbered(item, around.afterCommit);
    else if (this.#leaving.isEmpty) this.#transmit(item);
    else this.#leaving.follow(item);
  }

  drained(callback: () => void): void {
    this.#parts.stream.drained(callback);
  }

  leave(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    const { around, stream } = this.#parts;
    this.#stopTimer();
    this.#stopTimer = around.clock.after(FAREWELL_TIME, () => this.cut("it does not end its stream"));
    // XEP-0198 §4: what has arrived is told before, and not before it is on the disk.
    around.afterSync(() => {
      if (this.isManaged) this.#acknowledge(this.#received);
      stream.closeOutput();
    });
  }

  cut(reason: string): void {
    this.#parts.stream.closeConnection();
    this.#gone(this.#remainder, reason);
  }

  fail(error: StreamError): void {
    this.#parts.stream.fail(error);
  }

  element(element: Element): void {
    if (element.getNS() === NS_SM) return this.#manage(element);
    if (element.getNS() === DIALBACK) return this.#refuseDialback(element);
    const { around, pair, take } = this.#parts;
    take(element);
    this.#lastUse = around.clock.monotonic();
    if (this.isManaged) this.#received += 1;
    if (this.former) around.keepReceived(pair, this.#received);
  }

  ended(): void {
    this.#gone(this.#isLeaving ? "all" : "some", "the other server has ended the stream");
  }

  lost(reason: string): void {
    this.#gone(this.#remainder, reason);
  }

  /** What is known of what was sent, where the stream has broken. */
  get #remainder(): Arrived {
    // A peer that could not bear something of what it was sent would not bear it again: nothing goes on from there.
    const isOver = this.#isLeaving || this.#hasLied || BLAMING.has(this.#parts.stream.peerError ?? "");
    return this.former && !isOver ? "held" : "some";
  }

  #transmit(item: OutgoingStanza): void {
    const { stream, around } = this.#parts;
    stream.send(asSent(item, around.now()));
    item.attempts += 1;
    if (this.isManaged) this.#request();
  }

  /** §4: once for all that this tick sends, and again when that is answered. */
  #request(): void {
    if (this.#isRequestSent || this.#unacknowledged.length === 0 || this.#isLeaving) return;
    this.#isRequestSent = true;
    const { stream, around } = this.#parts;
    this.#stopTimer = around.clock.after(ACKNOWLEDGEMENT_TIME, () =>
      this.cut("it does not acknowledge what it is sent"),
    );
    queueMicrotask(() => stream.send(acknowledgementRequest()));
  }

  #manage(element: Element): void {
    const name = element.getName();
    if (!this.isManaged || (name !== "a" && name !== "r"))
      throw new StreamError("unsupported-stanza-type", `<${name}/> is out of turn`);
    if (name === "a") return this.#acknowledged(readAcknowledgement(element));
    const { around } = this.#parts;
    const received = this.#received;
    around.afterSync(() => this.#acknowledge(received));
  }

  /** XEP-0220 §2.4.2: "resource-constraint" asks for a new connection, where there is somebody who answers. */
  #refuseDialback(element: Element): void {
    const { from, to, id, type } = element.attrs;
    if (type !== undefined) throw new StreamError("unsupported-stanza-type", "an answer to nothing that was asked");
    const condition = xml("resource-constraint", { xmlns: "urn:ietf:params:xml:ns:xmpp-stanzas" });
    const error = xml("error", { type: "wait" }, condition);
    const name = element.getName() === "verify" ? "db:verify" : "db:result";
    this.#parts.stream.send(xml(name, { from: to, to: from, id, type: "error" }, error));
  }

  #acknowledge(received: number): void {
    this.#parts.stream.send(acknowledgement(received));
  }

  #acknowledged(h: number): void {
    const { count } = this.#parts;
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
    const { clock, idle } = this.#parts.around;
    const left = this.#lastUse + idle - clock.monotonic();
    if (left > 0) this.#stopIdling = clock.after(left, () => this.#checkIdle());
    else this.leave();
  }

  #gone(arrived: Arrived, reason: string): void {
    const owner = this.#owner;
    this.#owner = undefined;
    this.#stopTimer();
    this.#stopIdling();
    this.#leaving.clear();
    owner?.gone(this, arrived, reason);
  }
}
