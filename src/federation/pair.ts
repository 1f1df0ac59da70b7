/** XEP-0220 §1.2: two domains between which a stream has been found to speak truly. */

export interface Pair {
  /** A domain of ours, prepared. */
  readonly local: string;
  /** One of another server, prepared. */
  readonly remote: string;
}

/** The same text for the same pair, and for no other: a domain has no space. */
export const keyOf = ({ local, remote }: Pair): string => `${remote} ${local}`;

/** The pairs of one stream, in the order in which they were verified. */
export class Pairs {
  readonly #pairs = new Map<string, Pair>();

  get size(): number {
    return this.#pairs.size;
  }

  add(pair: Pair): void {
    this.#pairs.set(keyOf(pair), pair);
  }

  has(pair: Pair): boolean {
    return this.#pairs.has(keyOf(pair));
  }

  /** Whether any of them is with this domain. */
  knows(remote: string): boolean {
    return this.all.some((pair) => pair.remote === remote);
  }

  get all(): readonly Pair[] {
    return [...this.#pairs.values()];
  }
}
