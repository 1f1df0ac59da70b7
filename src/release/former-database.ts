/** The database as it was before the new version changed it: kept while that has not proven itself, and put back where it fails. */
import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyDatabase } from "../backup/database-copy.ts";
import type { Home } from "../home.ts";
import { renameSynced, syncFile, syncFolder } from "../store/durable-file.ts";
import { giveToFolderOwner } from "../store/folder-owner.ts";
import { makeUpdateFolder, updateFolder } from "./journal.ts";

type Place = Pick<Home, "directory" | "database">;

const copyIn = ({ directory }: Place): string => join(updateFolder(directory), "before.sqlite");

export const isKept = (home: Place): boolean => existsSync(copyIn(home));

/**
 * Nobody has the database open. Resolves when the copy is whole and on the disk. `reserve`: bytes that stay free. Rejects with
 * BackupError.
 */
export async function keepDatabase(home: Place, reserve: number): Promise<void> {
  makeUpdateFolder(home.directory);
  const unfinished = `${copyIn(home)}.part`;
  rmSync(unfinished, { force: true });
  await copyDatabase(home.database, unfinished, reserve);
  syncFile(unfinished);
  giveToFolderOwner(unfinished);
  renameSynced(unfinished, copyIn(home));
}

/** The same with one that was taken out of a backup, in the folder of updates. It is on the disk when this returns. */
export function keepCopy(home: Place, path: string): void {
  syncFile(path);
  // Its folder may be root's own: it is given away where it stays.
  const whole = `${copyIn(home)}.part`;
  renameSync(path, whole);
  giveToFolderOwner(whole);
  renameSynced(whole, copyIn(home));
}

/** Puts the copy back, if there is one. Nobody has the database open. After a kill at any point it can be done again. */
export function putDatabaseBack(home: Place): void {
  if (!isKept(home)) return;
  // Its log would be taken for that of the copy.
  for (const ending of ["-wal", "-shm"]) rmSync(home.database + ending, { force: true });
  syncFolder(dirname(home.database));
  renameSync(copyIn(home), home.database);
  syncFolder(dirname(home.database));
  syncFolder(updateFolder(home.directory));
}

export function forgetDatabase(home: Place): void {
  for (const ending of ["", ".part"]) rmSync(copyIn(home) + ending, { force: true });
}
