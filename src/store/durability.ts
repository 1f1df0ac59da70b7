/** Durability: commits are followed by an fsync (in the thread pool, or at once), one for all that wait; callbacks run when it has ended. */
import { systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { SyncPace } from "./sync-pace.ts";
import { runAll } from "./tick.ts";

type Callback = () => void;

export interface DurabilityDeps {
  /** Resolves when all that had been committed when it was called is on the disk. */
  readonly sync: () => Promise<void>;
  /** The same at once, in the event loop; returns false, and does nothing, where the disk has much else to do. */
  readonly syncNow?: (() => boolean) | undefined;
  /** Milliseconds for which a commit that nobody waits for may stay in the system's cache. */
  readonly maxUnsyncedMs: number;
  readonly log: Logger;
  /** Clock.monotonic; by default the system's. */
  readonly monotonic?: () => number;
  /** Called after each, with the seconds that it took. */
  readonly took?: ((seconds: number) => void) | undefined;
  /** The fsync failed: what was written may be lost, so no callback runs any more. */
  readonly failed: (error: unknown) => void;
}

/** The part of maxUnsyncedMs after which the last fsync is a while ago: a little less than all, for what comes each second. */
const RESTED_PART = 0.9;

export class Durability {
  readonly #deps: DurabilityDeps & Required<Pick<DurabilityDeps, "monotonic">>;
  readonly #pace = new SyncPace();
  /** When the last fsync began, by the monotonic clock. */
  #began = Number.NEGATIVE_INFINITY;
  /** Something was committed after the last fsync began. */
  #unsynced = false;
  #running: Promise<void> | undefined;
  /** Callbacks for the fsync that runs, and for the one after it. */
  #current: Callback[] = [];
  #next: Callback[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasFailed = false;

  constructor({ monotonic = systemClock.monotonic, ...deps }: DurabilityDeps) {
    this.#deps = { ...deps, monotonic };
  }

  /** A tick has ended. `wrote`: it has committed something. `callbacks` run once all that is committed is on the disk. */
  committed(wrote: boolean, callbacks: readonly Callback[]): void {
    if (this.#hasFailed) return;
    if (wrote) this.#unsynced = true;
    if (callbacks.length > 0) this.#wait(callbacks);
    else if (this.#unsynced && !this.#running && !this.#timer) this.#startSoon();
  }

  /** Something that is committed may not be on the disk yet. */
  get isBehind(): boolean {
    return !this.#hasFailed && (this.#unsynced || this.#running !== undefined);
  }

  /** Resolves when all that is committed is on the disk and all callbacks have run. */
  async settled(): Promise<void> {
    while (this.isBehind) {
      if (!this.#running) this.#start();
      await this.#running;
    }
  }

  #wait(callbacks: readonly Callback[]): void {
    if (this.#unsynced) {
      this.#next.push(...callbacks);
      if (!this.#running) this.#start();
    } else if (this.#running) this.#current.push(...callbacks);
    else runAll(callbacks, this.#deps.log);
  }

  /** For a commit that nobody waits for. Where the last fsync is a while ago, no timer has to wake the process for the next one. */
  #startSoon(): void {
    const { maxUnsyncedMs, monotonic } = this.#deps;
    if (monotonic() - this.#began >= maxUnsyncedMs * RESTED_PART) this.#start();
    else this.#timer = setTimeout(() => this.#start(), maxUnsyncedMs).unref();
  }

  #start(): void {
    const began = this.#deps.monotonic();
    const rest = began - this.#began;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#began = began;
    this.#unsynced = false;
    this.#current = this.#next;
    this.#next = [];
    if (this.#pace.isQuick(rest) && this.#syncsNow()) return;
    this.#running = this.#deps.sync().then(
      () => this.#synced(),
      (error: unknown) => this.#failed(error),
    );
  }

  /** Returns false where it has to be done in the pool. */
  #syncsNow(): boolean {
    try {
      if (!this.#deps.syncNow?.()) return false;
    } catch (error) {
      this.#failed(error);
      return true;
    }
    this.#synced();
    return true;
  }

  #synced(): void {
    const milliseconds = this.#deps.monotonic() - this.#began;
    this.#pace.took(milliseconds);
    this.#deps.took?.(milliseconds / 1000);
    const callbacks = this.#current;
    this.#current = [];
    this.#running = undefined;
    if (this.#unsynced && this.#next.length > 0) this.#start();
    else if (this.#unsynced) this.committed(false, []);
    runAll(callbacks, this.#deps.log);
  }

  /** There is no second try: after a failed fsync the system may have dropped what it could not write. */
  #failed(error: unknown): void {
    this.#hasFailed = true;
    clearTimeout(this.#timer);
    this.#running = undefined;
    this.#unsynced = false;
    this.#current = [];
    this.#next = [];
    this.#deps.failed(error);
  }
}
