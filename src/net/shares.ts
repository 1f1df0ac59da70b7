/** Places of which each network, or each account, has its share. */

export class Shares<Holder> {
  readonly #max: number;
  /** In the order in which they came. */
  readonly #holders = new Map<string, Set<Holder>>();

  /** `max` places for each key. */
  constructor(max: number) {
    this.#max = max;
  }

  /** How many places the key has taken. */
  countOf(key: string): number {
    return this.#holders.get(key)?.size ?? 0;
  }

  /** Whether so many more are within its share. */
  hasRoom(key: string, places = 1): boolean {
    return this.countOf(key) + places <= this.#max;
  }

  take(key: string, holder: Holder): void {
    const holders = this.#holders.get(key) ?? new Set();
    this.#holders.set(key, holders.add(holder));
  }

  giveBack(key: string, holder: Holder): void {
    const holders = this.#holders.get(key);
    holders?.delete(holder);
    if (holders?.size === 0) this.#holders.delete(key);
  }

  /** Of the key that has most places, if these are more than so many, who has been there for longest. */
  longestOfMost(moreThan: number): Holder | undefined {
    let most: ReadonlySet<Holder> | undefined;
    for (const holders of this.#holders.values())
      if (holders.size > Math.max(moreThan, most?.size ?? 0)) most = holders;
    return most?.values().next().value;
  }
}
