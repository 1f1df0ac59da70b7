/** What a source is known by: names, sizes and times of its files. */
import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { SourceFolder } from "./source-folder.ts";

/** Of all files below a folder, as base64url. */
export function digestOf(folder: SourceFolder): string {
  const hash = createHash("sha256");
  const pending: string[][] = [[]];
  for (let parts = pending.pop(); parts; parts = pending.pop()) {
    for (const name of folder.names(...parts)) {
      const path = [...parts, name];
      const stat = lstatSync(join(folder.path, ...path));
      if (stat.isDirectory()) pending.push(path);
      else hash.update(`${JSON.stringify(path)} ${stat.size} ${stat.mtimeMs}\n`);
    }
  }
  return hash.digest("base64url");
}
