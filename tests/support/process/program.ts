/** How tests call the program: the compiled binary where it is newer than its sources, else the sources. */
import { join } from "node:path";
import { BINARY, isUpToDate, ROOT } from "./compiled.ts";

export const isCompiled: boolean = isUpToDate(BINARY);

/** The command before the verb. */
export const program: readonly string[] = isCompiled ? [BINARY] : [process.execPath, join(ROOT, "src/main.ts")];
