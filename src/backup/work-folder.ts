/** Where a backup is made: in the home, on its disk, so that files can get second names. */
import { rmSync } from "node:fs";
import { join } from "node:path";

export const workFolder = (home: string): string => join(home, ".backup");

/** Removes what a backup has left that was killed. */
export const clearWork = (home: string): void => rmSync(workFolder(home), { recursive: true, force: true });
