/** The free space on the disk. Below the reserve (limits.free_disk) nothing new is stored, and all else goes on. */
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { type Clock, MINUTE, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { fullError } from "./errors.ts";
import { openSpareFile, type SpareFile } from "./spare.ts";

/** How often the disk is looked at, also while its space is low, and after how many bytes that were written. */
const LOOK_INTERVAL_MS = 5000;
const LOW_LOOK_INTERVAL_MS = 1000;
const LOOK_AFTER_BYTES = 4 * 1024 * 1024;
/** How old the last look may be while space is low: it may be gone at any moment. */
const MAX_AGE_WHEN_LOW_MS = 100;
/** The spare file is a part of the reserve, and no larger than this: the log, its index and some pages. */
const MAX_SPARE_BYTES = 8 * 1024 * 1024;
const SPARE_PART = 1 / 4;
/** With less than this part of the spare file's size left, SQLite may fail to write at all: the spare file is given back. */
const EXHAUSTED_PART = 1 / 4;
/** Space is no longer low when it is the reserve times this: not with every message that is deleted. */
const RECOVERY_FACTOR = 1.1;
/** Milliseconds for which the reported free space is not believed after a write was refused (for a quota, say). */
const DISTRUST_MS = 5000;

/** Bytes without which nothing can be opened, and how long a start waits for them. */
const MIN_FREE_FOR_START = 128 * 1024;
const START_TIMEOUT_MS = MINUTE;

export interface FreeSpaceDeps {
  /**
   * Bytes that are free for this user in the file system. The system has the number in memory: to ask for it in the thread pool would
   * wake two threads, each twice.
   */
  readonly freeBytes: () => number;
  readonly spare: SpareFile;
  /** Bytes; 0 for none. */
  readonly reserve: number;
  readonly log: Logger;
  readonly clock?: Clock;
}

export class FreeSpace {
  readonly #deps: Required<FreeSpaceDeps>;
  readonly #listeners: ((isLow: boolean) => void)[] = [];
  /** What the file system said last, and the same plus the spare file. */
  #raw = Number.POSITIVE_INFINITY;
  #free = Number.POSITIVE_INFINITY;
  #isLow = false;
  #seen = Number.NEGATIVE_INFINITY;
  #refused = Number.NEGATIVE_INFINITY;
  #written = 0;
  #looking: Promise<void> | undefined;
  #stopTimer = (): void => {};
  #stopped = false;

  /** Looks at once: on a full disk, the start needs the space of the spare file. */
  constructor(deps: FreeSpaceDeps) {
    this.#deps = { clock: systemClock, ...deps };
    if (deps.reserve === 0) return;
    this.#lookNow();
    if (!this.#isNearlyExhausted(this.#raw)) return;
    deps.spare.release();
    this.#lookNow();
  }

  /**
   * Resolves when there is as much space as a start needs. Rejects with StoreError full after a minute, so that a supervisor
   * does not restart the server in a loop.
   */
  async awaitSpaceForStart(): Promise<void> {
    for (let waited = 0; this.#deps.reserve > 0 && this.#raw < MIN_FREE_FOR_START; waited += LOW_LOOK_INTERVAL_MS) {
      if (waited >= START_TIMEOUT_MS) throw fullError();
      await this.#deps.clock.sleep(LOW_LOOK_INTERVAL_MS);
      await this.look();
    }
  }

  /** From now on the disk is looked at regularly, and the spare file is kept where there is enough space. */
  start(): void {
    if (this.#deps.reserve > 0) void this.#watch();
  }

  async #watch(): Promise<void> {
    await this.look();
    if (this.#stopped) return;
    const period = this.#isLow ? LOW_LOOK_INTERVAL_MS : LOOK_INTERVAL_MS;
    this.#stopTimer = this.#deps.clock.after(period, () => void this.#watch());
  }

  /** Only the reserve is left: nothing new is to be stored. */
  get isLow(): boolean {
    return this.#isLow;
  }

  /** In bytes; the spare file counts as free. */
  get free(): number {
    return this.#free;
  }

  get reserve(): number {
    return this.#deps.reserve;
  }

  /** Not even what frees space can be written. */
  get isExhausted(): boolean {
    if (this.#isLow && this.#deps.clock.monotonic() - this.#seen > MAX_AGE_WHEN_LOW_MS) this.#lookNow();
    return this.#isLow && this.#isNearlyExhausted(this.#free);
  }

  /** Called each time that `isLow` has changed. */
  onChange(listener: (isLow: boolean) => void): void {
    this.#listeners.push(listener);
  }

  /** So many bytes are about to be written. */
  wrote(bytes: number): void {
    this.#written += bytes;
    if (this.#written >= LOOK_AFTER_BYTES && !this.#stopped && this.#deps.reserve > 0) void this.look();
  }

  /** The disk has refused a write. */
  refused(): void {
    this.#deps.spare.shrink();
    this.#refused = this.#deps.clock.monotonic();
    this.#know(0);
  }

  /** Resolves when the free space is known anew. */
  look(): Promise<void> {
    this.#written = 0;
    // Not within the statement that writes: whoever listens may write, too.
    this.#looking ??= Promise.resolve()
      .then(() => this.#look())
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** To be called when nothing is written any more. Resolves when no look runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopTimer();
    await this.#looking;
    if (this.#deps.reserve === 0) return;
    try {
      this.#deps.spare.leave();
    } catch (error) {
      this.#deps.log.debug({ event: "spare-not-kept", error });
    }
  }

  async #look(): Promise<void> {
    const { freeBytes, spare, log } = this.#deps;
    try {
      this.#know(freeBytes());
      if (this.#isLow || this.#stopped || spare.bytes() >= spare.size) return;
      // The spare file counts as free: filling it changes nothing.
      if (this.#free >= this.#deps.reserve * RECOVERY_FACTOR + spare.size) await spare.fill();
    } catch (error) {
      log.debug({ event: "disk-not-seen", error });
    }
  }

  #isNearlyExhausted(bytes: number): boolean {
    return bytes < this.#deps.spare.size * EXHAUSTED_PART;
  }

  #lookNow(): void {
    try {
      this.#know(this.#deps.freeBytes());
    } catch (error) {
      this.#deps.log.debug({ event: "disk-not-seen", error });
    }
  }

  /** `raw` is what the file system says. */
  #know(raw: number): void {
    const { spare, reserve, clock, log } = this.#deps;
    this.#seen = clock.monotonic();
    this.#raw = raw;
    this.#free = raw + spare.bytes();
    if (this.#isNearlyExhausted(raw)) spare.shrink();
    const isDoubted = this.#isLow && this.#seen - this.#refused < DISTRUST_MS;
    const isLow = isDoubted || this.#free < (this.#isLow ? reserve * RECOVERY_FACTOR : reserve);
    if (isLow === this.#isLow) return;
    this.#isLow = isLow;
    if (isLow) log.error({ event: "disk-full", free: this.#free, reserve });
    else log.info({ event: "disk-has-room", free: this.#free, reserve });
    for (const listener of this.#listeners) listener(isLow);
  }
}

/** The free space of the file system of `spare`, the path of the spare file, which need not exist yet. */
export function freeSpaceAt(spare: string, deps: Pick<FreeSpaceDeps, "reserve" | "log">): FreeSpace {
  const folder = dirname(spare);
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  const size = Math.min(MAX_SPARE_BYTES, Math.floor(deps.reserve * SPARE_PART));
  return new FreeSpace({ ...deps, freeBytes, spare: openSpareFile(spare, size) });
}
