/** Whether this user may work in a home at all: otherwise everything in it only seems not to be there. */
import { accessSync, constants } from "node:fs";
import type { Home } from "../home.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";

/** Throws CommandError (77) for a home of somebody else; one that does not exist yet is nobody's. */
export function reachHome({ directory }: Home): void {
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EACCES" || code === "EPERM")
      throw new CommandError(
        EXIT.notPermitted,
        `${directory} belongs to somebody else`,
        "run it as its owner, or with sudo",
      );
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
  }
}
