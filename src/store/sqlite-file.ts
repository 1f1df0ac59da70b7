/** The database file as SQLite opens it: whose it is, and what SQLite is asked to keep to. */
import { SQLiteError, Database as Sqlite } from "bun:sqlite";
import { accessSync, constants } from "node:fs";
import { StoreError } from "./errors.ts";
import { makePrivate, restrict } from "./private-file.ts";

/** A log that has grown beyond this is moved into the file; so much of it stays on the disk to be written over. */
export const WAL_BYTES = 4 * 1024 * 1024;

/** "jabb": says whose file it is. Writing it is the smallest of writes: it changes one page, into what it was. */
export const APPLICATION_ID = `PRAGMA application_id = ${0x6a616262}`;

/** For any connection that writes. NORMAL: a commit does not wait for the disk, a checkpoint does. */
export const WRITING = [
  "PRAGMA busy_timeout = 5000",
  "PRAGMA synchronous = NORMAL",
  "PRAGMA wal_autocheckpoint = 0",
  // What a tick has changed is written when it is committed, and not before: a full disk is met there and nowhere else.
  "PRAGMA cache_spill = OFF",
  // macOS: a plain fsync leaves the data in the drive's own cache.
  "PRAGMA checkpoint_fullfsync = ON",
  `PRAGMA journal_size_limit = ${WAL_BYTES}`,
];

/** Opens the database at `path`, made if need be unless `readonly`. Throws StoreError unusable. */
export function openSqlite(path: string, readonly: boolean): Sqlite {
  try {
    // SQLite would give the file the umask's mode, and the log its file's.
    if (!readonly && path !== ":memory:") {
      makePrivate(path);
      for (const beside of ["-wal", "-shm"]) restrict(path + beside);
    }
    // SQLite would first make its files beside, with the rights of this one: they would not be writable afterwards either.
    if (path !== ":memory:") accessSync(path, readonly ? constants.R_OK : constants.R_OK | constants.W_OK);
    const sqlite = new Sqlite(path, readonly ? { readonly } : { readwrite: true });
    // First of all, and of a database that is being closed by another process too.
    if (readonly) sqlite.run("PRAGMA busy_timeout = 5000");
    else for (const pragma of [...WRITING, "PRAGMA journal_mode = WAL"]) sqlite.run(pragma);
    // temp_store: what does not fit belongs into memory, not into /tmp where nobody expects messages.
    for (const pragma of ["foreign_keys = ON", "trusted_schema = OFF", "temp_store = MEMORY"]) {
      sqlite.run(`PRAGMA ${pragma}`);
    }
    // Creates the log and makes SQLite sync its header and its folder: here rather than at the first message.
    if (!readonly) sqlite.run(APPLICATION_ID);
    return sqlite;
  } catch (error) {
    if (!(error instanceof SQLiteError || (error instanceof Error && "code" in error))) throw error;
    throw new StoreError("unusable", `${path}: ${error.message}`, error);
  }
}
