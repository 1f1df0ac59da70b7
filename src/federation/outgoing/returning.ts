/** XEP-0198 §5: what was sent over a stream of the other server's, before a crash of ours, waits to hear what has arrived. */
import type { Clock } from "../../clock.ts";
import type { Told } from "../carrier.ts";
import type { Pair } from "../pair.ts";
import { handledOf } from "./former.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";
import type { WaitingStanzas } from "./waiting-stanzas.ts";

/** Milliseconds: as long as for a server that has lost its connection while this one lives. */
const PATIENCE = 30_000;

export interface ReturningParts {
  readonly pair: Pair;
  readonly store: Pick<WaitingStanzas, "adopted" | "forgetAdopted" | "forgetNumbers">;
  readonly clock: Clock;
  /** All up to this number has arrived. */
  readonly confirmed: (number: number) => void;
  /** It is not waited for any more: the rest is sent anew. */
  readonly settled: () => void;
}

export class Returning {
  readonly #parts: ReturningParts;
  #id: string | undefined;
  #cancel = (): void => {};

  constructor(parts: ReturningParts) {
    this.#parts = parts;
  }

  get isAwaited(): boolean {
    return this.#id !== undefined;
  }

  /** False where nothing was sent over a stream of the other server's that may come back. */
  begin(sent: readonly OutgoingStanza[]): boolean {
    const { store, pair, clock } = this.#parts;
    this.#id = sent.length > 0 ? store.adopted(pair) : undefined;
    if (this.#id !== undefined) this.#cancel = clock.after(PATIENCE, () => this.end());
    return this.isAwaited;
  }

  /** The other server is back, and may have said how much of a former stream has reached it. */
  told(told: Told | undefined, [first]: readonly OutgoingStanza[]): void {
    if (!this.isAwaited) return;
    const handled = told?.id === this.#id && told && first ? handledOf(first, told.handled) : undefined;
    if (handled !== undefined) this.#parts.confirmed(handled);
    this.end();
  }

  end(): void {
    if (!this.isAwaited) return;
    const { store, pair, settled } = this.#parts;
    this.stop();
    store.forgetAdopted(pair);
    store.forgetNumbers(pair);
    settled();
  }

  /** Another life of this server may wait for it. */
  stop(): void {
    this.#cancel();
    this.#id = undefined;
  }
}
