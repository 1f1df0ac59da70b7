/** Opens the database file with SQLite: its file mode and its pragmas. */
import { SQLiteError, Database as Sqlite } from "bun:sqlite";
import { accessSync, constants } from "node:fs";
import { StoreError } from "./errors.ts";
import { makePrivate, restrict } from "./private-file.ts";

/** A log beyond this size is moved into the file; its file keeps this size, to be overwritten. */
export const WAL_BYTES = 4 * 1024 * 1024;

/** "jabb": identifies the file as one of this program. Setting it is the smallest write: one page, to the value it had. */
export const APPLICATION_ID = `PRAGMA application_id = ${0x6a616262}`;

/** Of a new database; others keep theirs. A message now and then writes one page (docs/decisions/0061-pages-of-2-kib.md). */
export const PAGE_BYTES = 2048;

/** For each connection that writes. NORMAL: a commit does not wait for the disk, a checkpoint does. */
export const WRITING = [
  "PRAGMA busy_timeout = 5000",
  "PRAGMA synchronous = NORMAL",
  "PRAGMA wal_autocheckpoint = 0",
  // A tick's changes are written at its commit and not before: a full disk is met there and nowhere else.
  "PRAGMA cache_spill = OFF",
  // macOS: a plain fsync leaves the data in the drive's own cache.
  "PRAGMA checkpoint_fullfsync = ON",
  `PRAGMA journal_size_limit = ${WAL_BYTES}`,
];

/** Opens the database at `path`, created where it is missing unless `readonly`. Throws StoreError unusable. */
export function openSqlite(path: string, readonly: boolean): Sqlite {
  try {
    // SQLite would create the file with the umask's mode, and give the log the mode of the file.
    if (!readonly && path !== ":memory:") {
      makePrivate(path);
      for (const beside of ["-wal", "-shm"]) restrict(path + beside);
    }
    // SQLite would first create the files beside, with the mode of this one: they would not be writable afterwards either.
    if (path !== ":memory:") accessSync(path, readonly ? constants.R_OK : constants.R_OK | constants.W_OK);
    const sqlite = new Sqlite(path, readonly ? { readonly } : { readwrite: true });
    // First of all: another process may be closing the database.
    if (readonly) sqlite.run("PRAGMA busy_timeout = 5000");
    else
      for (const pragma of [...WRITING, `PRAGMA page_size = ${PAGE_BYTES}`, "PRAGMA journal_mode = WAL"])
        sqlite.run(pragma);
    // temp_store: temporary tables hold messages, which do not belong in /tmp.
    for (const pragma of ["foreign_keys = ON", "trusted_schema = OFF", "temp_store = MEMORY"]) {
      sqlite.run(`PRAGMA ${pragma}`);
    }
    // Creates the log and makes SQLite sync its header and folder now, and not at the first message.
    if (!readonly) sqlite.run(APPLICATION_ID);
    return sqlite;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (!(error instanceof SQLiteError || (error instanceof Error && "code" in error))) throw error;
    throw new StoreError("unusable", `${path}: ${error.message}`, error, { path });
  }
}
