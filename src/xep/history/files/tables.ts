/** The tables of files. */

/**
 * `account` is null once the account is gone, until its files are deleted. `bytes` and `files` count what the owner has, `day_bytes` what
 * it has uploaded on the day `day` (since 1970, UTC). A file that is_lasting is not deleted because of its age.
 */
export const fileTables = [
  `CREATE TABLE files_owner (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT UNIQUE,
    bytes INTEGER NOT NULL DEFAULT 0,
    files INTEGER NOT NULL DEFAULT 0,
    day INTEGER NOT NULL DEFAULT 0,
    day_bytes INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE files_file (
    id TEXT PRIMARY KEY,
    owner INTEGER NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    uploaded INTEGER NOT NULL,
    until INTEGER,
    is_lasting INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX files_file_by_owner ON files_file (owner, uploaded, id, is_lasting, bytes);
  CREATE INDEX files_file_by_age ON files_file (is_lasting, uploaded);
  CREATE INDEX files_file_by_end ON files_file (until) WHERE until IS NOT NULL;`,
  // Where files were at another server, decoded.
  `CREATE TABLE files_former (path TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX files_former_by_id ON files_former (id);`,
] as const;
