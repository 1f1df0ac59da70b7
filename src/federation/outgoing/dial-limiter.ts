/** Attempts that begin: so many at once, in turn by whom they are made for. Whoever takes long does not hold up the others. */
import type { Clock } from "../../clock.ts";
import { ConnectError } from "./connect-error.ts";

export interface DialLimiterOptions {
  /** How many have begun and are neither done nor slow. */
  readonly maxConcurrent: number;
  /** Milliseconds after which one is slow. */
  readonly slowAfter: number;
  readonly clock: Pick<Clock, "after">;
}

export class DialLimiter {
  readonly #options: DialLimiterOptions;
  /** By owner; whose turn it is comes first. */
  readonly #waiting = new Map<string, Set<() => void>>();
  #taken = 0;

  constructor(options: DialLimiterOptions) {
    this.#options = options;
  }

  /**
   * Begins with `work` when its turn has come; `owner` is for whom it is done. Rejects as it does, and with Unreachable where
   * it is given up before.
   */
  async run<T>(owner: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#options.maxConcurrent) this.#taken += 1;
    else await this.#turn(owner, signal);
    let isIn = true;
    const leave = (): void => {
      if (isIn) this.#giveOn();
      isIn = false;
    };
    const stopTimer = this.#options.clock.after(this.#options.slowAfter, leave);
    try {
      return await work();
    } finally {
      stopTimer();
      leave();
    }
  }

  #giveOn(): void {
    const [first] = this.#waiting;
    const [next] = first?.[1] ?? [];
    if (!first || !next) {
      this.#taken -= 1;
      return;
    }
    const [owner, theirs] = first;
    next();
    // The others of the same owner are behind those of all others.
    if (!this.#waiting.delete(owner)) return;
    this.#waiting.set(owner, theirs);
  }

  #turn(owner: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const come = (): void => {
        this.#forget(owner, come);
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#forget(owner, come);
        reject(new ConnectError("remote-server-timeout", false, "the attempt was given up"));
      };
      this.#waiting.set(owner, (this.#waiting.get(owner) ?? new Set()).add(come));
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  #forget(owner: string, waiting: () => void): void {
    const theirs = this.#waiting.get(owner);
    theirs?.delete(waiting);
    if (theirs?.size === 0) this.#waiting.delete(owner);
  }
}
