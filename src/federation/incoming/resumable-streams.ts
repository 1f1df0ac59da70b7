/** XEP-0198 §5: the resumable streams of other servers: those with a connection, and what was sent over those without one. */
import type { Clock } from "../../clock.ts";
import { type DomainPair, pairKey } from "../domain-pair.ts";
import type { BidiSender } from "./bidi-sender.ts";

export interface ConnectedStream {
  /** Its peer resumes it over another connection. */
  interrupt(): void;
}

interface SuspendedStream {
  readonly pair: DomainPair;
  readonly bidi: BidiSender;
  readonly stopTimer: () => void;
}

/** By the id for resumption. */
export class ResumableStreams {
  readonly #connected = new Map<string, ConnectedStream>();
  readonly #suspended = new Map<string, SuspendedStream>();
  readonly #clock: Clock;
  readonly #bidiResumptionTime: number;

  /** `bidiResumptionTime`: milliseconds for which stanzas that were sent over a stream wait for its resumption. */
  constructor(clock: Clock, bidiResumptionTime: number) {
    this.#clock = clock;
    this.#bidiResumptionTime = bidiResumptionTime;
  }

  connected(id: string, stream: ConnectedStream): void {
    this.#connected.set(id, stream);
  }

  interrupt(id: string): void {
    this.#connected.get(id)?.interrupt();
  }

  /** The connection is lost; `bidi` is what sends over the stream, where it goes both ways. */
  disconnected(id: string, pair: DomainPair, bidi: BidiSender | undefined): void {
    this.#connected.delete(id);
    if (!bidi) return;
    bidi.detach();
    const stopTimer = this.#clock.after(this.#bidiResumptionTime, () => this.take(id)?.release());
    this.#suspended.set(id, { pair, bidi, stopTimer });
  }

  /** The peer has closed the stream. */
  ended(id: string): void {
    this.#connected.delete(id);
  }

  /** Removes and returns what sends over a suspended stream: the caller resumes it, or releases it. */
  take(id: string): BidiSender | undefined {
    const suspended = this.#suspended.get(id);
    suspended?.stopTimer();
    this.#suspended.delete(id);
    return suspended?.bidi;
  }

  /** Whether a stream of the pair may still be resumed over which something was sent. */
  isAwaited(pair: DomainPair): boolean {
    return this.#idsOf(pair).length > 0;
  }

  /** The peer is back, and resumes none of them. */
  releaseAll(pair: DomainPair): void {
    for (const id of this.#idsOf(pair)) this.take(id)?.release();
  }

  stop(): void {
    for (const id of [...this.#suspended.keys()]) this.take(id)?.release();
  }

  #idsOf(pair: DomainPair): string[] {
    return [...this.#suspended].filter(([, { pair: other }]) => pairKey(other) === pairKey(pair)).map(([id]) => id);
  }
}
