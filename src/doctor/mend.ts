/** What mends a home: each changes only what its name says. All throw what the system or SQLite says. */
import { Database as Sqlite } from "bun:sqlite";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  lchownSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Home } from "../home.ts";
import { fullError } from "../store/errors.ts";
import { takeLock } from "../store/lock.ts";
import { WRITING } from "../store/sqlite-file.ts";

/** The group of a service may enter, to ask the server; nobody else. */
export const shutFolder = (path: string, isService: boolean): void => chmodSync(path, isService ? 0o710 : 0o700);

/** For its owner alone. Never through a link: root may be mending what the owner of the home has put there. */
export function shutFile(path: string): void {
  const file = openIfAllowed(path);
  // Whoever may not read it is its owner, and not root.
  if (file === undefined) return chmodSync(path, OWNER_ALONE);
  try {
    fchmodSync(file, OWNER_ALONE);
  } finally {
    closeSync(file);
  }
}

const OWNER_ALONE = 0o600;

/** Undefined where this user may not read it. */
function openIfAllowed(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") return undefined;
    throw error;
  }
}

/** Gives everything in the home to the owner of the folder. Never follows a link. */
export function giveBack({ directory }: Pick<Home, "directory">): void {
  const { uid, gid } = statSync(directory);
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const stat = lstatSync(path);
      // A file with another name elsewhere may be somebody's trap.
      if ((stat.uid !== uid || stat.gid !== gid) && (stat.nlink === 1 || stat.isDirectory()))
        lchownSync(path, uid, gid);
      if (stat.isDirectory()) visit(path);
    }
  };
  visit(directory);
}

/** "data.sqlite" becomes "data.sqlite.old", or "data.sqlite.old-2" where that is taken. Returns the new path. */
export function moveAway(path: string): string {
  let to = `${path}.old`;
  for (let number = 2; existsSync(to); number++) to = `${path}.old-${number}`;
  renameSync(path, to);
  return to;
}

export const removeLock = ({ lock }: Pick<Home, "lock">): void => rmSync(lock);

/** Makes all indexes anew, of a database that no server uses. Throws StoreError locked where one does. */
export const remakeIndexes = (home: Home): void => withDatabase(home, ["REINDEX"]);

/** Moves the log into the file. As above. */
export const emptyLog = (home: Home): void => withDatabase(home, ["PRAGMA wal_checkpoint(TRUNCATE)"]);

/** Writes the database anew, without what is empty. As above; StoreError full where there is no room for a second one. */
export function compact(home: Home): void {
  const { bavail, bsize } = statfsSync(dirname(home.database));
  if (bavail * bsize < statSync(home.database).size * 1.1) throw fullError();
  withDatabase(home, ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"]);
}

function withDatabase({ lock, database }: Home, statements: readonly string[]): void {
  const held = takeLock(lock, process.pid);
  try {
    const sqlite = new Sqlite(database, { readwrite: true });
    try {
      for (const statement of [...WRITING, "PRAGMA cache_spill = ON", ...statements]) sqlite.run(statement);
    } finally {
      sqlite.close();
    }
  } finally {
    held.release();
  }
}
