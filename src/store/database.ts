/** One SQLite file: prepared statements, one transaction a tick, and word when it is on the disk. */
import { type SQLQueryBindings, Database as Sqlite, type Statement as SqliteStatement } from "bun:sqlite";
import type { Logger } from "../log.ts";
import { Durability } from "./durability.ts";
import { migrate } from "./migrate.ts";
import { StoreError } from "./store-error.ts";
import { Tick } from "./tick.ts";
import { openWal } from "./wal.ts";

export type Param = string | number | bigint | null | Uint8Array;

export interface Statement<Row> {
  /** The first row. */
  get(...params: Param[]): Row | undefined;
  all(...params: Param[]): Row[];
}

/** Writes inside the tick's transaction; `get` and `all` are for RETURNING. */
export interface Command<Row = unknown> extends Statement<Row> {
  run(...params: Param[]): { changes: number; lastInsertRowid: number };
}

export interface Database {
  /** Prepared once. Sees what the tick itself has written. */
  read<Row>(sql: string): Statement<Row>;
  /** Prepared once. The first one of a tick to run opens the transaction that the tick's end commits. */
  write<Row = unknown>(sql: string): Command<Row>;
  /** All or nothing: when `work` throws, its writes and its callbacks (afterCommit, afterSync) are forgotten. May be nested. */
  atomically<T>(work: () => T): T;
  /** Once, when this tick's transaction is committed; at the tick's end too if nothing was written. Never if that fails. */
  afterCommit(callback: () => void): void;
  /** Once, when all that is written up to the end of this tick is on the disk: after an fsync that began after the commit. */
  afterSync(callback: () => void): void;
  /** Brings the tables of `owner` to the last of `steps`; throws StoreError newer. */
  migrate(owner: string, steps: readonly string[]): void;
  /** Commits, waits for the disk, empties the log into the file and closes. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly log: Logger;
  readonly readonly?: boolean;
  /** In place of the fsync of the log: resolves when all that was committed before is on the disk. */
  readonly sync?: () => Promise<void>;
  /** The disk refused: nothing of this tick was kept, nobody who waited is called, all later use throws the same. */
  readonly onFailure?: (error: StoreError) => void;
}

/** A log that has grown to so much is written into the file; this much of it is kept for reuse. */
const WAL_BYTES = 4 * 1024 * 1024;

const PRAGMAS = [
  "PRAGMA busy_timeout = 5000",
  "PRAGMA foreign_keys = ON",
  "PRAGMA trusted_schema = OFF",
  "PRAGMA temp_store = MEMORY",
];
const WRITING = [
  "PRAGMA journal_mode = WAL",
  "PRAGMA synchronous = NORMAL",
  "PRAGMA wal_autocheckpoint = 0",
  `PRAGMA journal_size_limit = ${WAL_BYTES}`,
  "PRAGMA checkpoint_fullfsync = ON",
  // "jabb": says whose file this is, and is the first write, which creates the log.
  `PRAGMA application_id = ${0x6a616262}`,
];

/** Opens (and creates, unless readonly) the database at `path`; ":memory:" is one that no disk knows. */
export function openDatabase(path: string, options: DatabaseOptions): Database {
  const { log, readonly = false, onFailure = () => {} } = options;
  const sqlite = new Sqlite(path, readonly ? { readonly } : { create: true, readwrite: true });
  for (const pragma of readonly ? PRAGMAS : [...PRAGMAS, ...WRITING]) sqlite.run(pragma);
  const inMemory = readonly || path === ":memory:";
  const wal = inMemory ? undefined : openWal(path);
  const statements: SqliteStatement<unknown, SQLQueryBindings[]>[] = [];
  let closing: Promise<void> | undefined;

  const tick = new Tick({
    sqlite,
    log,
    committed: (wrote, synced) => durability.committed(wrote, synced),
    failed: (error) => {
      log.error({ event: "store-failed", error });
      onFailure(error);
    },
  });
  const durability: Durability = new Durability({
    sync: options.sync ?? (() => wal?.sync() ?? Promise.resolve()),
    linger: 1000,
    log,
    failed: (error) => tick.fail(error),
  });

  const prepare = <Row>(sql: string) => {
    const statement = sqlite.prepare<Row, SQLQueryBindings[]>(sql);
    statements.push(statement);
    return statement;
  };

  const end = async (): Promise<void> => {
    tick.finish();
    await durability.settled();
    tick.end(new StoreError("closed", "the database is closed"));
    for (const statement of statements) statement.finalize();
    if (!inMemory) sqlite.run("PRAGMA wal_checkpoint(TRUNCATE)");
    wal?.close();
    sqlite.close(true);
  };

  return {
    read: <Row>(sql: string): Statement<Row> => {
      const statement = prepare<Row>(sql);
      return {
        get: (...params) => statement.get(...params) ?? undefined,
        all: (...params) => statement.all(...params),
      };
    },
    write: <Row>(sql: string): Command<Row> => {
      const statement = prepare<Row>(sql);
      return {
        get: (...params) => tick.write(() => statement.get(...params) ?? undefined),
        all: (...params) => tick.write(() => statement.all(...params)),
        run: (...params) => tick.write(() => statement.run(...params) as { changes: number; lastInsertRowid: number }),
      };
    },
    atomically: (work) => tick.atomically(work),
    afterCommit: (callback) => tick.afterCommit(callback),
    afterSync: (callback) => tick.afterSync(callback),
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
