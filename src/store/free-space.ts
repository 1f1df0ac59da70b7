/** How much room the disk has left. Below the reserve nothing new is taken, and all else goes on, until there is room again. */
import { statfsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { type Spare, spareAt } from "./spare.ts";
import { fullError } from "./store-error.ts";

/** How often the disk is looked at, in milliseconds, also while there is little room, and after how much that was written. */
const PERIOD = 5000;
const PERIOD_WHEN_LOW = 1000;
const MUCH = 4 * 1024 * 1024;
/** While there is little room it may be gone at any moment: so old may be what is known then, in milliseconds. */
const FRESH = 100;
/** The spare room is a part of the reserve, and no more than this: the log, its index and some pages. */
const MAX_SPARE_BYTES = 8 * 1024 * 1024;
const SPARE_PART = 1 / 4;
/** With less than this part of it left, SQLite may not be able to write at all: the spare room is given back. */
const NEXT_TO_NOTHING = 1 / 4;
/** There is room again when there is this much more than the reserve: not with every message that is deleted. */
const BEYOND = 1.1;
/** So long what the disk says of itself is not believed after it has refused something (a quota, for one), in milliseconds. */
const DOUBT = 5000;

/** Without so many bytes nothing can be opened; so long a start waits for them, in milliseconds. */
const MIN_FREE_FOR_START = 128 * 1024;
const START_TIMEOUT_MS = 60_000;

/** Bytes free for this user in the file system of a folder, now and soon. */
export interface Disk {
  now(): number;
  soon(): Promise<number>;
}

export interface FreeSpaceOptions {
  readonly disk: Disk;
  readonly spare: Spare;
  /** Bytes; 0 for none. */
  readonly reserve: number;
  readonly log: Logger;
  readonly clock?: Clock;
}

export class FreeSpace {
  readonly #options: Required<FreeSpaceOptions>;
  readonly #listeners: ((isLow: boolean) => void)[] = [];
  /** What the file system said last, and the same with the spare file. */
  #raw = Number.POSITIVE_INFINITY;
  #free = Number.POSITIVE_INFINITY;
  #isLow = false;
  #seen = Number.NEGATIVE_INFINITY;
  #refused = Number.NEGATIVE_INFINITY;
  #written = 0;
  #looking: Promise<void> | undefined;
  #stopTimer = (): void => {};
  #stopped = false;

  /** Looks at once: on a full disk, what follows needs the spare room. */
  constructor(options: FreeSpaceOptions) {
    this.#options = { clock: systemClock, ...options };
    if (options.reserve === 0) return;
    this.#lookNow();
    if (!this.#isNearNothing(this.#raw)) return;
    options.spare.release();
    this.#lookNow();
  }

  /**
   * Resolves when there is as much room as a start needs. Rejects with StoreError full where it does not come: whoever starts
   * the server again then does not go in circles.
   */
  async enough(): Promise<void> {
    for (let waited = 0; this.#options.reserve > 0 && this.#raw < MIN_FREE_FOR_START; waited += PERIOD_WHEN_LOW) {
      if (waited >= START_TIMEOUT_MS) throw fullError();
      await this.#options.clock.sleep(PERIOD_WHEN_LOW);
      await this.look();
    }
  }

  /** From now on it is looked at, and the spare room is kept where there is enough. */
  start(): void {
    if (this.#options.reserve > 0) void this.#watch();
  }

  async #watch(): Promise<void> {
    await this.look();
    if (this.#stopped) return;
    const period = this.#isLow ? PERIOD_WHEN_LOW : PERIOD;
    this.#stopTimer = this.#options.clock.after(period, () => void this.#watch());
  }

  /** Nothing new is to be taken. */
  get isLow(): boolean {
    return this.#isLow;
  }

  /** Bytes; what the spare file takes up counts as free. */
  get free(): number {
    return this.#free;
  }

  get reserve(): number {
    return this.#options.reserve;
  }

  /** Not even what makes room can be written down. */
  get isNone(): boolean {
    if (this.#isLow && this.#options.clock.monotonic() - this.#seen > FRESH) this.#lookNow();
    return this.#isLow && this.#isNearNothing(this.#free);
  }

  /** Called each time that there is no room any more, or again. */
  onChange(listener: (isLow: boolean) => void): void {
    this.#listeners.push(listener);
  }

  /** So many bytes are about to be written. */
  wrote(bytes: number): void {
    this.#written += bytes;
    if (this.#written >= MUCH && !this.#stopped && this.#options.reserve > 0) void this.look();
  }

  /** The disk has refused to take something. */
  refused(): void {
    this.#options.spare.shrink();
    this.#refused = this.#options.clock.monotonic();
    this.#know(0);
  }

  /** Resolves when it is known how much room there is. */
  look(): Promise<void> {
    this.#written = 0;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** To be called when nothing is written any more. Resolves when nothing is looked at. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopTimer();
    await this.#looking;
    if (this.#options.reserve === 0) return;
    try {
      this.#options.spare.leave();
    } catch (error) {
      this.#options.log.debug({ event: "spare-not-kept", error });
    }
  }

  async #look(): Promise<void> {
    const { disk, spare, log } = this.#options;
    try {
      this.#know(await disk.soon());
      if (this.#isLow || this.#stopped || spare.bytes() >= spare.size) return;
      // Afterwards it counts as free, and nothing has changed.
      if (this.#free >= this.#options.reserve * BEYOND + spare.size) await spare.fill();
    } catch (error) {
      log.debug({ event: "disk-not-seen", error });
    }
  }

  #isNearNothing(bytes: number): boolean {
    return bytes < this.#options.spare.size * NEXT_TO_NOTHING;
  }

  #lookNow(): void {
    try {
      this.#know(this.#options.disk.now());
    } catch (error) {
      this.#options.log.debug({ event: "disk-not-seen", error });
    }
  }

  /** `raw` is what the file system says. */
  #know(raw: number): void {
    const { spare, reserve, clock, log } = this.#options;
    this.#seen = clock.monotonic();
    this.#raw = raw;
    this.#free = raw + spare.bytes();
    if (this.#isNearNothing(raw)) spare.shrink();
    const isDoubted = this.#isLow && this.#seen - this.#refused < DOUBT;
    const isLow = isDoubted || this.#free < (this.#isLow ? reserve * BEYOND : reserve);
    if (isLow === this.#isLow) return;
    this.#isLow = isLow;
    if (isLow) log.error({ event: "disk-full", free: this.#free, reserve });
    else log.info({ event: "disk-has-room", free: this.#free, reserve });
    for (const listener of this.#listeners) listener(isLow);
  }
}

/** The room of the file system that `spare` is in, which may be a file that does not exist yet. */
export function freeSpaceAt(spare: string, options: Pick<FreeSpaceOptions, "reserve" | "log">): FreeSpace {
  const folder = dirname(spare);
  const bytesOf = ({ bavail, bsize }: { bavail: number; bsize: number }): number => bavail * bsize;
  const disk = { now: () => bytesOf(statfsSync(folder)), soon: async () => bytesOf(await statfs(folder)) };
  const size = Math.min(MAX_SPARE_BYTES, Math.floor(options.reserve * SPARE_PART));
  return new FreeSpace({ ...options, disk, spare: spareAt(spare, size) });
}
