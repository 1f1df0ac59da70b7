/** How much one tick of the event loop sends, before anybody knows whether it will be committed. */
import { type DomainPair, pairKey } from "../domain-pair.ts";

interface Amount {
  count: number;
  weight: number;
}

const NONE: Readonly<Amount> = { count: 0, weight: 0 };

export class UncommittedLoad {
  readonly #byPair = new Map<string, Amount>();
  readonly #bySender = new Map<string, number>();
  /** Pairs that nothing has gone or waited for before, by who begins with them. */
  readonly #begun = new Map<string, string>();
  #weight = 0;

  /** For all pairs together. */
  get weight(): number {
    return this.#weight;
  }

  /** How many pairs begin with this tick. */
  get pairs(): number {
    return this.#begun.size;
  }

  of(pair: DomainPair): Readonly<Amount> {
    return this.#byPair.get(pairKey(pair)) ?? NONE;
  }

  /** The weight of what one sender here sends, by its bare JID. */
  weightBy(sender: string): number {
    return this.#bySender.get(sender) ?? 0;
  }

  /** How many pairs begin with it. */
  pairsBy(sender: string): number {
    return this.#begun
      .values()
      .filter((begunBy) => begunBy === sender)
      .toArray().length;
  }

  /** Counted until the tick is over: by then it has been committed, or rolled back. */
  add(
    pair: DomainPair,
    { sender, weight, isNew }: { readonly sender: string; readonly weight: number; readonly isNew: boolean },
  ): void {
    if (this.#byPair.size === 0) setImmediate(() => this.#clear());
    const key = pairKey(pair);
    const { count, weight: before } = this.of(pair);
    this.#byPair.set(key, { count: count + 1, weight: before + weight });
    this.#bySender.set(sender, this.weightBy(sender) + weight);
    if (isNew && !this.#begun.has(key)) this.#begun.set(key, sender);
    this.#weight += weight;
  }

  #clear(): void {
    this.#byPair.clear();
    this.#bySender.clear();
    this.#begun.clear();
    this.#weight = 0;
  }
}
