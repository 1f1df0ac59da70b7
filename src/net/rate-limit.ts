/** Token buckets: so much at once, so much a second afterwards. */
import { BoundedMap } from "../bounded-map.ts";
import type { Clock } from "../clock.ts";

export interface Rate {
  /** How many tokens a full bucket holds. */
  readonly burst: number;
  /** How many flow back each second. */
  readonly perSecond: number;
}

export class TokenBucket {
  readonly #rate: Rate;
  readonly #monotonic: Clock["monotonic"];
  #tokens: number;
  #at: number;

  constructor(rate: Rate, monotonic: Clock["monotonic"]) {
    this.#rate = rate;
    this.#monotonic = monotonic;
    this.#tokens = rate.burst;
    this.#at = monotonic();
  }

  /** Below zero is debt. */
  get tokens(): number {
    const flown = ((this.#monotonic() - this.#at) * this.#rate.perSecond) / 1000;
    return Math.min(this.#rate.burst, this.#tokens + flown);
  }

  /** Takes in any case, into debt if need be. Returns the milliseconds until there is none; 0 where there is none. */
  take(cost: number): number {
    this.#tokens = this.tokens - cost;
    this.#at = this.#monotonic();
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#rate.perSecond) * 1000);
  }
}

/** A bucket for each key: an address, an account. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #monotonic: Clock["monotonic"];
  /** In the order of use: the first has had the longest to fill again. */
  readonly #buckets: BoundedMap<string, TokenBucket>;

  /** Knows `maxKeys` keys at most; the one that has been quiet for longest is forgotten, hence forgiven. */
  constructor(rate: Rate, { monotonic }: Pick<Clock, "monotonic">, maxKeys = 10_000) {
    this.#rate = rate;
    this.#monotonic = monotonic;
    this.#buckets = new BoundedMap(maxKeys);
  }

  /** How many keys are known. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Is a whole token left? Takes none. */
  allows(key: string): boolean {
    return (this.#buckets.get(key)?.tokens ?? this.#rate.burst) >= 1;
  }

  /** Takes a token where one is left; false where none is. */
  take(key: string): boolean {
    if (!this.allows(key)) return false;
    this.charge(key);
    return true;
  }

  /** Takes a token in any case, into debt if need be. */
  charge(key: string): void {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, this.#monotonic);
    bucket.take(1);
    this.#buckets.set(key, bucket);
  }

  /** Puts back a token that was taken. */
  giveBack(key: string): void {
    this.#buckets.get(key)?.take(-1);
  }

  /** All is well with this key again. */
  forget(key: string): void {
    this.#buckets.delete(key);
  }
}

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
