/** One event-loop tick, one transaction: the first write opens it, the tick's end commits it. */
import { SQLiteError, type Database as Sqlite } from "bun:sqlite";
import type { Logger } from "../log.ts";
import { fullError, StoreError } from "./errors.ts";

type Callback = () => void;

/** Who waits for the end of a tick; `lost` is called in place of `kept` where the disk was full and took nothing of it. */
interface Waiting {
  readonly kept: Callback;
  readonly lost?: ((error: StoreError) => void) | undefined;
}

/** What grows while a tick does its work, and is cut back with it. */
export interface Truncatable {
  readonly length: number;
  truncate(length: number): void;
}

export interface TickDeps {
  readonly sqlite: Sqlite;
  readonly log: Logger;
  /** A tick was committed; `wrote` if it changed something, `synced` are those who wait for the disk. */
  readonly committed: (wrote: boolean, synced: readonly Callback[]) => void;
  /** The tick is committed next: what was added up in it is written now. */
  readonly ending: () => void;
  /** A tick has ended. Where the disk was full it has taken nothing of it (`lost`), and the next one may fare better. */
  readonly ended: (lost: StoreError | undefined) => void;
  /** The tick could not be kept; called once, the store is dead from then on. */
  readonly failed: (error: StoreError) => void;
}

/** Runs all, in order; one that throws is logged and does not stop the others. */
export function runAll(callbacks: readonly Callback[], log: Logger): void {
  for (const callback of callbacks) {
    try {
      callback();
    } catch (error) {
      log.error({ event: "store-callback-failed", error });
    }
  }
}

export class Tick {
  readonly #deps: TickDeps;
  readonly #begin;
  readonly #commit;
  readonly #savepoint;
  readonly #release;
  readonly #rollbackTo;
  #scheduled = false;
  #open = false;
  /** How many `atomically` are running, and how many of them have a savepoint: it is set when something is written. */
  #depth = 0;
  #savepoints = 0;
  /** The disk was full in the middle of the tick: what is left of it may not be kept either. */
  #lost: StoreError | undefined;
  #afterCommit: Waiting[] = [];
  #afterSync: Waiting[] = [];
  readonly #truncatable: Truncatable[] = [];
  #end: StoreError | undefined;

  constructor(options: TickDeps) {
    const { sqlite } = options;
    this.#deps = options;
    // IMMEDIATE: a transaction that has read before it writes can fail when the checkpointer wrote in between.
    this.#begin = sqlite.prepare("BEGIN IMMEDIATE");
    this.#commit = sqlite.prepare("COMMIT");
    this.#savepoint = sqlite.prepare("SAVEPOINT tick");
    this.#release = sqlite.prepare("RELEASE tick");
    this.#rollbackTo = sqlite.prepare("ROLLBACK TO tick");
  }

  /** Something has been written, or somebody waits, since the last tick ended. */
  get isBusy(): boolean {
    return this.#open || this.#lost !== undefined || this.#afterCommit.length > 0 || this.#afterSync.length > 0;
  }

  /** Outside of a transaction too: one that only reads costs nothing that it would not cost alone. */
  read<T>(statement: () => T): T {
    this.#assertAlive();
    return statement();
  }

  /** Runs a statement that writes inside the tick's transaction, opening it first. */
  write<T>(statement: () => T): T {
    this.#assertAlive();
    if (this.#lost) throw this.#lost;
    if (!this.#open) {
      this.#begin.run();
      this.#open = true;
      this.#schedule();
    }
    for (; this.#savepoints < this.#depth; this.#savepoints++) this.#savepoint.run();
    try {
      return statement();
    } catch (error) {
      throw this.#thrown(error);
    }
  }

  /** What is added to `list` within work that fails is forgotten with that work. */
  truncateOnRollback(list: Truncatable): void {
    this.#truncatable.push(list);
  }

  atomically<T>(work: () => T): T {
    const { length: committed } = this.#afterCommit;
    const { length: synced } = this.#afterSync;
    const lengths = this.#truncatable.map(({ length }) => length);
    const depth = ++this.#depth;
    try {
      const result = work();
      if (this.#lost) throw this.#lost;
      if (this.#savepoints === depth) this.#release.run();
      return result;
    } catch (error) {
      if (this.#open && this.#savepoints === depth) {
        this.#rollbackTo.run();
        this.#release.run();
      }
      this.#afterCommit.length = Math.min(this.#afterCommit.length, committed);
      this.#afterSync.length = Math.min(this.#afterSync.length, synced);
      for (const [index, list] of this.#truncatable.entries()) list.truncate(lengths[index] ?? 0);
      throw error;
    } finally {
      this.#depth = depth - 1;
      this.#savepoints = Math.min(this.#savepoints, this.#depth);
    }
  }

  afterCommit(kept: Callback, lost?: (error: StoreError) => void): void {
    this.#assertAlive();
    this.#afterCommit.push({ kept, lost });
    this.#schedule();
  }

  afterSync(kept: Callback, lost?: (error: StoreError) => void): void {
    this.#assertAlive();
    this.#afterSync.push({ kept, lost });
    this.#schedule();
  }

  /** Commits now what the tick has written, and runs who waited for it. */
  finish(): void {
    if (!this.#lost) this.#deps.ending();
    if (this.#lost) return this.#lose(this.#lost);
    const wrote = this.#open;
    if (this.#open && !this.#committed()) return;
    const afterCommit = this.#afterCommit;
    const afterSync = this.#afterSync;
    this.#afterCommit = [];
    this.#afterSync = [];
    this.#deps.ended(undefined);
    runAll(afterCommit.map(keptOf), this.#deps.log);
    this.#deps.committed(wrote, afterSync.map(keptOf));
  }

  /** Nothing is taken from now on. */
  end(error: StoreError): void {
    this.#end ??= error;
    for (const statement of [this.#begin, this.#commit, this.#savepoint, this.#release, this.#rollbackTo]) {
      statement.finalize();
    }
  }

  /** The store is dead: whoever waited is forgotten, so that nothing is sent that was not kept. */
  fail(cause: unknown): void {
    if (this.#end) return;
    this.#end = new StoreError("failed", `the database could not be written: ${String(cause)}`, cause);
    this.#open = false;
    this.#lost = undefined;
    this.#afterCommit = [];
    this.#afterSync = [];
    this.#deps.failed(this.#end);
  }

  #assertAlive(): void {
    if (this.#end) throw this.#end;
  }

  #committed(): boolean {
    this.#open = false;
    try {
      this.#commit.run();
      return true;
    } catch (error) {
      if (this.#deps.sqlite.inTransaction) this.#deps.sqlite.run("ROLLBACK");
      if (isFull(error)) this.#lose(fullError(error));
      else this.fail(error);
      return false;
    }
  }

  /**
   * What is thrown for an error of SQLite's. In the middle of a statement that finds no room for itself SQLite may take back
   * the whole transaction, or that statement alone.
   */
  #thrown(error: unknown): unknown {
    const full = isFull(error) ? fullError(error) : undefined;
    if (!this.#open || this.#deps.sqlite.inTransaction) return full ?? error;
    if (!full) {
      this.fail(error);
      return error;
    }
    this.#open = false;
    this.#lost = full;
    return full;
  }

  /** Nothing has been promised yet of what this tick did: whoever waited is told, and life goes on. */
  #lose(error: StoreError): void {
    const waiting = [...this.#afterCommit, ...this.#afterSync];
    const stillWaiting = this.#afterSync.filter(({ lost }) => !lost);
    this.#lost = undefined;
    this.#afterCommit = [];
    this.#afterSync = [];
    this.#deps.ended(error);
    for (const { kept } of stillWaiting) this.afterSync(kept);
    const told = waiting.flatMap(({ lost }) => (lost ? () => lost(error) : []));
    runAll(told, this.#deps.log);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Measured: of setImmediate, queueMicrotask and process.nextTick only the first runs after all sockets of one poll.
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#end) this.finish();
    });
  }
}

const keptOf = ({ kept }: Waiting): Callback => kept;

const isFull = (error: unknown): boolean => error instanceof SQLiteError && error.code === "SQLITE_FULL";
