/** Who may read a file that is not ours: why it cannot be read here, and whether the service could. */
import {
  accessSync,
  constants,
  lstatSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { userInfo } from "node:os";
import { dirname, relative, resolve } from "node:path";
import type { MessageValues } from "../messages/certificate-sentences.ts";

/** The file, its folder, the folder above …, the outermost first. */
function stepsTo(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...stepsTo(parent), path];
}

/**
 * What stands in this user's way to the file, as the values of the remedy permit-reading; undefined where nothing is seen. Of a
 * link it is what stands in the way to its target.
 */
export function whatForbidsReading(path: string, isAllowed = isAllowedHere): MessageValues | undefined {
  const mode = (step: string): number => (step === path ? constants.R_OK : constants.X_OK);
  const what = stepsTo(path).find((step) => !isAllowed(step, mode(step)));
  if (what === undefined) return undefined;
  if (lstatSync(what).isSymbolicLink()) {
    const target = resolve(realpathSync(dirname(what)), readlinkSync(what), relative(what, path));
    return whatForbidsReading(target, isAllowed);
  }
  const { uid, mode: bits } = statSync(what);
  return { user: userName(), what, owner: nameOf(uid), mode: (bits & 0o777).toString(8).padStart(4, "0") };
}

/** Folders that the service does not see (ProtectHome= of its unit). */
const HIDDEN = /^\/(home|root|run\/user)(\/|$)/;

/** Whether a service with a user of its own could read the file. */
export function canServiceRead(path: string, user: string, users = passwd()): boolean {
  try {
    const real = realpathSync(path);
    const uid = users.find(([name]) => name === user)?.[2];
    const steps = [...new Set([...stepsTo(path), ...stepsTo(real)])].map((step) => [step, statSync(step)] as const);
    const isOpen = ([step, stats]: readonly [string, Stats]): boolean =>
      (stats.mode & (step === real || step === path ? 0o004 : 0o001)) !== 0 || String(stats.uid) === uid;
    return !HIDDEN.test(path) && !HIDDEN.test(real) && steps.every(isOpen);
  } catch {
    return false;
  }
}

function isAllowedHere(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** passwd(5): the fields of each line. */
function passwd(): readonly (readonly string[])[] {
  try {
    return readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"));
  } catch {
    return [];
  }
}

const nameOf = (uid: number): string => passwd().find(([, , id]) => id === String(uid))?.[0] || `user ${uid}`;

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return nameOf(process.getuid?.() ?? -1);
  }
}
