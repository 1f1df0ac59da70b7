/** Whether the event loop may wait for the disk itself: to wake threads for a sync takes several times what a quick disk takes. */

/** Milliseconds that the event loop may wait at once, as the last syncs say. */
const MAX_WAIT = 2;
/** The part of all time in which it may wait. */
const MAX_SHARE = 0.05;
/** What the longest of the last syncs counts after each further one: one of 300 ms for about a hundred of them. */
const DECAY = 0.95;
/** Before any is known, the disk counts as slow, in milliseconds. */
const UNKNOWN = 20;

export class SyncPace {
  /** The longest of the last syncs, in milliseconds; it counts less with each further one. */
  #longest = UNKNOWN;

  /** A sync has taken so many milliseconds. */
  took(milliseconds: number): void {
    this.#longest = Math.max(milliseconds, this.#longest * DECAY);
  }

  /** `rest`: milliseconds since the last one began. */
  isQuick(rest: number): boolean {
    return this.#longest <= MAX_WAIT && this.#longest <= rest * MAX_SHARE;
  }
}
