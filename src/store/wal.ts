/** The write-ahead log as a file: where its bytes are made to reach the disk. */
import { closeSync, fdatasync, fstatSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";

export interface Wal {
  /** Resolves when all that was written to the log before the call is on the disk. Runs in the thread pool. */
  sync(): Promise<void>;
  /** Of the file. */
  bytes(): number;
  close(): void;
}

/**
 * Opens the log of the database at `path`, which must be open in WAL mode: the file then exists and stays the same one
 * (SQLite empties or overwrites it, and deletes it only with its last connection).
 */
export function openWal(path: string): Wal {
  // Never open the database file itself like this: closing any descriptor of it drops SQLite's locks (POSIX fcntl).
  const file = openSync(`${path}-wal`, "r+");
  syncDirectory(dirname(path));
  return {
    sync: () =>
      new Promise((resolve, reject) => {
        // As SQLite itself: fdatasync, which writes the size too where it has changed.
        fdatasync(file, (error) => (error ? reject(error) : resolve()));
      }),
    bytes: () => fstatSync(file).size,
    close: () => closeSync(file),
  };
}

/** A new file is found again after a power cut only when its directory has been written. Windows has no such call. */
function syncDirectory(path: string): void {
  if (process.platform === "win32") return;
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
