/** SQLite's write-ahead log: synced after commits, and moved into the database file (checkpoints) by another thread. */
import { closeSync, fdatasync, fdatasyncSync, fstatSync, openSync } from "node:fs";
import type { Logger } from "../log.ts";
import { Checkpoints } from "./checkpoint.ts";
import { openWorkerConnection } from "./worker-connection.ts";

export interface Wal {
  /** To be called after each commit that has written. */
  committed(): void;
  /** Resolves when all that was committed before the call is on the disk. */
  sync(): Promise<void>;
  /** The same at once. Returns false, and does nothing, while the log is being moved, since the disk has to do that as well. */
  readonly syncNow: (() => boolean) | undefined;
  /** Resolves when nothing else works on the file. */
  close(): Promise<void>;
}

export interface WalDeps {
  readonly log: Logger;
  /** In place of the fsync of the log; then there is no other. */
  readonly sync?: (() => Promise<void>) | undefined;
  /** Moves what is left of the log into the file at once, on the connection that writes. */
  readonly finish: () => void;
  /** Milliseconds without a write after which a small log is moved, too. */
  readonly idleCheckpointMs?: number | undefined;
}

/** For a database that is open, in WAL mode. */
export function openWal(path: string, { log, sync, finish, idleCheckpointMs = 300_000 }: WalDeps): Wal {
  const file = openWalFile(path);
  const connection = openWorkerConnection(path);
  const { run } = connection;
  const checkpoints = new Checkpoints({ run, finish, walBytes: file.bytes, idleMs: idleCheckpointMs, log });
  return {
    sync: sync ?? file.sync,
    syncNow: sync ? undefined : () => !checkpoints.isRunning && file.syncNow(),
    committed: () => checkpoints.written(),
    close: async () => {
      await checkpoints.stop();
      connection.stop();
      file.close();
    },
  };
}

/** The log as a file. */
export interface WalFile {
  /** Resolves when all that was written to the log before the call is on the disk. Runs in the thread pool. */
  sync(): Promise<void>;
  /** The same at once, in this thread. Returns true. Throws the error of the system. */
  syncNow(): true;
  /** Its size. */
  bytes(): number;
  close(): void;
}

/**
 * Opens the log of the database at `path`, which must be open in WAL mode: the file then exists and stays the same one
 * (SQLite empties or overwrites it, and deletes it only with its last connection). SQLite itself has synced its folder.
 */
export function openWalFile(path: string): WalFile {
  // Never open the database file itself like this: closing any descriptor of it drops SQLite's locks (POSIX fcntl).
  const file = openSync(`${path}-wal`, "r+");
  // fdatasync writes the size where it has changed, and no times: only those change in a log that is overwritten.
  return {
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(file, (error) => (error ? reject(error) : resolve()));
      }),
    syncNow: () => {
      fdatasyncSync(file);
      return true;
    },
    bytes: () => fstatSync(file).size,
    close: () => closeSync(file),
  };
}
