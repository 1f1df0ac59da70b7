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
  /** What it said; nothing where it was late. */
  readonly words: string;
}

export interface Tree {
  readonly root: string;
  /** Runs these tests until the first fails, for so many milliseconds at most. */
  run(tests: readonly string[], patience: number): Promise<Run>;
  /** The same while the file is changed. */
  mutated(mutant: Mutant, tests: readonly string[], patience: number): Promise<Run>;
}

/** Gone when this process ends. As the tree is now, what is not committed included; what is ignored is not, but for the packages, which are linked. */
export function copyTree(): Tree {
  const root = mkdtempSync(join(tmpdir(), "jabber-home-mutants-"));
  process.on("exit", () => rmSync(root, { recursive: true, force: true }));
  const listed = Bun.spawnSync(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
  if (!listed.success) throw new Error(`git does not say what files there are: ${listed.stderr}`);
  for (const path of new Set(listed.stdout.toString().split("\0").filter(Boolean))) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(root, path));
  }
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));

  const run: Tree["run"] = async (tests, patience) => {
    const began = performance.now();
    const child = Bun.spawn(
      [process.execPath, "test", "--bail=1", "--timeout=20000", ...tests.map((path) => `./${path}`)],
      {
        cwd: root,
        ...{ stdin: "ignore", stdout: "ignore", stderr: "pipe", detached: true },
      },
    );
    guard(child.pid);
    const words = child.stderr.text();
    const timer = Promise.withResolvers<undefined>();
    const clock = setTimeout(() => timer.resolve(undefined), patience);
    const exit = await Promise.race([child.exited, timer.promise]);
    clearTimeout(clock);
    await stopAll(child.pid, 2000);
    return {
      isGreen: exit === 0,
      isLate: exit === undefined,
      milliseconds: performance.now() - began,
      words: exit === undefined ? "" : await words,
    };
  };

  return {
    root,
    run,
    mutated: async (mutant, tests, patience) => {
      const file = join(root, mutant.path);
      const text = readFileSync(file, "utf8");
      writeFileSync(file, applied(text, mutant));
      try {
        return await run(tests, patience);
      } finally {
        writeFileSync(file, text);
      }
    },
  };
}
