/** One SQLite file: prepared statements, one transaction a tick, and word when it is on the disk. */
import type { SQLQueryBindings, Statement as SqliteStatement } from "bun:sqlite";
import type { Logger } from "../log.ts";
import { openDisk } from "./disk.ts";
import { Durability } from "./durability.ts";
import { fullError, StoreError } from "./errors.ts";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./sqlite-file.ts";
import { runAll, Tick, type Truncatable } from "./tick.ts";

export type Param = string | number | bigint | null | Uint8Array;

export interface Statement<Row> {
  /** The first row. */
  get(...params: Param[]): Row | undefined;
  all(...params: Param[]): Row[];
}

export interface Query<Row> extends Statement<Row> {
  /** Gives row after row, for as long as it is told to go on: what is not looked at is not read either. */
  each(goesOn: (row: Row) => boolean, ...params: Param[]): void;
}

/** Writes inside the tick's transaction; `get` and `all` are for RETURNING. */
export interface Command<Row = unknown> extends Statement<Row> {
  run(...params: Param[]): { changes: number; lastInsertRowid: number };
}

export interface WriteOptions {
  /** A few bytes that belong to making room, or keep somebody away: written also where nothing new is taken. */
  readonly mayUseReserve?: boolean;
}

/** What is known of the room on the disk. */
export interface DiskSpace {
  readonly isLow: boolean;
  /** Not even what makes room can be written. */
  readonly isExhausted: boolean;
  wrote(bytes: number): void;
  refused(): void;
}

export interface Database {
  /** Prepared once, when it is used first. Sees what the tick itself has written. */
  read<Row>(sql: string): Query<Row>;
  /** Prepared once, when it is used first. The first one of a tick to run opens the transaction that the tick's end commits. */
  write<Row = unknown>(sql: string, options?: WriteOptions): Command<Row>;
  /**
   * All or nothing: when `work` throws, its writes, its callbacks (afterCommit, afterSync) and what it has added to lists
   * that it `undoes` are forgotten. May be nested.
   */
  atomically<T>(work: () => T): T;
  /**
   * While `work` runs, what adds rows throws StoreError full where the disk has no room for anything new. What is deleted or
   * changed goes on for as long as anything can be written at all.
   */
  requiringSpace<T>(work: () => T): T;
  isRequiringSpace(): boolean;
  /** Throws StoreError full where the disk has no room for anything new. */
  assertSpace(): void;
  /**
   * Once, when this tick's transaction is committed; at the tick's end too if nothing was written. Never if that fails: where
   * the disk was full `lost` is called, once.
   */
  afterCommit(callback: () => void, lost?: (error: StoreError) => void): void;
  /**
   * Once, when all that is written up to the end of this tick is on the disk: after an fsync that began after the commit.
   * `lost` as above; without it the callback waits for the next tick, with those who have been told of the loss.
   */
  afterSync(callback: () => void, lost?: (error: StoreError) => void): void;
  /** Called at the end of each tick, to write what was added up in it: it is committed with the tick. */
  beforeCommit(write: () => void): void;
  /** At the end of each tick, before those who wait for it: with what happened where the disk was full and took nothing of it. */
  onTick(listener: (lost: StoreError | undefined) => void): void;
  /** `list` is cut back with work that fails. */
  truncateOnRollback(list: Truncatable): void;
  /** Brings the tables of `owner` to the last of `steps`; throws StoreError newer. */
  migrate(owner: string, steps: readonly string[]): void;
  /** Commits, waits for the disk, empties the log into the file and closes. */
  close(): Promise<void>;
}

export interface DatabaseDeps {
  readonly log: Logger;
  readonly readonly?: boolean;
  /** Where it is left out, there is room until SQLite says that there is none. */
  readonly space?: DiskSpace | undefined;
  /** In place of the fsync of the log: resolves when all that was committed before the call is on the disk. */
  readonly sync?: () => Promise<void>;
  /** How long nothing has to be written before a small log is moved into the file, in milliseconds (five minutes). */
  readonly idleCheckpointMs?: number;
  /** The disk refused: nothing of this tick was kept, nobody who waited is called, all later use throws the same. */
  readonly onFailure?: (error: StoreError) => void;
}

/** So often those who are called after a commit may write again before the log is emptied. */
const MAX_CALLBACK_ROUNDS = 10;

/** Opens (and creates, unless readonly) the database at `path`; ":memory:" is one that no disk knows. */
export function openDatabase(path: string, deps: DatabaseDeps): Database {
  const { log, readonly = false, space, onFailure = () => {} } = deps;
  const sqlite = openSqlite(path, readonly);
  const disk = readonly || path === ":memory:" ? undefined : openDisk(path, { ...deps, finish: () => emptyLog() });
  const statements: SqliteStatement<unknown, SQLQueryBindings[]>[] = [];
  const tickListeners: ((lost: StoreError | undefined) => void)[] = [];
  const beforeCommitListeners: (() => void)[] = [];
  let isRequiringSpace = false;
  let closing: Promise<void> | undefined;

  const tick = new Tick({
    sqlite,
    log,
    committed: (wrote, synced) => {
      if (wrote) disk?.committed();
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
  });
  const durability: Durability = new Durability({
    sync: disk?.sync ?? deps.sync ?? (() => Promise.resolve()),
    maxUnsyncedMs: 1000,
    log,
    failed: (error) => tick.fail(error),
  });

  const emptyLog = (): void => {
    tick.finish();
    // Who is called after a commit may have written: SQLite moves nothing while a transaction is open.
    for (let round = 0; tick.isBusy && round < MAX_CALLBACK_ROUNDS; round++) tick.finish();
    sqlite.run("PRAGMA wal_checkpoint(PASSIVE)");
  };

  // Hundreds are known at the start, and few of them used by everybody.
  const preparedAtFirst = <Row>(sql: string) => {
    let statement: SqliteStatement<Row, SQLQueryBindings[]> | undefined;
    return () => {
      if (statement) return statement;
      statement = sqlite.prepare<Row, SQLQueryBindings[]>(sql);
      statements.push(statement);
      return statement;
    };
  };

  const end = async (): Promise<void> => {
    // Who is called may write once more.
    for (tick.finish(); durability.isBehind || tick.isBusy; tick.finish()) await durability.settled();
    await disk?.close();
    tick.end(new StoreError("closed", "the database is closed"));
    for (const statement of statements) statement.finalize();
    // The last connection takes the log with it.
    sqlite.close(true);
  };

  return {
    read: <Row>(sql: string): Query<Row> => {
      // What writes without the tick would be kept when the tick is not.
      if (!/^\s*(select|with|values|pragma)\b/i.test(sql)) throw new Error(`not a query: ${sql}`);
      const statement = preparedAtFirst<Row>(sql);
      return {
        get: (...params) => tick.read(() => statement().get(...params) ?? undefined),
        all: (...params) => tick.read(() => statement().all(...params)),
        each: (goesOn, ...params) =>
          tick.read(() => {
            for (const row of statement().iterate(...params)) if (!goesOn(row)) return;
          }),
      };
    },
    write: <Row>(sql: string, { mayUseReserve = false }: WriteOptions = {}): Command<Row> => {
      const statement = preparedAtFirst<Row>(sql);
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
      migrate(sqlite, owner, steps);
    },
    close: () => {
      closing ??= end();
      return closing;
    },
  };
}

/** About what they take up: the numbers among them are small. */
function bytesOf(params: readonly Param[]): number {
  let bytes = 0;
  for (const param of params) if (typeof param === "string" || param instanceof Uint8Array) bytes += param.length;
  return bytes;
}
