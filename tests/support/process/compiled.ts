/** The compiled binary, built by the first test that needs it. */
import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dir, "../../..");
export const BINARY = join(ROOT, "dist/jabber-home");
const BUILD_LOCK = join(ROOT, "dist/build.lock");
/** Milliseconds: longer than two builds on a slow machine. */
const BUILD_PATIENCE_MS = 600_000;

const newestIn = (folder: string): number =>
  Math.max(
    ...readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => !name.endsWith(".test.ts"))
      .map((name) => statSync(join(ROOT, folder, name)).mtimeMs),
  );

/** Whether it exists and is newer than all its sources. */
export function isUpToDate(binary: string): boolean {
  const newest = Math.max(
    ...["src", "installer", "assets"].map(newestIn),
    statSync(join(ROOT, "package-lock.json")).mtimeMs,
  );
  return existsSync(binary) && statSync(binary).mtimeMs > newest;
}

/** The path of the binary for this machine, or for another platform ("linux-arm64"). Throws with the build's output. */
export function compiledProgram(target?: string): string {
  const binary = target === undefined ? BINARY : `${BINARY}-${target}`;
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  return oneAtATime(() => {
    if (!isUpToDate(binary)) build(target);
    return binary;
  });
}

/** Test files run in several processes: whoever comes second waits for the build. A killed process lets go of it. */
function oneAtATime<T>(work: () => T): T {
  using lock = new Database(BUILD_LOCK);
  lock.run(`PRAGMA busy_timeout = ${BUILD_PATIENCE_MS}`);
  return lock.transaction(work).exclusive();
}

function build(target: string | undefined): void {
  const command = [process.execPath, join(ROOT, "installer/build.ts"), ...(target === undefined ? [] : [target])];
  const { success, stdout, stderr } = Bun.spawnSync(command, { cwd: ROOT, stdin: "ignore" });
  if (!success) throw new Error(`${stdout}${stderr}`);
}
