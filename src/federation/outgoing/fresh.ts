/** How much one tick of the event loop sends, before anybody knows whether it will be committed. */

interface Amount {
  count: number;
  bytes: number;
}

const NONE: Readonly<Amount> = { count: 0, bytes: 0 };

export class Fresh {
  readonly #amounts = new Map<string, Amount>();
  #bytes = 0;

  /** For all pairs together. */
  get bytes(): number {
    return this.#bytes;
  }

  of(key: string): Readonly<Amount> {
    return this.#amounts.get(key) ?? NONE;
  }

  /** Counted until the tick is over: by then it has been committed, or rolled back. */
  add(key: string, bytes: number): void {
    if (this.#amounts.size === 0) setImmediate(() => this.#clear());
    const { count, bytes: before } = this.of(key);
    this.#amounts.set(key, { count: count + 1, bytes: before + bytes });
    this.#bytes += bytes;
  }

  #clear(): void {
    this.#amounts.clear();
    this.#bytes = 0;
  }
}
