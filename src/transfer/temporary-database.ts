/** A database that nobody else sees: its file has no name, and is gone with the process, however that ends. */
import { constants, Database as Sqlite } from "bun:sqlite";

const FLAGS = constants.SQLITE_OPEN_READWRITE | constants.SQLITE_OPEN_CREATE | constants.SQLITE_OPEN_URI;

/** https://sqlite.org/inmemorydb.html#temp_db: what is more than its cache lies in a file in TMPDIR. */
export function temporaryDatabase(): Sqlite {
  const sqlite = new Sqlite("file:", FLAGS);
  // Nothing has to outlive the process.
  for (const pragma of ["journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"]) sqlite.run(`PRAGMA ${pragma}`);
  return sqlite;
}
