/** A map of at most so many entries: beyond, the one that was set longest ago is removed. */

/** In the order in which they were set; setting a key again moves it to the end, reading it does not. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #max: number;
  readonly #evicted: ((key: Key, value: Value) => void) | undefined;

  /** `evicted` is called with each entry that makes room for another. */
  constructor(max: number, evicted?: (key: Key, value: Value) => void) {
    super();
    this.#max = max;
    this.#evicted = evicted;
  }

  override set(key: Key, value: Value): this {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.#max) this.#evict();
    return this;
  }

  #evict(): void {
    for (const [key, value] of this) {
      this.delete(key);
      this.#evicted?.(key, value);
      return;
    }
  }
}
