/** A copy of the tree in a temporary folder, where files are changed and tests run. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { guard, stopAll } from "../support/process/processes.ts";
import { applied, type Mutant } from "./mutants.ts";

export const ROOT = resolve(import.meta.dir, "../..");

export interface Run {
  readonly isGreen: boolean;
  readonly isLate: boolean;
  readonly milliseconds: number;
  /** Its output; empty where it timed out. */
  readonly output: string;
}

export interface Tree {
  readonly root: string;
  /** Runs these tests until the first failure, for at most `timeoutMs`. */
  run(tests: readonly string[], timeoutMs: number): Promise<Run>;
  /** The same with the mutant applied. */
  mutated(mutant: Mutant, tests: readonly string[], timeoutMs: number): Promise<Run>;
}

/** A copy that is removed when this process ends: of the present tree, with uncommitted changes, without ignored files; packages are linked. */
export function copyTree(): Tree {
  const root = mkdtempSync(join(tmpdir(), "jabber-home-mutants-"));
  process.on("exit", () => rmSync(root, { recursive: true, force: true }));
  const listed = Bun.spawnSync(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
  if (!listed.success) throw new Error(`git ls-files failed: ${listed.stderr}`);
  for (const path of new Set(listed.stdout.toString().split("\0").filter(Boolean))) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(root, path));
  }
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));

  const run: Tree["run"] = async (tests, timeoutMs) => {
    const began = performance.now();
    const child = Bun.spawn(
      [process.execPath, "test", "--bail=1", "--timeout=20000", ...tests.map((path) => `./${path}`)],
      {
        cwd: root,
        ...{ stdin: "ignore", stdout: "ignore", stderr: "pipe", detached: true },
      },
    );
    guard(child.pid);
    const output = child.stderr.text();
    const timer = Promise.withResolvers<undefined>();
    const clock = setTimeout(() => timer.resolve(undefined), timeoutMs);
    const exit = await Promise.race([child.exited, timer.promise]);
    clearTimeout(clock);
    await stopAll(child.pid, 2000);
    return {
      isGreen: exit === 0,
      isLate: exit === undefined,
      milliseconds: performance.now() - began,
      output: exit === undefined ? "" : await output,
    };
  };

  return {
    root,
    run,
    mutated: async (mutant, tests, timeoutMs) => {
      const file = join(root, mutant.path);
      const text = readFileSync(file, "utf8");
      writeFileSync(file, applied(text, mutant));
      try {
        return await run(tests, timeoutMs);
      } finally {
        writeFileSync(file, text);
      }
    },
  };
}
