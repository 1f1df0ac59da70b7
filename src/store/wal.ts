/** The write-ahead log as a file: where its bytes are made to reach the disk. */
import { closeSync, fdatasync, fstatSync, openSync } from "node:fs";

export interface Wal {
  /** Resolves when all that was written to the log before the call is on the disk. Runs in the thread pool. */
  sync(): Promise<void>;
  /** Of the file. */
  bytes(): number;
  close(): void;
}

/**
 * Opens the log of the database at `path`, which must be open in WAL mode: the file then exists and stays the same one
 * (SQLite empties or overwrites it, and deletes it only with its last connection). SQLite itself has synced its folder.
 */
export function openWal(path: string): Wal {
  // Never open the database file itself like this: closing any descriptor of it drops SQLite's locks (POSIX fcntl).
  const file = openSync(`${path}-wal`, "r+");
  return {
    sync: () =>
      new Promise((resolve, reject) => {
        // The size is written too where it has changed; times are not, and a log that is written over has only those.
        fdatasync(file, (error) => (error ? reject(error) : resolve()));
      }),
    bytes: () => fstatSync(file).size,
    close: () => closeSync(file),
  };
}
