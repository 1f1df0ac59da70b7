/** XEP-0198 §5: what was sent over a stream of the other server's, before a crash of ours, waits to hear what has arrived. */
import type { Clock } from "../../clock.ts";
import type { ResumeRequest } from "../bidi-stream.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";
import type { QueueStore } from "./queue-store.ts";
import { handledNumber } from "./resumable-state.ts";

/** Milliseconds: as long as for a server that has lost its connection while this one lives. */
const RESUME_TIMEOUT = 30_000;

export interface BidiRecoveryDeps {
  readonly pair: DomainPair;
  readonly store: Pick<QueueStore, "bidiStream" | "removeBidiStream" | "clearNumbers">;
  readonly clock: Clock;
  /** All up to this number has arrived. */
  readonly confirmed: (number: number) => void;
  /** It is not waited for any more: the rest is sent anew. */
  readonly finished: () => void;
}

export class BidiRecovery {
  readonly #deps: BidiRecoveryDeps;
  #id: string | undefined;
  #cancel = (): void => {};

  constructor(deps: BidiRecoveryDeps) {
    this.#deps = deps;
  }

  get isPending(): boolean {
    return this.#id !== undefined;
  }

  /** False where nothing was sent over a stream of the other server's that may come back. */
  start(sent: readonly OutgoingStanza[]): boolean {
    const { store, pair, clock } = this.#deps;
    this.#id = sent.length > 0 ? store.bidiStream(pair) : undefined;
    if (this.#id !== undefined) this.#cancel = clock.after(RESUME_TIMEOUT, () => this.finish());
    return this.isPending;
  }

  /** The other server is back, and may have said how much of a former stream has reached it. */
  peerReturned(told: ResumeRequest | undefined, [first]: readonly OutgoingStanza[]): void {
    if (!this.isPending) return;
    const handled = told?.previd === this.#id && told && first ? handledNumber(first, told.h) : undefined;
    if (handled !== undefined) this.#deps.confirmed(handled);
    this.finish();
  }

  finish(): void {
    if (!this.isPending) return;
    const { store, pair, finished: settled } = this.#deps;
    this.stop();
    store.removeBidiStream(pair);
    store.clearNumbers(pair);
    settled();
  }

  /** Another life of this server may wait for it. */
  stop(): void {
    this.#cancel();
    this.#id = undefined;
  }
}
