/** How much room the disk has left. Below the reserve nothing new is taken, and all else goes on, until there is room again. */
import { statfsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { fullError } from "./errors.ts";
import { openSpareFile, type SpareFile } from "./spare.ts";

/** How often the disk is looked at, in milliseconds, also while there is little room, and after how much that was written. */
const LOOK_INTERVAL_MS = 5000;
const LOW_LOOK_INTERVAL_MS = 1000;
const LOOK_AFTER_BYTES = 4 * 1024 * 1024;
/** While there is little room it may be gone at any moment: so old may be what is known then, in milliseconds. */
const MAX_AGE_WHEN_LOW_MS = 100;
/** The spare room is a part of the reserve, and no more than this: the log, its index and some pages. */
const MAX_SPARE_BYTES = 8 * 1024 * 1024;
const SPARE_PART = 1 / 4;
/** With less than this part of it left, SQLite may not be able to write at all: the spare room is given back. */
const EXHAUSTED_PART = 1 / 4;
/** There is room again when there is this much more than the reserve: not with every message that is deleted. */
const RECOVERY_FACTOR = 1.1;
/** So long what the disk says of itself is not believed after it has refused something (a quota, for one), in milliseconds. */
const DISTRUST_MS = 5000;

/** Without so many bytes nothing can be opened; so long a start waits for them, in milliseconds. */
const MIN_FREE_FOR_START = 128 * 1024;
const START_TIMEOUT_MS = 60_000;

/** Bytes free for this user in the file system of a folder, now and soon. */
export interface FileSystemSpace {
  now(): number;
  soon(): Promise<number>;
}

export interface FreeSpaceDeps {
  readonly fileSystem: FileSystemSpace;
  readonly spare: SpareFile;
  /** Bytes; 0 for none. */
  readonly reserve: number;
  readonly log: Logger;
  readonly clock?: Clock;
}

export class FreeSpace {
  readonly #deps: Required<FreeSpaceDeps>;
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
  constructor(options: FreeSpaceDeps) {
    this.#deps = { clock: systemClock, ...options };
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
  async awaitSpaceForStart(): Promise<void> {
    for (let waited = 0; this.#deps.reserve > 0 && this.#raw < MIN_FREE_FOR_START; waited += LOW_LOOK_INTERVAL_MS) {
      if (waited >= START_TIMEOUT_MS) throw fullError();
      await this.#deps.clock.sleep(LOW_LOOK_INTERVAL_MS);
      await this.look();
    }
  }

  /** From now on it is looked at, and the spare room is kept where there is enough. */
  start(): void {
    if (this.#deps.reserve > 0) void this.#watch();
  }

  async #watch(): Promise<void> {
    await this.look();
    if (this.#stopped) return;
    const period = this.#isLow ? LOW_LOOK_INTERVAL_MS : LOOK_INTERVAL_MS;
    this.#stopTimer = this.#deps.clock.after(period, () => void this.#watch());
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
    return this.#deps.reserve;
  }

  /** Not even what makes room can be written down. */
  get isExhausted(): boolean {
    if (this.#isLow && this.#deps.clock.monotonic() - this.#seen > MAX_AGE_WHEN_LOW_MS) this.#lookNow();
    return this.#isLow && this.#isNearNothing(this.#free);
  }

  /** Called each time that there is no room any more, or again. */
  onChange(listener: (isLow: boolean) => void): void {
    this.#listeners.push(listener);
  }

  /** So many bytes are about to be written. */
  wrote(bytes: number): void {
    this.#written += bytes;
    if (this.#written >= LOOK_AFTER_BYTES && !this.#stopped && this.#deps.reserve > 0) void this.look();
  }

  /** The disk has refused to take something. */
  refused(): void {
    this.#deps.spare.shrink();
    this.#refused = this.#deps.clock.monotonic();
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
    if (this.#deps.reserve === 0) return;
    try {
      this.#deps.spare.leave();
    } catch (error) {
      this.#deps.log.debug({ event: "spare-not-kept", error });
    }
  }

  async #look(): Promise<void> {
    const { fileSystem: disk, spare, log } = this.#deps;
    try {
      this.#know(await disk.soon());
      if (this.#isLow || this.#stopped || spare.bytes() >= spare.size) return;
      // Afterwards it counts as free, and nothing has changed.
      if (this.#free >= this.#deps.reserve * RECOVERY_FACTOR + spare.size) await spare.fill();
    } catch (error) {
      log.debug({ event: "disk-not-seen", error });
    }
  }

  #isNearNothing(bytes: number): boolean {
    return bytes < this.#deps.spare.size * EXHAUSTED_PART;
  }

  #lookNow(): void {
    try {
      this.#know(this.#deps.fileSystem.now());
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
    if (this.#isNearNothing(raw)) spare.shrink();
    const isDoubted = this.#isLow && this.#seen - this.#refused < DISTRUST_MS;
    const isLow = isDoubted || this.#free < (this.#isLow ? reserve * RECOVERY_FACTOR : reserve);
    if (isLow === this.#isLow) return;
    this.#isLow = isLow;
    if (isLow) log.error({ event: "disk-full", free: this.#free, reserve });
    else log.info({ event: "disk-has-room", free: this.#free, reserve });
    for (const listener of this.#listeners) listener(isLow);
  }
}

/** The room of the file system that `spare` is in, which may be a file that does not exist yet. */
export function freeSpaceAt(spare: string, options: Pick<FreeSpaceDeps, "reserve" | "log">): FreeSpace {
  const folder = dirname(spare);
  const bytesOf = ({ bavail, bsize }: { bavail: number; bsize: number }): number => bavail * bsize;
  const disk = { now: () => bytesOf(statfsSync(folder)), soon: async () => bytesOf(await statfs(folder)) };
  const size = Math.min(MAX_SPARE_BYTES, Math.floor(options.reserve * SPARE_PART));
  return new FreeSpace({ ...options, fileSystem: disk, spare: openSpareFile(spare, size) });
}
