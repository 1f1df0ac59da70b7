/** Whether this user may read and write a home: otherwise what is in it seems not to exist. */
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { type Home, SERVICE_HOME, serviceHome } from "../home.ts";
import { EXIT } from "./exit.ts";
import { sudoCommand } from "./program.ts";
import { VerbError } from "./verb-error.ts";

/** Throws VerbError (notPermitted, cannotCreate) for a home that this user may not change. One that does not exist yet is fine. */
export function requireHomeAccess(home: Home): void {
  const problem = homeAccessProblem(home);
  if (problem) throw problem;
}

/** What requireHomeAccess throws; undefined where nothing stands against it. */
export function homeAccessProblem(home: Home): VerbError | undefined {
  const { directory } = home;
  try {
    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === false)
      return new VerbError(EXIT.cannotCreate, "home-no-folder", { home: directory });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EACCES" || code === "EPERM") return notPermitted(home);
    if (code === "EROFS") return new VerbError(EXIT.cannotCreate, "read-only", { path: directory });
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Whether this user may ask the server of a home, be it somebody else's: the group of a service may. */
export function mayAsk({ controlSocket }: Home): boolean {
  try {
    accessSync(controlSocket, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whose home this is, to somebody who may not use it. */
export function notPermitted(home: Home): VerbError {
  const { directory } = home;
  const owner = ownerOf(directory);
  if (owner !== undefined && owner === process.getuid?.())
    return new VerbError(EXIT.notPermitted, "home-shut", { home: directory });
  const command = sudoCommand(home);
  if (directory === serviceHome() || directory === SERVICE_HOME)
    return new VerbError(EXIT.notPermitted, "home-of-service", { home: directory, command, joins: joins(directory) });
  return owner === undefined
    ? new VerbError(EXIT.notPermitted, "not-permitted", { path: directory })
    : new VerbError(EXIT.notPermitted, "home-of-other", { home: directory, owner: userName(owner), command });
}

/** The name of a user, or the number where /etc/passwd has none. */
export function userName(uid: number): string {
  return fieldsOf("/etc/passwd").find(([, , id]) => id === String(uid))?.[0] ?? String(uid);
}

/** Whether this user has been added to the group of the folder since they signed in. */
function joins(directory: string): boolean {
  const gid = statSync(directory, { throwIfNoEntry: false })?.gid;
  if (gid === undefined || process.getgroups?.().includes(gid)) return false;
  const members = fieldsOf("/etc/group").find(([, , id]) => id === String(gid))?.[3] ?? "";
  return members.split(",").includes(userInfo().username);
}

/** Undefined where it is not known. */
function ownerOf(path: string): number | undefined {
  try {
    return statSync(path).uid;
  } catch {
    return undefined;
  }
}

/** passwd(5), group(5). */
function fieldsOf(file: string): readonly string[][] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.split(":"));
  } catch {
    return [];
  }
}
