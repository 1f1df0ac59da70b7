/** Token buckets, rate limits by key, and the throttling of reads. */
import { BoundedMap } from "../bounded-map.ts";
import type { Clock } from "../clock.ts";

export interface Rate {
  /** Tokens of a full bucket. */
  readonly burst: number;
  /** Tokens that are added each second. */
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

  /** Below zero: debt. */
  get tokens(): number {
    return this.tokensAt(this.#monotonic());
  }

  /** The same for whoever has read the clock. */
  tokensAt(now: number): number {
    const refilled = ((now - this.#at) * this.#rate.perSecond) / 1000;
    return Math.min(this.#rate.burst, this.#tokens + refilled);
  }

  /** Takes `cost` tokens, into debt if necessary. Returns the milliseconds until the debt is paid; 0 without debt. */
  take(cost: number, now = this.#monotonic()): number {
    this.#tokens = this.tokensAt(now) - cost;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#rate.perSecond) * 1000);
  }
}

/** A bucket for each key: an address, an account. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #monotonic: Clock["monotonic"];
  readonly #buckets: BoundedMap<string, TokenBucket>;

  /** Keeps `maxKeys` buckets; the one that was used longest ago is dropped, and so starts full again. */
  constructor(rate: Rate, { monotonic }: Pick<Clock, "monotonic">, maxKeys = 10_000) {
    this.#rate = rate;
    this.#monotonic = monotonic;
    this.#buckets = new BoundedMap(maxKeys);
  }

  /** How many keys are known. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Whether a whole token is left. Takes none. */
  allows(key: string): boolean {
    return (this.#buckets.get(key)?.tokens ?? this.#rate.burst) >= 1;
  }

  /** Takes a token where one is left; returns false otherwise. */
  take(key: string): boolean {
    if (!this.allows(key)) return false;
    this.charge(key);
    return true;
  }

  /** Takes a token, into debt if necessary. */
  charge(key: string): void {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, this.#monotonic);
    bucket.take(1);
    this.#buckets.set(key, bucket);
  }

  /** Returns a token that was taken. */
  giveBack(key: string): void {
    const bucket = this.#buckets.get(key);
    bucket?.take(-1);
    if (bucket && bucket.tokens >= this.#rate.burst) this.#buckets.delete(key);
  }

  /** Fills the key's bucket. */
  forget(key: string): void {
    this.#buckets.delete(key);
  }
}

/** Tells when to stop reading from a connection, so that it is read from at `rate`. */
export class ReadThrottle {
  readonly #bucket: TokenBucket;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #cancel: (() => void) | undefined;

  /** `changed` is called when `isPaused` has changed. */
  constructor(rate: Rate, clock: Clock, changed: () => void) {
    this.#bucket = new TokenBucket(rate, clock.monotonic);
    this.#clock = clock;
    this.#changed = changed;
  }

  /** More was read than the rate allows. */
  get isPaused(): boolean {
    return this.#cancel !== undefined;
  }

  read(bytes: number): void {
    const wait = this.#bucket.take(bytes);
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
