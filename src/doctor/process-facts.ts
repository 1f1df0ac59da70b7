/** What a process may do, as proc(5) tells. */
import { existsSync, statSync } from "node:fs";
import { filesFor } from "../net/descriptors.ts";
import { orNothing, type SystemRoot, systemText } from "./system-files.ts";

/** How many files it may have open; undefined where the system does not tell, or there is no limit. */
export function openFilesLimit(pid: number | "self", root: SystemRoot = ""): number | undefined {
  const limit = filesFor(systemText(`${root}/proc/${pid}/limits`) ?? "");
  return Number.isFinite(limit) ? limit : undefined;
}

/** In a container, that is usual. */
export const runsAsRoot = (pid: number, root: SystemRoot = ""): boolean =>
  ["/.dockerenv", "/run/.containerenv"].every((path) => !existsSync(root + path)) &&
  orNothing(() => statSync(`${root}/proc/${pid}`).uid) === 0;
