/** What the system or SQLite says of a file of the home, as what a person can do about it. */
import { SQLiteError } from "bun:sqlite";
import { accessSync, closeSync, constants, lstatSync, openSync, type Stats, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Home } from "../home.ts";
import { StoreError } from "../store/errors.ts";
import { version } from "../version.ts";
import { EXIT } from "./exit.ts";
import { notPermitted, userName } from "./home-access.ts";
import { VerbError } from "./verb-error.ts";

/** The error as a VerbError, where it is about a file; undefined for any other one. */
export function fileFailure(error: unknown, home: Home): VerbError | undefined {
  if (error instanceof StoreError) {
    const { reason, cause, about, message } = error;
    const { path = home.database, pid, program } = about;
    if (reason === "full") return full(path);
    if (reason === "locked") return new VerbError(EXIT.tryAgain, "home-locked", { home: home.directory, pid });
    if (reason === "updating") return new VerbError(EXIT.tryAgain, "update-unfinished", { home: home.directory });
    if (reason === "newer")
      return new VerbError(EXIT.configuration, "database-newer", { path, program, here: version });
    const found = cause === undefined ? undefined : failureOfFile(cause, path, home);
    if (found || reason === "closed") return found;
    return reason === "failed" ? failing(path, message) : accessFailure(path, home);
  }
  if (error instanceof SQLiteError) return failureOfFile(error, home.database, home);
  const { path, code } = error as { path?: unknown; code?: unknown };
  // read(2) does not know the name.
  if (code === "EISDIR" && path === undefined) return folderAmong(home);
  return typeof path === "string" ? failureOfFile(error, path, home) : undefined;
}

function failureOfFile(error: unknown, path: string, home: Home): VerbError | undefined {
  const { code, message } = error as { code?: unknown; message: string };
  if (typeof code !== "string") return undefined;
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damaged(path, message, home);
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)$/.test(code)) return full(path);
  if (/^(EROFS|SQLITE_READONLY_(CANTINIT|DIRECTORY))$/.test(code)) return readOnly(path);
  // SQLite says no more where the index of its log finds no room.
  if (/^(EIO|SQLITE_IOERR.*)$/.test(code)) return fullOrFailing(path, message, home);
  if (/^(EISDIR|EINVAL|ENXIO|ENODEV)$/.test(code))
    return isHomes(path, home) ? noFile(path) : new VerbError(EXIT.failed, "is-folder", { path });
  if (code === "EEXIST" && isHomes(path, home)) return new VerbError(EXIT.cannotCreate, "in-the-way", { path });
  if (isBrokenLink(path)) return new VerbError(EXIT.cannotCreate, "link-broken", { path });
  if (/^SQLITE_(CANTOPEN|PERM|READONLY|AUTH)/.test(code) && !isFile(path)) return noFile(path);
  if (/^SQLITE_CANTOPEN/.test(code)) return notOpened(path, message, home);
  if (/^SQLITE_(PERM|READONLY|AUTH)/.test(code)) return accessFailure(path, home);
  if (code === "EACCES" || code === "EPERM") return accessFailure(path, home);
  if (code === "ENOENT") return new VerbError(EXIT.failed, "no-such-file", { path });
  return code === "ENOTDIR" ? new VerbError(EXIT.cannotCreate, "below-file", { path }) : undefined;
}

/** SQLite does not say what has kept it from the database, or from the files beside it. */
function notOpened(path: string, why: string, home: Home): VerbError {
  for (const each of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      closeSync(openSync(each, "r+"));
    } catch (error) {
      const { code, message } = error as { code?: unknown; message: string };
      if (code !== "ENOENT") return failureOfFile(error, each, home) ?? failing(each, message);
    }
  }
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch {
    return accessFailure(path, home);
  }
  return fullOrFailing(path, why, home);
}

const fullOrFailing = (path: string, why: string, home: Home): VerbError =>
  hasRoom(home) ? failing(path, why) : full(path);
const failing = (path: string, why: string): VerbError => new VerbError(EXIT.failed, "disk-fails", { path, why });
const full = (path: string): VerbError => new VerbError(EXIT.cannotCreate, "disk-full", { path });
const readOnly = (path: string): VerbError => new VerbError(EXIT.cannotCreate, "read-only", { path });
const noFile = (path: string): VerbError => new VerbError(EXIT.cannotCreate, "no-file", { path });

const folderAmong = ({ config, secret }: Home): VerbError | undefined => {
  const found = [config, secret].find((path) => !isFile(path));
  return found === undefined ? undefined : noFile(found);
};

const isBrokenLink = (path: string): boolean =>
  (factsOf(path, lstatSync)?.isSymbolicLink() ?? false) && factsOf(path) === undefined;
/** Below this, SQLite cannot even open a database. */
const MIN_FREE = 128 * 1024;
function hasRoom({ directory }: Home): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(directory);
    // Some file systems do not count files.
    return bavail * bsize >= MIN_FREE && (files === 0 || ffree > 0);
  } catch {
    return true;
  }
}

const isHomes = (path: string, { directory }: Home): boolean => path.startsWith(`${directory}/`);
const isFile = (path: string): boolean => factsOf(path)?.isFile() ?? true;

const damaged = (path: string, why: string, { lock }: Home): VerbError =>
  path === lock
    ? new VerbError(EXIT.damaged, "lock-damaged", { path })
    : new VerbError(EXIT.damaged, "database-damaged", { path, why });

/** Whose the file is, and how its owner or the administrator permits it. */
function accessFailure(path: string, home: Home): VerbError {
  const user = process.getuid?.();
  const folder = factsOf(isHomes(path, home) ? home.directory : dirname(path))?.uid;
  const owner = factsOf(path)?.uid;
  if (isHomes(path, home) && folder !== undefined && folder !== user) return notPermitted(home);
  if (isHomes(path, home) && owner !== undefined && owner !== user) {
    const remedy = `sudo chown -R ${user === undefined ? "" : userName(user)}: ${home.directory}`;
    return new VerbError(EXIT.notPermitted, "file-of-other", { path, owner: userName(owner), remedy });
  }
  if (owner !== undefined && owner === user) return new VerbError(EXIT.notPermitted, "file-shut", { path });
  return new VerbError(EXIT.notPermitted, "not-permitted", { path });
}

/** Undefined where there is nothing, or nothing that this user may see. */
function factsOf(path: string, look: (path: string) => Stats = statSync): Stats | undefined {
  try {
    return look(path);
  } catch {
    return undefined;
  }
}
