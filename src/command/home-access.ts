/** Whether this user may read and write the folder of a home: otherwise what is in it seems not to exist. */
import { accessSync, constants, statSync } from "node:fs";
import type { Home } from "../home.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";

/** Throws CommandError (notPermitted, cannotCreate) for a home that this user may not change. One that does not exist yet is fine. */
export function requireHomeAccess({ directory }: Home): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new CommandError(EXIT.cannotCreate, `${directory} is no folder`, "choose another one with --home DIR");
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EACCES" || code === "EPERM") throw notPermitted(directory);
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
  }
}

function notPermitted(directory: string): CommandError {
  const isOwn = process.getuid?.() === ownerOf(directory);
  return isOwn
    ? new CommandError(EXIT.notPermitted, `${directory} may not be changed`, `permit it: chmod u+rwx ${directory}`)
    : new CommandError(EXIT.notPermitted, `${directory} belongs to somebody else`, "run it as its owner, or with sudo");
}

/** Undefined where it is not known. */
function ownerOf(directory: string): number | undefined {
  try {
    return statSync(directory).uid;
  } catch {
    return undefined;
  }
}
