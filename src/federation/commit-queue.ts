/** XEP-0198 §5: what leaves over a stream once its number is in the store, and what follows it. */

/** In order. After a crash the other server tells how many it has had: what left without its number would be sent twice. */
export class CommitQueue<Item extends object> {
  readonly #transmit: (item: Item) => void;
  /** In order; those that are numbered wait for their commit, the others for those in front of them. */
  #waiting: { readonly item: Item; readonly isNumbered: boolean }[] = [];

  constructor(transmit: (item: Item) => void) {
    this.#transmit = transmit;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Leaves when the tick is committed in which its number has been written, and not with the one before. */
  pushNumbered(item: Item, afterCommit: (callback: () => void) => void): void {
    this.#waiting.push({ item, isNumbered: true });
    afterCommit(() => this.#committed(item));
  }

  /** Leaves behind what waits. */
  push(item: Item): void {
    this.#waiting.push({ item, isNumbered: false });
  }

  /** What waits does not leave over this stream any more. */
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
