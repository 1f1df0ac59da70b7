/** Files that are whole after a power cut: written beside, synced, renamed. Readable by their owner alone. */
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** The contents, or undefined where there is no such file. Throws what the system says otherwise. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The folder exists, and nobody but its owner may enter it. */
export function ownFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/** The file is on the disk with this text, mode 0600; its name may still be lost with a power cut. */
export function writeSynced(path: string, text: string): void {
  const file = openSync(path, "w", 0o600);
  try {
    // A file that was there keeps its mode through open().
    chmodSync(path, 0o600);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** `from` has become `to`, and stays so after a power cut. */
export function renameSynced(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** The names in the folder are on the disk. */
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

/** The file has this text whole or, after a crash, the one it had before. */
export function writeDurably(path: string, text: string): void {
  writeSynced(`${path}.new`, text);
  renameSynced(`${path}.new`, path);
}
