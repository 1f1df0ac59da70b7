/** What carries the stanzas of a domain pair: an outgoing session (session.ts), or a stream of the other server (XEP-0288). */
import type { Clock } from "../../clock.ts";
import { StreamError } from "../../stream-error.ts";
import type { BidiStream } from "../bidi-stream.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { QueueStore } from "./queue-store.ts";
import { asSent, type OutgoingStanza } from "./route-queue.ts";

export interface Transport {
  /** Whether the peer acknowledges what it receives (XEP-0198 §4); otherwise the route pings it. */
  readonly isManaged: boolean;
  /** Whether it can be settled later what has arrived when the transport breaks (XEP-0198 §5). */
  readonly isResumable: boolean;
  /** Whether anything may be sent: false once closing has begun. */
  readonly isOpen: boolean;
  /** Sends a stanza, in order. The caller bounds how much a slow peer leaves unread. */
  send(item: OutgoingStanza): void;
  /** Calls back when all that was sent has left; never if the transport ends before. */
  whenDrained(callback: () => void): void;
  /** Ends it in good order: `transportClosed` follows. */
  close(): void;
  /** Ends it at once, for a reason to be logged: `transportClosed` follows. */
  disconnect(reason: string): void;
  /** The same, with a stream error for the peer (RFC 6120 §4.9). */
  fail(error: StreamError): void;
}

/**
 * How much of what was sent and not confirmed has arrived: "all"; or "unknown"; or "resumable", where a stream that resumes
 * this one will tell (XEP-0198 §5).
 */
export type Delivered = "all" | "unknown" | "resumable";

/** Called back by a transport. */
export interface TransportOwner {
  /** This stanza, and all that were sent before it, have reached the peer. */
  confirmedThrough(item: OutgoingStanza): void;
  /** The transport has ended. */
  transportClosed(transport: Transport, delivered: Delivered, reason: string): void;
}

export interface BidiTransportDeps {
  readonly pair: DomainPair;
  readonly store: Pick<QueueStore, "setNumber" | "afterCommit">;
  readonly clock: Pick<Clock, "now">;
}

/** XEP-0288: a stream that the other server has opened. */
export class BidiTransport implements Transport {
  readonly stream: BidiStream;
  readonly #owner: TransportOwner;
  readonly #deps: BidiTransportDeps;
  #hasEnded = false;

  constructor(stream: BidiStream, owner: TransportOwner, deps: BidiTransportDeps) {
    this.stream = stream;
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
    return !this.#hasEnded;
  }

  send(item: OutgoingStanza): void {
    const { pair, store, clock } = this.#deps;
    const stanza = asSent(item, clock.now());
    item.attempts += 1;
    const { row, bytes } = item;
    const number =
      row === undefined
        ? undefined
        : {
            bytes,
            store: (number: number): void => store.setNumber(pair, row, number),
            afterCommit: store.afterCommit,
          };
    this.stream.send(stanza, () => this.#owner.confirmedThrough(item), number);
  }

  whenDrained(callback: () => void): void {
    this.stream.whenDrained(callback);
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

  /** The other server's stream has ended. */
  streamEnded(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#owner.transportClosed(this, "unknown", "the other server's stream has ended");
  }
}
