/** One transaction for each tick of the event loop: the first write begins it, the tick's end commits it. */
import { SQLiteError, type Database as Sqlite } from "bun:sqlite";
import type { Logger } from "../log.ts";
import { fullError, StoreError } from "./errors.ts";

type Callback = () => void;

/** Waits for the end of a tick. `lost` is called instead of `kept` where the disk was full and nothing of the tick was kept. */
interface Waiter {
  readonly kept: Callback;
  readonly lost?: ((error: StoreError) => void) | undefined;
}

/** A list that grows while a tick does its work, and is truncated where that work is rolled back. */
export interface Truncatable {
  readonly length: number;
  truncate(length: number): void;
}

export interface TickDeps {
  readonly sqlite: Sqlite;
  readonly log: Logger;
  /** A tick was committed. `wrote`: it has changed something. `synced`: callbacks that wait for the disk. */
  readonly committed: (wrote: boolean, synced: readonly Callback[]) => void;
  /** Called before the commit, for writes that sum up the tick. */
  readonly ending: () => void;
  /** A tick has ended. `lost`: the disk was full and nothing of it was kept; the next one may succeed. */
  readonly ended: (lost: StoreError | undefined) => void;
  /** The tick could not be written. Called once; every later use of the store throws. */
  readonly failed: (error: StoreError) => void;
  /** How long a transaction took, in seconds: from its first write until it was committed. */
  readonly took?: ((seconds: number) => void) | undefined;
}

/** Runs all callbacks in order; one that throws is logged and does not stop the others. */
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
  /** When the transaction began, in milliseconds of performance.now(). */
  #began = 0;
  /** How many `atomically` are running, and how many of them have a savepoint: the first write in each sets it. */
  #depth = 0;
  #savepoints = 0;
  /** The disk was full in the middle of the tick: the rest of it is not kept either. */
  #lost: StoreError | undefined;
  #written = 0;
  #afterCommit: Waiter[] = [];
  #afterSync: Waiter[] = [];
  readonly #truncatable: Truncatable[] = [];
  #end: StoreError | undefined;

  constructor(deps: TickDeps) {
    const { sqlite } = deps;
    this.#deps = deps;
    // IMMEDIATE: a transaction that reads before it writes can fail where the checkpoint wrote in between.
    this.#begin = sqlite.prepare("BEGIN IMMEDIATE");
    this.#commit = sqlite.prepare("COMMIT");
    this.#savepoint = sqlite.prepare("SAVEPOINT tick");
    this.#release = sqlite.prepare("RELEASE tick");
    this.#rollbackTo = sqlite.prepare("ROLLBACK TO tick");
  }

  /** Something was written, or a callback waits, since the last tick ended. */
  get isBusy(): boolean {
    return this.#open || this.#lost !== undefined || this.#afterCommit.length > 0 || this.#afterSync.length > 0;
  }

  /** How many statements have written. */
  get written(): number {
    return this.#written;
  }

  /** Opens no transaction: reading inside of one saves nothing. */
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
      this.#began = performance.now();
      this.#schedule();
    }
    for (; this.#savepoints < this.#depth; this.#savepoints++) this.#savepoint.run();
    this.#written += 1;
    try {
      return statement();
    } catch (error) {
      throw this.#thrown(error);
    }
  }

  /** `list` is truncated to its former length where work fails that has added to it. */
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

  /** Commits now what the tick has written, and runs the callbacks that waited for it. */
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

  /** Any further use throws `error`. */
  end(error: StoreError): void {
    this.#end ??= error;
    for (const statement of [this.#begin, this.#commit, this.#savepoint, this.#release, this.#rollbackTo]) {
      statement.finalize();
    }
  }

  /** The store has failed: callbacks that wait are dropped, so that nothing is sent that was not kept. */
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
      this.#deps.took?.((performance.now() - this.#began) / 1000);
      return true;
    } catch (error) {
      if (this.#deps.sqlite.inTransaction) this.#deps.sqlite.run("ROLLBACK");
      if (isFull(error)) this.#lose(fullError(error));
      else this.fail(error);
      return false;
    }
  }

  /**
   * What is thrown for an error of SQLite. Where the disk is full in the middle of a statement, SQLite rolls back either the
   * whole transaction or that statement alone.
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

  /** Nothing of this tick was acknowledged yet: its `lost` callbacks are called, and the store goes on. */
  #lose(error: StoreError): void {
    const waiting = [...this.#afterCommit, ...this.#afterSync];
    const stillWaiter = this.#afterSync.filter(({ lost }) => !lost);
    this.#lost = undefined;
    this.#afterCommit = [];
    this.#afterSync = [];
    this.#deps.ended(error);
    for (const { kept } of stillWaiter) this.afterSync(kept);
    const lostCallbacks = waiting.flatMap(({ lost }) => (lost ? () => lost(error) : []));
    runAll(lostCallbacks, this.#deps.log);
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

const keptOf = ({ kept }: Waiter): Callback => kept;

/** The disk has taken no more. */
export const isFull = (error: unknown): boolean => error instanceof SQLiteError && error.code === "SQLITE_FULL";
