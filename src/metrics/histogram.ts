/** How often something took how long: plain counts, so that an observation costs a few nanoseconds. */
export class Histogram {
  /** Seconds, ascending. */
  readonly bounds: readonly number[];
  /** Of each bound, what was no longer and longer than the bound before; the last one is of what was longer than all. */
  readonly counts: number[];
  /** Seconds. */
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Array(bounds.length + 1).fill(0);
  }

  observe(seconds: number): void {
    this.sum += seconds;
    let at = 0;
    while (at < this.bounds.length && seconds > (this.bounds[at] ?? 0)) at++;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }
}
