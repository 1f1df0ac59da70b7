/** How long answers took, by their kind. */

export interface KindOfAnswer {
  readonly kind: string;
  readonly count: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
  /** How many took longer than the bound. */
  readonly late: number;
}

export class Answers {
  readonly #taken = new Map<string, number[]>();

  /** An answer of this kind took so many milliseconds. */
  add(kind: string, milliseconds: number): void {
    const taken = this.#taken.get(kind);
    if (taken) taken.push(milliseconds);
    else this.#taken.set(kind, [milliseconds]);
  }

  /** `bound`: milliseconds from which on an answer is late. */
  kinds(bound: number): readonly KindOfAnswer[] {
    return [...this.#taken].map(([kind, taken]) => {
      const sorted = taken.toSorted((one, other) => one - other);
      const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      const late = sorted.filter((milliseconds) => milliseconds > bound).length;
      return { kind, count: sorted.length, median: at(0.5), p99: at(0.99), longest: at(1), late };
    });
  }
}
