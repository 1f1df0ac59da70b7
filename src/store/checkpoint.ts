/** Checkpoints: SQLite's log is moved into the database file by another thread, because an SD card may stall for a second in it. */
import type { Logger } from "../log.ts";
import { APPLICATION_ID, WAL_BYTES, WRITING } from "./sqlite-file.ts";
import type { Rows } from "./worker-connection.ts";

/**
 * SQLite writes a log again from its start only when every page of it has been moved. A writer that never pauses is always a
 * few pages ahead of the other thread, so beyond this size the event loop moves the last ones itself, if they are few.
 */
const FINISH_BYTES = 8 * WAL_BYTES;

/** Beyond this size the event loop moves them even if they are many. */
const MAX_WAL_BYTES = 4 * FINISH_BYTES;

/** Before each page in the log. */
const FRAME_HEADER_BYTES = 24;

const PAGE_SIZE = "PRAGMA page_size";
const PASSIVE = "PRAGMA wal_checkpoint(PASSIVE)";
/** The smallest write. It does not wait for a lock, because the holder of the lock writes, which has the same effect. */
const TOUCH = ["PRAGMA busy_timeout = 0", APPLICATION_ID];

export interface CheckpointDeps {
  /** Runs statements on another connection, in another thread. */
  readonly run: (statements: readonly string[]) => Promise<Rows>;
  /** Moves what is left of the log at once, in this thread. */
  readonly finish: () => void;
  /** The size of the log's file. */
  readonly walBytes: () => number;
  /** Milliseconds without a write after which a small log is moved, too. */
  readonly idleMs: number;
  readonly log: Logger;
}

export class Checkpoints {
  readonly #deps: CheckpointDeps;
  #running: Promise<void> | undefined;
  #stopped = false;
  #threshold = WAL_BYTES;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: CheckpointDeps) {
    this.#deps = deps;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Something was written to the log. */
  written(): void {
    if (this.#running) return;
    if (this.#idleTimer) this.#idleTimer.refresh();
    else this.#idleTimer = setTimeout(() => this.#start(), this.#deps.idleMs).unref();
    if (this.#deps.walBytes() > this.#threshold) this.#start();
  }

  /** Resolves when no checkpoint runs; none is begun any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#idleTimer);
    await this.#running;
  }

  #start(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
    if (!this.#stopped) this.#running ??= this.#move();
  }

  async #move(): Promise<void> {
    const { walBytes, finish, log } = this.#deps;
    try {
      // Where the other thread fails, the event loop does the whole checkpoint, at MAX_WAL_BYTES.
      const moved = await this.#moveAside().catch((error: unknown) => {
        log.error({ event: "checkpoint-failed", error });
        return Number.POSITIVE_INFINITY;
      });
      const bytes = walBytes();
      if (bytes > MAX_WAL_BYTES || (bytes > FINISH_BYTES && bytes - moved < WAL_BYTES)) finish();
    } catch (error) {
      log.error({ event: "checkpoint-failed", error });
    }
    this.#running = undefined;
    // A log that is still long was written meanwhile: the next checkpoint is for what will be added.
    const bytes = walBytes();
    this.#threshold = bytes > WAL_BYTES && bytes < FINISH_BYTES ? bytes + WAL_BYTES : WAL_BYTES;
  }

  /** Returns how many bytes of the log have been moved. */
  async #moveAside(): Promise<number> {
    const { run, log } = this.#deps;
    // The first write into an emptied log waits for an fsync of its header: better in that thread than in the event loop.
    const [rows] = await Promise.all([
      run([...WRITING, PAGE_SIZE, PASSIVE]),
      run([...WRITING, ...TOUCH]).catch(() => {}),
    ]);
    const [[size] = [], [done] = []] = rows.slice(-2);
    const { log: pages, checkpointed } = done ?? {};
    log.debug({ event: "checkpoint", pages, checkpointed });
    return Number(checkpointed) * (Number(size?.page_size) + FRAME_HEADER_BYTES);
  }
}
