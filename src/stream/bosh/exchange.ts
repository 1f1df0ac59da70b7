/** XEP-0124 §9 to §15: the requests of a session and their responses: their order, their keys, how many there are and how often. */
import { type Clock, SECOND } from "../../clock.ts";
import { KeySequence } from "./key-sequence.ts";
import { type Payload, printBody, type ResponseAttributes } from "./payloads.ts";
import type { BoshRequest } from "./request.ts";
import { RequestWindow } from "./request-window.ts";
import type { SessionTerms } from "./session-terms.ts";
import { TerminalError } from "./terminal-error.ts";

/** Milliseconds after which a client that has not received a response is told that there is one (§9.2). */
const MIN_REPORT_AGE = SECOND;

export interface ExchangeDeps {
  readonly terms: SessionTerms;
  readonly clock: Pick<Clock, "after" | "monotonic">;
  /** A request and all before it have been received. Throws TerminalError. */
  readonly due: (request: BoshRequest) => void;
  /** The oldest request has waited for as long as it may. */
  readonly expired: () => void;
  /** No request has come for too long. */
  readonly inactive: () => void;
}

/** A response that was given. */
interface Given {
  readonly text: string;
  /** Milliseconds of the monotonic clock. */
  readonly time: number;
  /** That of the request. */
  readonly key: string | undefined;
  readonly isEmpty: boolean;
  /** Its client was there. */
  isRead: boolean;
  /** What it carried, until it is known that the client has it. */
  unconfirmed: readonly Payload[];
}

export class Exchange {
  readonly #deps: ExchangeDeps;
  readonly #window: RequestWindow<BoshRequest, Given>;
  readonly #keys: KeySequence;
  /** The request before the one that is read. */
  #previous: BoshRequest | undefined;
  /** §9.2: what the next response says of one that the client misses. */
  #report: ResponseAttributes | undefined;
  /** Milliseconds. */
  #inactivity: number;
  #cancelTimer: () => void = () => {};
  #hasEnded = false;

  /** `creation` is the request that has created the session. */
  constructor(creation: BoshRequest, deps: ExchangeDeps) {
    const { rid, newKey } = creation.attributes;
    this.#deps = deps;
    this.#window = new RequestWindow(rid, creation, deps.terms.requests);
    this.#keys = new KeySequence(newKey);
    this.#inactivity = deps.terms.inactivity;
    this.#watch(creation);
  }

  /** The oldest request without a response. */
  get oldest(): BoshRequest | undefined {
    return this.#window.oldest;
  }

  /** The response to the oldest request is not to wait any longer: more requests wait than are to be held, or something is to be told. */
  get isOverdue(): boolean {
    return this.#window.waitingCount > this.#deps.terms.hold || this.#report !== undefined;
  }

  /** Bytes of the responses that are kept. */
  get bytes(): number {
    let bytes = 0;
    for (const { text } of this.#window.answered()) bytes += text.length;
    return bytes;
  }

  /** A request of this session has been received. Throws TerminalError where it ends the session. */
  receive(request: BoshRequest): void {
    const arrival = this.#window.receive(request.attributes.rid, request);
    switch (arrival.kind) {
      case "unknown":
        throw new TerminalError("item-not-found", "a rid out of the window");
      case "excessive":
        throw new TerminalError("policy-violation", "a request is repeated too often");
      case "answered": {
        checkRepetition(request, arrival.response.key);
        arrival.response.isRead = request.carrier.answer(arrival.response.text);
        return;
      }
      case "repeated":
        checkRepetition(request, arrival.former.attributes.key);
        arrival.former.repeatedBy(request);
        this.#watch(request);
        return;
      case "new":
        this.#inactivity = this.#deps.terms.inactivity;
        this.#confirm();
        this.#watch(request);
        for (const each of arrival.due) this.#enter(each);
    }
  }

  /** §10: a client makes a new request as soon as it has a response; one whose connection was gone is asked for again. */
  #confirm(): void {
    for (const given of this.#window.answered()) if (given.isRead) given.unconfirmed = [];
  }

  #enter(request: BoshRequest): void {
    const { terms, due } = this.#deps;
    const { key, newKey } = request.attributes;
    if (!this.#keys.accepts(key, newKey)) throw new TerminalError("item-not-found", "a key out of its sequence");
    // §11.
    if (this.#window.waitingCount > terms.requests + (request.isAdditional ? 1 : 0))
      throw new TerminalError("policy-violation", "too many requests at once");
    if (terms.usesAcks) this.#acknowledge(request);
    due(request);
  }

  /** §9.2. */
  #acknowledge({ attributes: { ack, rid } }: BoshRequest): void {
    this.#window.confirm(ack ?? rid - 1);
    if (ack === undefined) return;
    const missed = this.#window.responseTo(ack + 1);
    const time = Math.floor(this.#deps.clock.monotonic() - (missed?.time ?? Number.POSITIVE_INFINITY));
    if (time >= MIN_REPORT_AGE) this.#report = { report: ack + 1, time };
  }

  /** The payloads of a request have been handed over. Throws TerminalError where it came too soon (§11, §12). */
  read(request: BoshRequest): void {
    request.isRead = true;
    const previous = this.#previous;
    this.#previous = request;
    const { terms } = this.#deps;
    if (!previous || !request.isEmpty || request.arrived - previous.arrived >= terms.polling) return;
    // More may have come since, while this one waited for its turn.
    const isLast = request.attributes.rid === this.#window.last;
    const isTooSoon = terms.isPolling
      ? previous.isEmpty && this.#window.responseTo(previous.attributes.rid)?.isEmpty !== false
      : isLast && this.#window.waitingCount >= terms.requests;
    if (isTooSoon) throw new TerminalError("policy-violation", "requests without payloads come too often");
  }

  /** Answers the oldest request. */
  answer(attributes: ResponseAttributes, payloads: readonly Payload[]): void {
    const { oldest: request } = this.#window;
    if (!request) throw new Error("no request waits for a response");
    const { terms, clock } = this.#deps;
    const { last } = this.#window;
    // §9.1.
    const isAckDue = terms.usesAcks && (last !== request.attributes.rid || request.attributes.sid === undefined);
    const text = printBody({ ...attributes, ack: isAckDue ? last : undefined, ...this.#report }, payloads);
    this.#report = undefined;
    this.#window.answer({
      text,
      time: clock.monotonic(),
      key: request.attributes.key,
      isEmpty: payloads.length === 0,
      isRead: request.carrier.answer(text),
      unconfirmed: payloads,
    });
    this.#arm();
  }

  /** §10: until the next request, so many milliseconds may pass without one. */
  allowInactivity(milliseconds: number): void {
    this.#inactivity = milliseconds;
    this.#arm();
  }

  /** Takes what responses carried of which it is not known that the client has them. */
  takeUnconfirmed(): readonly Payload[] {
    const payloads: Payload[] = [];
    for (const given of this.#window.answered()) {
      payloads.push(...given.unconfirmed);
      given.unconfirmed = [];
    }
    return payloads;
  }

  /** The oldest request whose client is there. */
  get listening(): BoshRequest | undefined {
    return this.#open().find(({ carrier }) => !carrier.isGone);
  }

  /** Ends the session: `request` is answered with `last`, all others with `other`. */
  end(request: BoshRequest | undefined, last: string, other: string): void {
    this.#hasEnded = true;
    this.#cancelTimer();
    request?.carrier.answer(last);
    for (const each of this.#open()) if (each !== request) each.carrier.answer(other);
  }

  /** Those without a response, in their order. */
  #open(): readonly BoshRequest[] {
    return [...this.#window.waiting(), ...this.#window.early()];
  }

  #watch({ carrier }: BoshRequest): void {
    carrier.whenGone(() => this.#arm());
    this.#arm();
  }

  /** §8, §10: sets the timer: where a client waits for a response, for that, otherwise for its next request. */
  #arm(): void {
    this.#cancelTimer();
    if (this.#hasEnded) return;
    const { terms, clock, expired, inactive } = this.#deps;
    const isHeld = this.#window.waiting().some(({ carrier }) => !carrier.isGone);
    const { oldest } = this;
    if (!isHeld || !oldest) this.#cancelTimer = clock.after(this.#inactivity, inactive);
    else if (!terms.isPolling) {
      const left = oldest.arrived + terms.wait - clock.monotonic();
      this.#cancelTimer = clock.after(Math.max(0, left), expired);
    }
  }
}

/** §15: who repeats a request has to know its key. Throws TerminalError. */
function checkRepetition({ attributes }: BoshRequest, key: string | undefined): void {
  if (attributes.key !== key) throw new TerminalError("item-not-found", "another key of the same rid");
}
