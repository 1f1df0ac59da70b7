/** XEP-0220 §1.2: a domain pair, two domains between which a stream has been verified. */

export interface DomainPair {
  /** A domain of this server, prepared. */
  readonly local: string;
  /** A domain of another server, prepared. */
  readonly remote: string;
}

/** The same text for the same pair, and for no other: a domain has no space. */
export const pairKey = ({ local, remote }: DomainPair): string => `${remote} ${local}`;

/** The pairs of one stream, in the order in which they were verified. */
export class DomainPairs {
  readonly #pairs = new Map<string, DomainPair>();

  get size(): number {
    return this.#pairs.size;
  }

  add(pair: DomainPair): void {
    this.#pairs.set(pairKey(pair), pair);
  }

  has(pair: DomainPair): boolean {
    return this.#pairs.has(pairKey(pair));
  }

  /** Whether any of them is with this domain. */
  hasRemote(remote: string): boolean {
    return this.all.some((pair) => pair.remote === remote);
  }

  get all(): readonly DomainPair[] {
    return [...this.#pairs.values()];
  }
}
