/** XEP-0198 §5: stanzas of a resumable stream, which leave once their number in it is committed. */

/**
 * Keeps the order. After a crash the peer's `h` tells how many stanzas it has received: one that had left before its number
 * was in the store would be sent twice.
 */
export class CommitQueue<Item extends object> {
  readonly #transmit: (item: Item) => void;
  /** In order. Numbered items wait for their commit, the others for the numbered ones in front of them. */
  #waiting: { readonly item: Item; readonly isNumbered: boolean }[] = [];

  constructor(transmit: (item: Item) => void) {
    this.#transmit = transmit;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Whether it waits. */
  has(item: Item): boolean {
    return this.#waiting.some((each) => each.item === item);
  }

  /** Transmitted after the commit of this tick, in which its number has been written; not after an earlier commit. */
  pushNumbered(item: Item, afterCommit: (callback: () => void) => void): void {
    this.#waiting.push({ item, isNumbered: true });
    afterCommit(() => this.#committed(item));
  }

  /** Transmitted behind what waits. */
  push(item: Item): void {
    this.#waiting.push({ item, isNumbered: false });
  }

  /** What waits is not transmitted any more. */
  clear(): void {
    this.#waiting = [];
  }

  #committed(item: Item): void {
    const index = this.#waiting.findIndex((each) => each.item === item);
    const end = this.#waiting.findIndex((each, at) => at > index && each.isNumbered);
    if (index < 0) return;
    for (const each of this.#waiting.splice(0, end < 0 ? this.#waiting.length : end)) this.#transmit(each.item);
  }
}
