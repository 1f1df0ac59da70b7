/** Files with mode 0600: keys, messages, and the lock, which a reader could hold. */
import { chmodSync, closeSync, openSync, statSync } from "node:fs";
import { StoreError } from "./errors.ts";
import { giveToFolderOwner } from "./folder-owner.ts";

/**
 * Creates the file, empty and with mode 0600, or gives that mode to one that exists. Throws StoreError unusable where it is
 * another user's, and the errors of the system. A file that exists is not opened: closing any descriptor of it would drop the
 * locks that SQLite has on it (POSIX fcntl).
 */
export function makePrivate(path: string): void {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return restrict(path);
  }
  try {
    giveToFolderOwner(path, file);
  } finally {
    closeSync(file);
  }
}

/** Gives mode 0600 to the file, where it exists, and what is root's to the owner of the folder, where root asks. Throws StoreError unusable where it is another user's. */
export function restrict(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || process.platform === "win32") return;
  const user = process.getuid?.() ?? 0;
  if (user !== 0 && stat.uid !== user)
    throw new StoreError(
      "unusable",
      `${path} belongs to another user, who could keep the server from using it`,
      undefined,
      { path },
    );
  if ((stat.mode & 0o077) !== 0) chmodSync(path, 0o600);
  giveToFolderOwner(path);
}
