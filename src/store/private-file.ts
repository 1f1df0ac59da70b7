/** Files of the home that nobody but its owner may open: keys, messages, and the lock that a reader could hold. */
import { chmodSync, closeSync, openSync, statSync } from "node:fs";
import { StoreError } from "./errors.ts";

/**
 * The file is there (empty where it was not) and has mode 0600. Throws StoreError unusable where it is another user's, and what
 * the system says otherwise. A file that exists is not opened: closing any descriptor of it would drop the locks that SQLite
 * has on it (POSIX fcntl).
 */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    restrict(path);
  }
}

/** A file that is there has mode 0600 from now on. Throws StoreError unusable where it is another user's. */
export function restrict(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || process.platform === "win32") return;
  const user = process.getuid?.() ?? 0;
  if (user !== 0 && stat.uid !== user)
    throw new StoreError("unusable", `${path} belongs to another user, who could keep the server from using it`);
  if ((stat.mode & 0o077) !== 0) chmodSync(path, 0o600);
}
