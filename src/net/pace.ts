/** How fast a connection is read from. */
import type { Clock } from "../clock.ts";
import { type Rate, TokenBucket } from "./rate-limit.ts";

export class ReadThrottle {
  readonly #allowance: TokenBucket;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #cancel: (() => void) | undefined;

  /** `changed` is called when `isTooFast` has become another. */
  constructor(rate: Rate, clock: Clock, changed: () => void) {
    this.#allowance = new TokenBucket(rate, clock.monotonic);
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Has more been read than there may be by now? */
  get isPaused(): boolean {
    return this.#cancel !== undefined;
  }

  read(bytes: number): void {
    const wait = this.#allowance.take(bytes);
    if (wait === 0 || this.isPaused) return;
    this.#cancel = this.#clock.after(wait, () => this.stop());
    this.#changed();
  }

  stop(): void {
    if (!this.isPaused) return;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#changed();
  }
}
