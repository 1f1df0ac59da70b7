/** What is left of a round in which something was wrong, to be looked at. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Sites } from "./sites.ts";

const FOLDER = resolve(import.meta.dir, "../../dist/torture");

/** Copies logs and homes. Returns the folder. */
export function keep({ all }: Sites, seed: string): string {
  const folder = join(FOLDER, seed);
  rmSync(folder, { recursive: true, force: true });
  for (const { domain, home, log } of all) {
    mkdirSync(join(folder, domain), { recursive: true });
    cpSync(log, join(folder, domain, basename(log)));
    const isFile = (path: string): boolean => !path.endsWith(".sock");
    cpSync(home, join(folder, domain, "home"), { recursive: true, filter: isFile });
  }
  return folder;
}
