/** What the files of a running server hold. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The path and content of each file below a folder; one that is renamed or removed meanwhile is left out. */
export function contentsOf(folder: string): { readonly path: string; readonly content: Buffer }[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name);
    try {
      return [{ path, content: readFileSync(path) }];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  });
}
