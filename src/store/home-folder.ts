/** The folder of a home: created, and closed to others. */
import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Home } from "../home.ts";
import { syncFolder } from "./durable-file.ts";
import { makeFolder } from "./folder-owner.ts";

/** Others may write into the folder, and it is not a home whose mode this program may change. */
export class HomeError extends Error {
  readonly home: string;
  /** As chmod(1) writes it: "0777". */
  readonly mode: string;

  constructor(home: string, mode: string) {
    super(`others may change what is in ${home} (its mode is ${mode})`);
    this.home = home;
    this.mode = mode;
  }
}

/** The mode bits of the group and of others, except that the group may reach the control socket (control/server.ts). */
const OTHERS = 0o067;
const OTHERS_WRITE = 0o022;

/**
 * Creates the folder, or gives mode 0700 to one that is open to others. Returns the mode that it had before, or undefined where
 * nothing was changed. Throws HomeError where others may write into a folder that is another user's or has other contents than a
 * home, and the errors of mkdir (EACCES, ENOTDIR).
 */
export function createHome(home: Home): number | undefined {
  const { directory } = home;
  const made = makeFolder(directory);
  // Windows has no such modes.
  if (process.platform === "win32") return undefined;
  // The umask may have removed rights of the owner.
  if (made.length > 0) {
    chmodSync(directory, 0o700);
    for (const folder of made) syncFolder(dirname(folder));
    return undefined;
  }
  const { mode, uid } = statSync(directory);
  const rights = mode & 0o777;
  if ((rights & OTHERS) === 0) return undefined;
  const user = process.getuid?.() ?? 0;
  const isOurs = (user === 0 || uid === user) && isHome(home);
  if (isOurs) {
    chmodSync(directory, 0o700);
    return rights;
  }
  if ((rights & OTHERS_WRITE) === 0) return undefined;
  throw new HomeError(directory, rights.toString(8).padStart(4, "0"));
}

/** A home, or an empty folder: the mode of a folder like /tmp must not be changed. */
function isHome({ directory, config, database }: Home): boolean {
  return existsSync(config) || existsSync(database) || readdirSync(directory).length === 0;
}
