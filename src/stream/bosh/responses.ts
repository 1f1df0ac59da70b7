/** XEP-0124 §8: what is sent to the client, and when a response carries it: as soon as there is a request, all that waits at once. */
import type { Element } from "ltx";
import { MAX_UNSENT } from "../reading.ts";
import type { Exchange } from "./exchange.ts";
import { isStreamError, type Payload, Payloads, type ResponseAttributes, stanzasOf } from "./payloads.ts";
import type { BoshRequest } from "./request.ts";

export class Responses {
  readonly #exchange: Exchange;
  readonly #payloads = new Payloads();
  /** What the next response says, beside what it carries. */
  #attributes: ResponseAttributes = {};
  #isFlushPlanned = false;
  #isReleasePlanned = false;
  #whenSent: (() => void)[] = [];
  #isStopped = false;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** Bytes that wait for a request. */
  get waitingBytes(): number {
    return this.#payloads.bytes;
  }

  /** Bytes in memory: of that, and of responses that a client may ask for again. */
  get weight(): number {
    return this.#payloads.weight + this.#exchange.bytes;
  }

  /** The next response has these attributes. */
  announce(attributes: ResponseAttributes): void {
    this.#attributes = attributes;
  }

  /** Returns how many bytes it is. */
  send(element: Element): number {
    const bytes = this.#payloads.add(element);
    this.flush();
    return bytes;
  }

  /** Calls back when nothing waits for a request. */
  whenSent(callback: () => void): void {
    this.#whenSent.push(callback);
    if (this.#payloads.bytes === 0) this.#allIsSent();
  }

  /** What is sent in one go is carried by one response. */
  flush(): void {
    if (this.#isFlushPlanned || this.#isStopped || this.#payloads.bytes === 0) return;
    this.#isFlushPlanned = true;
    queueMicrotask(() => {
      this.#isFlushPlanned = false;
      const { oldest } = this.#exchange;
      const { bytes } = this.#payloads;
      // What a request leads to is carried by its own response, unless it is much.
      if (!this.#isStopped && bytes > 0 && oldest && (oldest.isRead || bytes > MAX_UNSENT)) this.answer();
    });
  }

  /** No more requests are held than the client has allowed. What this turn of the event loop sends goes with the first of them. */
  release(): void {
    if (this.#isReleasePlanned) return;
    this.#isReleasePlanned = true;
    setImmediate(() => {
      this.#isReleasePlanned = false;
      while (!this.#isStopped && this.#exchange.isOverdue && this.#exchange.oldest?.isRead) this.answer();
    });
  }

  /** Answers the oldest request with all that waits. */
  answer(): void {
    this.#exchange.answer(this.#attributes, this.#payloads.takeAll());
    this.#attributes = {};
    this.#allIsSent();
  }

  /** §10: answers all requests that were read, `pausing` without payloads. */
  answerAll(pausing: BoshRequest): void {
    while (this.#exchange.oldest?.isRead) {
      if (this.#exchange.oldest === pausing) this.#exchange.answer({}, []);
      else this.answer();
    }
  }

  /** Answers nothing any more. */
  stop(): void {
    this.#isStopped = true;
  }

  takeAll(): readonly Payload[] {
    return this.#payloads.takeAll();
  }

  /** Takes the error that the stream has ended with, if any. */
  takeErrors(): readonly Payload[] {
    return this.#payloads.take(isStreamError);
  }

  /** Takes the stanzas of which it is not known that the client has them. */
  takeUndelivered(): readonly Element[] {
    return stanzasOf([...this.#exchange.takeUnconfirmed(), ...this.#payloads.takeAll()]);
  }

  #allIsSent(): void {
    if (this.#whenSent.length === 0) return;
    const callbacks = this.#whenSent;
    this.#whenSent = [];
    setImmediate(() => {
      if (!this.#isStopped) for (const callback of callbacks) callback();
    });
  }
}
