/** The lock of a home: one process at a time. The kernel releases it when the process dies, however it dies. */
import { SQLiteError, Database as Sqlite } from "bun:sqlite";
import { existsSync } from "node:fs";
import { StoreError } from "./errors.ts";
import { makePrivate } from "./private-file.ts";

export interface HomeLock {
  release(): void;
}

/** Keeps the connections referenced: the garbage collector would close them and drop their locks. */
const held = new Set<Sqlite>();

const CREATE =
  "CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY CHECK (one = 1), pid INTEGER NOT NULL) STRICT";

/**
 * Takes the lock that is the file at `path`, created where it is missing; `pid` is reported to others.
 * Throws StoreError locked, with the pid of the holder, or unusable. Nothing else in the process may open the file: closing it would
 * drop the lock (POSIX fcntl).
 */
export function takeLock(path: string, pid: number): HomeLock {
  const sqlite = openAt(path);
  try {
    sqlite.run("PRAGMA busy_timeout = 250");
    // On a full disk: the file does not grow, and no journal is written beside it.
    sqlite.run("PRAGMA journal_mode = MEMORY");
    sqlite.run("BEGIN IMMEDIATE");
    sqlite.run(CREATE);
    sqlite.run("INSERT OR REPLACE INTO holder VALUES (1, ?)", [pid]);
    sqlite.run("COMMIT");
    // An open transaction that has not written excludes other writers and lets readers read the pid.
    sqlite.run("BEGIN IMMEDIATE");
    if (holderOf(sqlite) !== pid) throw lockedBy(holderOf(sqlite));
  } catch (error) {
    const isBusy = error instanceof SQLiteError && error.code === "SQLITE_BUSY";
    const refusal = isBusy ? lockedBy(holderOf(sqlite)) : unusable(path, error);
    sqlite.close();
    throw refusal;
  }
  held.add(sqlite);
  return {
    release: () => {
      held.delete(sqlite);
      sqlite.close(true);
    },
  };
}

function openAt(path: string): Sqlite {
  try {
    // Whoever may read the file may hold a read lock on it, and so keep the server from starting.
    makePrivate(path);
    return new Sqlite(path, { create: true, readwrite: true });
  } catch (error) {
    throw unusable(path, error);
  }
}

/** StoreError unusable for what SQLite or the system says of the file; any other error as it is. */
const unusable = (path: string, error: unknown): unknown =>
  error instanceof SQLiteError || (error instanceof Error && "code" in error)
    ? new StoreError("unusable", `${path}: ${error.message}`, error, { path })
    : error;

function holderOf(sqlite: Sqlite): number | undefined {
  try {
    // Finalized at once: closing waits for statements that have not been collected yet.
    using query = sqlite.prepare<{ pid: number }, []>("SELECT pid FROM holder");
    return query.get()?.pid;
  } catch {
    // The holder has not written its pid yet.
    return undefined;
  }
}

function lockedBy(pid: number | undefined): StoreError {
  const holder = pid === undefined ? "another process" : `process ${pid}`;
  return new StoreError("locked", `this home is in use by ${holder}`, undefined, { pid });
}

export type LockState =
  | { readonly state: "free" }
  /** By a process that serves the home; undefined where it has not written who it is. */
  | { readonly state: "held"; readonly pid: number | undefined }
  | { readonly state: "damaged" };

/** Who has the lock that is the file at `path`, which is not created. Throws what the system says where it cannot be opened. */
export function lockState(path: string): LockState {
  if (!existsSync(path)) return { state: "free" };
  const sqlite = new Sqlite(path, { readwrite: true });
  try {
    sqlite.run("PRAGMA busy_timeout = 0");
    sqlite.run("BEGIN IMMEDIATE");
    sqlite.run("ROLLBACK");
    return { state: "free" };
  } catch (error) {
    const code = error instanceof SQLiteError ? String(error.code) : "";
    if (code.startsWith("SQLITE_BUSY")) return { state: "held", pid: holderOf(sqlite) };
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return { state: "damaged" };
    throw error;
  } finally {
    sqlite.close();
  }
}
