/** Files that are complete after a power cut: written under another name, synced, renamed. Mode 0600. */
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { giveToFolderOwner, makeFolder } from "./folder-owner.ts";

/** The contents of a file, or undefined where it does not exist. Throws the errors of the system otherwise. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Creates the folder and those above it, whose names are on the disk then, or gives one that exists mode 0700. */
export function ownFolder(path: string): void {
  for (const made of makeFolder(path)) syncFolder(dirname(made));
  chmodSync(path, 0o700);
  giveToFolderOwner(path);
}

/** Writes a new file and syncs it, mode 0600, in place of one that is there; its name may still be lost with a power cut. */
export function writeSynced(path: string, text: string): void {
  // Never through a link that the folder's owner has put there: root may be writing.
  rmSync(path, { force: true });
  const file = openSync(path, "wx", 0o600);
  try {
    // The umask may have removed rights of the owner.
    fchmodSync(file, 0o600);
    giveToFolderOwner(path, file);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Returns when what was written to a file is on the disk. */
export function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Renames a file and syncs the folder. */
export function renameSynced(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Syncs the names in a folder. */
export function syncFolder(path: string): void {
  // Windows opens no folders; its file system journals their entries.
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Writes a file that has, after a crash, either this text or the former one. */
export function writeDurably(path: string, text: string): void {
  writeSynced(`${path}.new`, text);
  renameSynced(`${path}.new`, path);
}
