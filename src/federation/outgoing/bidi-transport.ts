/** XEP-0288: a stream that the other server opened, as what carries the stanzas of a pair to it. */
import { StreamError } from "../../stream-error.ts";
import type { BidiStream } from "../bidi-stream.ts";
import type { DomainPair } from "../domain-pair.ts";
import { asSent, type OutgoingStanza } from "./outgoing-stanza.ts";
import type { QueueStore } from "./queue-store.ts";
import type { Transport, TransportOwner } from "./transport.ts";

export interface BidiTransportDeps {
  readonly pair: DomainPair;
  readonly store: Pick<QueueStore, "setNumber" | "afterCommit">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class BidiTransport implements Transport {
  readonly stream: BidiStream;
  readonly #owner: TransportOwner;
  readonly #deps: BidiTransportDeps;
  #isReleased = false;

  constructor(carrier: BidiStream, owner: TransportOwner, deps: BidiTransportDeps) {
    this.stream = carrier;
    this.#owner = owner;
    this.#deps = deps;
  }

  get isManaged(): boolean {
    return this.stream.isManaged;
  }

  get isResumable(): boolean {
    return this.stream.isResumable;
  }

  get isOpen(): boolean {
    return !this.#isReleased;
  }

  send(item: OutgoingStanza): void {
    const { pair, store, now } = this.#deps;
    const stanza = asSent(item, now());
    item.attempts += 1;
    const { row, bytes } = item;
    const { afterCommit } = store;
    const storedNumber =
      row === undefined
        ? undefined
        : { bytes, store: (number: number) => store.setNumber(pair, row, number), afterCommit };
    this.stream.send(stanza, () => this.#owner.confirmedThrough(item), storedNumber);
  }

  drained(callback: () => void): void {
    this.stream.drained(callback);
  }

  close(): void {
    this.disconnect("it is not known what arrives");
  }

  disconnect(reason: string): void {
    this.fail(new StreamError("undefined-condition", reason));
  }

  fail(error: StreamError): void {
    this.stream.end(error);
  }

  /** The other server's stream is gone. */
  streamEnded(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#owner.transportClosed(this, "some", "the other server's stream has ended");
  }
}
