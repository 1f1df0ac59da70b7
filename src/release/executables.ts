/** The executable and the one before it, side by side. */
import { accessSync, constants, copyFileSync, existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { syncFile, syncFolder } from "../store/durable-file.ts";
import { takeLock } from "../store/lock.ts";
import { updateLock } from "./journal.ts";

const FORMER = ".old";
const NEXT = ".new";

/** Where the version before is kept. */
export const formerOf = (executable: string): string => executable + FORMER;
/** Where the next version is unpacked, on the same disk. */
export const nextOf = (executable: string): string => executable + NEXT;
/** The name under which the program is called, also of a process that runs the version before. */
export const baseOf = (executable: string): string =>
  executable.endsWith(FORMER) ? executable.slice(0, -FORMER.length) : executable;

/** Whether this user may replace it. */
export function mayReplace(executable: string): boolean {
  try {
    accessSync(dirname(executable), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The one of nextOf() takes the place; the one that had it is kept. There is an executable at any time. On the disk when it returns. */
export function swap(executable: string): void {
  const former = formerOf(executable);
  rmSync(former, { force: true });
  try {
    linkSync(executable, former);
  } catch {
    // A file system without second names.
    copyFileSync(executable, former);
    syncFile(former);
  }
  syncFolder(dirname(executable));
  renameSync(nextOf(executable), executable);
  syncFolder(dirname(executable));
}

/** The one of before takes its place back. Returns false where it may not; true as well where that was done already. */
export function returnFormer(executable: string): boolean {
  const former = formerOf(executable);
  if (!existsSync(former)) return true;
  try {
    renameSync(former, executable);
    syncFolder(dirname(executable));
    return true;
  } catch (error) {
    if (/^(?:EACCES|EPERM|EROFS)$/.test((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

/** Whether a process is updating the home. */
export function isUpdating(home: string): boolean {
  try {
    takeLock(updateLock(home), process.pid).release();
    return false;
  } catch {
    // By another process, or it is somebody else's file: whose it is, sees to the rest.
    return true;
  }
}
