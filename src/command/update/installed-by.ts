/** Who else has put this executable where it is, and replaces it. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { textOf } from "../../store/durable-file.ts";

export type Installer = "dpkg" | "rpm" | "apk" | "container";

export interface InstalledByDeps {
  readonly exists: (path: string) => boolean;
  /** The words with which the first process of the system was started, itself included. */
  readonly firstProcess: () => readonly string[];
  /** Whether a command succeeds; false where there is no such command. */
  readonly succeeds: (...command: readonly string[]) => boolean;
}

const here: InstalledByDeps = {
  exists: existsSync,
  firstProcess: () => (textOf("/proc/1/cmdline") ?? "").split("\0"),
  succeeds: (command = "", ...words) => {
    const path = Bun.which(command);
    return path !== null && Bun.spawnSync([path, ...words], { stdio: ["ignore", "ignore", "ignore"] }).success;
  },
};

/** Undefined where it is a file like any other. */
export function installedBy(
  executable: string,
  { exists, firstProcess, succeeds }: InstalledByDeps = here,
): Installer | undefined {
  const isContainer = exists("/.dockerenv") || exists("/run/.containerenv");
  // An image of this program, and no system in a container that has it among others.
  if (isContainer && firstProcess().some((word) => basename(word) === basename(executable))) return "container";
  if (succeeds("dpkg-query", "--search", executable)) return "dpkg";
  if (succeeds("rpm", "--query", "--file", executable)) return "rpm";
  return succeeds("apk", "info", "--who-owns", executable) ? "apk" : undefined;
}
