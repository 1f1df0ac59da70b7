/** XEP-0198 §5: the resumable streams of other servers, with their connection and for a while without it. */
import type { Clock } from "../../clock.ts";
import { type DomainPair, pairKey } from "../domain-pair.ts";
import type { BidiSender } from "./bidi-sender.ts";

/** What it is to be connected. */
export interface Interruptible {
  /** The same stream has come back over another connection. */
  interrupt(): void;
}

interface Suspended {
  readonly pair: DomainPair;
  readonly way: BidiSender;
  readonly cancel: () => void;
}

/** By resumption id. */
export class ResumableStreams {
  readonly #connected = new Map<string, Interruptible>();
  readonly #suspended = new Map<string, Suspended>();
  readonly #clock: Clock;
  readonly #time: number;

  /** `time`: milliseconds for which what was sent over a stream waits for its peer; who sends it waits as long. */
  constructor(clock: Clock, time: number) {
    this.#clock = clock;
    this.#time = time;
  }

  connected(id: string, stream: Interruptible): void {
    this.#connected.set(id, stream);
  }

  interrupt(id: string): void {
    this.#connected.get(id)?.interrupt();
  }

  /** Its connection is gone; `way` is what we sent over it, if we did. */
  disconnected(id: string, pair: DomainPair, way: BidiSender | undefined): void {
    this.#connected.delete(id);
    if (!way) return;
    way.detach();
    const cancel = this.#clock.after(this.#time, () => this.take(id)?.release());
    this.#suspended.set(id, { pair, way, cancel });
  }

  /** It will not come back. */
  ended(id: string): void {
    this.#connected.delete(id);
  }

  /** What we sent over a suspended stream; whoever takes it goes on with it, or releases it. */
  take(id: string): BidiSender | undefined {
    const suspended = this.#suspended.get(id);
    suspended?.cancel();
    this.#suspended.delete(id);
    return suspended?.way;
  }

  /** Whether something is held back for a stream of this pair. */
  isAwaited(pair: DomainPair): boolean {
    return this.#idsOf(pair).length > 0;
  }

  /** The peer is back and goes on with none of them. */
  releaseAll(pair: DomainPair): void {
    for (const id of this.#idsOf(pair)) this.take(id)?.release();
  }

  stop(): void {
    for (const id of [...this.#suspended.keys()]) this.take(id)?.release();
  }

  #idsOf(pair: DomainPair): string[] {
    return [...this.#suspended].filter(([, held]) => pairKey(held.pair) === pairKey(pair)).map(([id]) => id);
  }
}
