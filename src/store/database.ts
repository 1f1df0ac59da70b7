/** One SQLite file: prepared statements, one transaction a tick, and word when it is on the disk. */
import type { SQLQueryBindings, Statement as SqliteStatement } from "bun:sqlite";
import type { Logger } from "../log.ts";
import { createIndex } from "./create-index.ts";
import { Durability } from "./durability.ts";
import { fullError, StoreError } from "./errors.ts";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./sqlite-file.ts";
import { runAll, Tick, type Truncatable } from "./tick.ts";
import { openWal } from "./wal.ts";

export type Param = string | number | bigint | null | Uint8Array;

export interface Statement<Row> {
  /** The first row. */
  get(...params: Param[]): Row | undefined;
  all(...params: Param[]): Row[];
}

export interface Query<Row> extends Statement<Row> {
  /** Calls `visit` with row after row until it returns false; the rest is not read. */
  each(visit: (row: Row) => boolean, ...params: Param[]): void;
}

/** Writes inside the tick's transaction; `get` and `all` are for RETURNING. */
export interface Command<Row = unknown> extends Statement<Row> {
  run(...params: Param[]): { changes: number; lastInsertRowid: number };
}

export interface WriteOptions {
  /**
   * Of a statement that inserts a few bytes which free space, or keep somebody away: written also where only the reserve is left
   * on the disk. UPDATE and DELETE need no such option.
   */
  readonly mayUseReserve?: boolean;
}

/** What is known of the free space on the disk (free-space.ts). */
export interface DiskSpace {
  /** Only the reserve is left: nothing new is to be stored. */
  readonly isLow: boolean;
  /** Not even what frees space can be written. */
  readonly isExhausted: boolean;
  /** So many bytes are about to be written. */
  wrote(bytes: number): void;
  /** The disk has refused a write. */
  refused(): void;
}

export interface Database {
  /** Prepared when it is first used. Sees what the tick itself has written. */
  read<Row>(sql: string): Query<Row>;
  /** Prepared when it is first used. The first one that runs in a tick begins the transaction that the tick's end commits. */
  write<Row = unknown>(sql: string, options?: WriteOptions): Command<Row>;
  /** How many statements have written so far. */
  readonly written: number;
  /**
   * All or nothing: where `work` throws, its writes, its callbacks (afterCommit, afterSync) and what it has added to lists of
   * `truncateOnRollback` are undone. May be nested.
   */
  atomically<T>(work: () => T): T;
  /**
   * While `work` runs, statements that add rows throw StoreError full where the space on the disk is low. Those that delete or
   * change rows do so only where it is exhausted.
   */
  requiringSpace<T>(work: () => T): T;
  isRequiringSpace(): boolean;
  /** Throws StoreError full where the space on the disk is low. */
  assertSpace(): void;
  /**
   * Calls back once, when this tick's transaction is committed, or at the tick's end where nothing was written. Where the disk
   * was full, `lost` is called instead; where the commit fails for another reason, nothing is.
   */
  afterCommit(callback: () => void, lost?: (error: StoreError) => void): void;
  /**
   * Calls back once, when all that is written up to the end of this tick is on the disk: after an fsync that began after the
   * commit. `lost` as above; without it, the callback waits for the next tick.
   */
  afterSync(callback: () => void, lost?: (error: StoreError) => void): void;
  /** Called at the end of each tick, before its commit: for writes that sum up the tick. */
  beforeCommit(write: () => void): void;
  /** Called at the end of each tick, before its callbacks; with an error where the disk was full and nothing was kept. */
  onTick(listener: (lost: StoreError | undefined) => void): void;
  /** `list` is truncated to its former length where work fails that has added to it. */
  truncateOnRollback(list: Truncatable): void;
  /** Brings the tables of `owner` to the last of `steps`; throws StoreError newer. */
  migrate(owner: string, steps: readonly string[]): void;
  /**
   * Commits, and makes an index outside of the tick: it is sorted on the disk, so that memory does not grow with the table. Where rows
   * are "double" that have to be unique, or the disk is "full", there is none.
   */
  createIndex(sql: string): "made" | "double" | "full";
  /** Gives back the memory of SQLite's caches, which fill up again. */
  releaseMemory(): void;
  /** Commits, waits for the disk, moves the log into the file and closes. */
  close(): Promise<void>;
}

/** Called after each, with seconds. */
export interface StoreTimings {
  /** From the first write of a transaction until it was committed. */
  readonly tick: (seconds: number) => void;
  /** Until what was committed was on the disk. */
  readonly sync: (seconds: number) => void;
}

export interface DatabaseDeps {
  readonly log: Logger;
  readonly readonly?: boolean;
  /** By default there is space until SQLite reports that there is none. */
  readonly space?: DiskSpace | undefined;
  /** How much of the file is kept in memory, in bytes, where SQLite's default of 2 MB is too little. */
  readonly cacheBytes?: number | undefined;
  /** In place of the fsync of the log: resolves when all that was committed before the call is on the disk. */
  readonly sync?: () => Promise<void>;
  /** How long transactions and syncs took. */
  readonly timings?: StoreTimings | undefined;
  /** Milliseconds without a write after which a small log is moved into the file; five minutes by default. */
  readonly idleCheckpointMs?: number;
  /** Called before tables are made or changed; where it throws, they are not. */
  readonly beforeMigration?: (() => void) | undefined;
  /** The disk has failed: nothing of this tick was kept, no callback runs, every later use throws the same error. */
  readonly onFailure?: (error: StoreError) => void;
}

/** How often callbacks of a commit may write again before the log is moved. */
const MAX_CALLBACK_ROUNDS = 10;

/** Opens the database at `path`, created where it is missing unless `readonly`; ":memory:" is one without a file. */
export function openDatabase(path: string, deps: DatabaseDeps): Database {
  const { log, readonly = false, space, onFailure = () => {} } = deps;
  const sqlite = openSqlite(path, readonly);
  if (deps.cacheBytes !== undefined) sqlite.run(`PRAGMA cache_size = -${Math.ceil(deps.cacheBytes / 1024)}`);
  const wal = readonly || path === ":memory:" ? undefined : openWal(path, { ...deps, finish: () => emptyLog() });
  const statements: SqliteStatement<unknown, SQLQueryBindings[]>[] = [];
  const tickListeners: ((lost: StoreError | undefined) => void)[] = [];
  const beforeCommitListeners: (() => void)[] = [];
  let isRequiringSpace = false;
  let closing: Promise<void> | undefined;

  const tick = new Tick({
    sqlite,
    log,
    committed: (wrote, synced) => {
      if (wrote) wal?.committed();
      durability.committed(wrote, synced);
    },
    ending: () => runAll(beforeCommitListeners, log),
    ended: (lost) => {
      if (lost) {
        log[space?.isLow ? "debug" : "error"]({ event: "disk-took-nothing", error: lost.cause });
        space?.refused();
      }
      runAll(
        tickListeners.map((listener) => () => listener(lost)),
        log,
      );
    },
    failed: (error) => {
      log.error({ event: "store-failed", error });
      onFailure(error);
    },
    took: deps.timings?.tick,
  });
  const durability: Durability = new Durability({
    sync: wal?.sync ?? deps.sync ?? (() => Promise.resolve()),
    syncNow: wal?.syncNow,
    took: deps.timings?.sync,
    maxUnsyncedMs: 1000,
    log,
    failed: (error) => tick.fail(error),
  });

  const emptyLog = (): void => {
    tick.finish();
    // Callbacks of a commit may have written again: SQLite moves nothing while a transaction is open.
    for (let round = 0; tick.isBusy && round < MAX_CALLBACK_ROUNDS; round++) tick.finish();
    sqlite.run("PRAGMA wal_checkpoint(PASSIVE)");
  };

  // Hundreds of statements are known at the start; most homes use few of them.
  const preparedOnUse = <Row>(sql: string) => {
    let statement: SqliteStatement<Row, SQLQueryBindings[]> | undefined;
    return () => {
      if (statement) return statement;
      statement = sqlite.prepare<Row, SQLQueryBindings[]>(sql);
      statements.push(statement);
      return statement;
    };
  };

  const end = async (): Promise<void> => {
    // A callback may write once more.
    for (tick.finish(); durability.isBehind || tick.isBusy; tick.finish()) await durability.settled();
    await wal?.close();
    tick.end(new StoreError("closed", "the database is closed"));
    for (const statement of statements) statement.finalize();
    // The last connection deletes the log.
    sqlite.close(true);
  };

  return {
    read: <Row>(sql: string): Query<Row> => {
      // A write outside of the tick would be kept where the tick is not.
      if (!/^\s*(select|with|values|pragma)\b/i.test(sql)) throw new Error(`not a query: ${sql}`);
      const statement = preparedOnUse<Row>(sql);
      return {
        get: (...params) => tick.read(() => statement().get(...params) ?? undefined),
        all: (...params) => tick.read(() => statement().all(...params)),
        each: (visit, ...params) =>
          tick.read(() => {
            for (const row of statement().iterate(...params)) if (!visit(row)) return;
          }),
      };
    },
    write: <Row>(sql: string, { mayUseReserve = false }: WriteOptions = {}): Command<Row> => {
      const statement = preparedOnUse<Row>(sql);
      const isNew = !mayUseReserve && /^\s*(insert|replace|with)\b/i.test(sql);
      const written = <T>(params: readonly Param[], work: () => T): T => {
        if (isRequiringSpace && (isNew ? space?.isLow : space?.isExhausted)) throw fullError();
        space?.wrote(bytesOf(params));
        return tick.write(work);
      };
      return {
        get: (...params) => written(params, () => statement().get(...params) ?? undefined),
        all: (...params) => written(params, () => statement().all(...params)),
        run: (...params) =>
          written(params, () => statement().run(...params) as { changes: number; lastInsertRowid: number }),
      };
    },
    get written() {
      return tick.written;
    },
    atomically: (work) => tick.atomically(work),
    requiringSpace: (work) => {
      const before = isRequiringSpace;
      isRequiringSpace = true;
      try {
        return work();
      } finally {
        isRequiringSpace = before;
      }
    },
    isRequiringSpace: () => isRequiringSpace,
    assertSpace: () => {
      if (space?.isLow) throw fullError();
    },
    afterCommit: (callback, lost) => tick.afterCommit(callback, lost),
    afterSync: (callback, lost) => tick.afterSync(callback, lost),
    truncateOnRollback: (list) => tick.truncateOnRollback(list),
    beforeCommit: (write) => void beforeCommitListeners.push(write),
    onTick: (listener) => void tickListeners.push(listener),
    migrate: (owner, steps) => {
      tick.finish();
      migrate(sqlite, owner, steps, { before: deps.beforeMigration });
    },
    createIndex: (sql) => {
      tick.finish();
      const outcome = createIndex(sqlite, sql);
      wal?.committed();
      return outcome;
    },
    releaseMemory: () => void sqlite.run("PRAGMA shrink_memory"),
    close: () => {
      closing ??= end();
      return closing;
    },
  };
}

/** About the bytes that they take up; numbers are not counted. */
function bytesOf(params: readonly Param[]): number {
  let bytes = 0;
  for (const param of params) if (typeof param === "string" || param instanceof Uint8Array) bytes += param.length;
  return bytes;
}
