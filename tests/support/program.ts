/** How the program is called in tests: the compiled binary where it is newer than its sources, else the sources. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "../..");
const BINARY = join(ROOT, "dist/jabber-home");

const newest = (folder: string): number =>
  Math.max(
    ...readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => !name.endsWith(".test.ts"))
      .map((name) => statSync(join(ROOT, folder, name)).mtimeMs),
  );

export const isCompiled: boolean =
  existsSync(BINARY) && statSync(BINARY).mtimeMs > Math.max(newest("src"), newest("installer"));

/** The words before the verb. */
export const program: readonly string[] = isCompiled ? [BINARY] : [process.execPath, join(ROOT, "src/command/main.ts")];
