/** Attempts that begin: so many at once. Whoever takes long does not hold up the others. */
import type { Clock } from "../../net/clock.ts";
import { Unreachable } from "./unreachable.ts";

export interface TurnstileOptions {
  /** How many have begun and are neither done nor slow. */
  readonly places: number;
  /** Milliseconds after which one is slow. */
  readonly slow: number;
  readonly clock: Pick<Clock, "after">;
}

export class Turnstile {
  readonly #options: TurnstileOptions;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  /** Begins with `work` when its turn has come. Rejects as it does, and with Unreachable where it is given up before. */
  async pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#options.places) this.#taken += 1;
    else await this.#turn(signal);
    let isIn = true;
    const leave = (): void => {
      if (isIn) this.#giveOn();
      isIn = false;
    };
    const stopTimer = this.#options.clock.after(this.#options.slow, leave);
    try {
      return await work();
    } finally {
      stopTimer();
      leave();
    }
  }

  #giveOn(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#taken -= 1;
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const come = (): void => {
        this.#waiting.delete(come);
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.delete(come);
        reject(new Unreachable("remote-server-timeout", false, "the attempt was given up"));
      };
      this.#waiting.add(come);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }
}
