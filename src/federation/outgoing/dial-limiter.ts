/** How many connection attempts run at once: so many and the slow ones, in turn by the senders on whose behalf they are made. */
import type { Clock } from "../../clock.ts";
import { ConnectError } from "./connect-error.ts";

export interface DialLimiterOptions {
  /** How many attempts run at once, those that are slow not counted. */
  readonly maxConcurrent: number;
  /** Milliseconds after which an attempt is slow. */
  readonly slowAfter: number;
  readonly clock: Pick<Clock, "after">;
}

export class DialLimiter {
  readonly #options: DialLimiterOptions;
  /** The attempts that wait, by owner; the next one's owner is first. */
  readonly #waiting = new Map<string, Set<() => void>>();
  #running = 0;

  constructor(options: DialLimiterOptions) {
    this.#options = options;
  }

  /**
   * Runs `attempt` once there is a place; `owner` (a bare JID, or a domain) has one turn for each of the other owners'.
   * Rejects as `attempt` does, and with ConnectError where it is aborted before.
   */
  async run<T>(owner: string, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    if (this.#running < this.#options.maxConcurrent) this.#running += 1;
    else await this.#wait(owner, signal);
    let isCounted = true;
    const release = (): void => {
      if (isCounted) this.#passOn();
      isCounted = false;
    };
    const stopTimer = this.#options.clock.after(this.#options.slowAfter, release);
    try {
      return await attempt();
    } finally {
      stopTimer();
      release();
    }
  }

  /** The place is the next one's. */
  #passOn(): void {
    const [first] = this.#waiting;
    const [next] = first?.[1] ?? [];
    if (!first || !next) {
      this.#running -= 1;
      return;
    }
    const [owner, attempts] = first;
    next();
    // The owner's other attempts are behind those of all other owners.
    if (!this.#waiting.delete(owner)) return;
    this.#waiting.set(owner, attempts);
  }

  #wait(owner: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        this.#remove(owner, begin);
        signal.removeEventListener("abort", abort);
        resolve();
      };
      const abort = (): void => {
        this.#remove(owner, begin);
        reject(new ConnectError("remote-server-timeout", false, "the attempt was given up"));
      };
      this.#waiting.set(owner, (this.#waiting.get(owner) ?? new Set()).add(begin));
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  #remove(owner: string, begin: () => void): void {
    const attempts = this.#waiting.get(owner);
    attempts?.delete(begin);
    if (attempts?.size === 0) this.#waiting.delete(owner);
  }
}
