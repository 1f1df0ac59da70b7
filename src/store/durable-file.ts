/** Files that are complete after a power cut: written under another name, synced, renamed. Mode 0600. */
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** The contents of a file, or undefined where it does not exist. Throws the errors of the system otherwise. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Creates the folder, or gives one that exists mode 0700. */
export function ownFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/** Writes a file and syncs it, mode 0600; its name may still be lost with a power cut. */
export function writeSynced(path: string, text: string): void {
  const file = openSync(path, "w", 0o600);
  try {
    // open() does not change the mode of a file that exists.
    chmodSync(path, 0o600);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
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
