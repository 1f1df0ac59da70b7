/** Runs the tests with one mutant, and tells whether they detect it. */
import type { Mutant } from "./mutants.ts";
import { type Graph, testsOf } from "./related.ts";
import type { Run, Tree } from "./tree.ts";

export type Verdict = "killed" | "timed out" | "survived" | "not compiled" | "untested";

export interface Result extends Omit<Mutant, "start" | "end"> {
  readonly verdict: Verdict;
  /** The test files of the stage that detected it, or of all stages. */
  readonly tests: readonly string[];
}

interface Stage {
  readonly tests: readonly string[];
  /** Milliseconds for a run. */
  readonly timeoutMs: number;
}

/** Milliseconds for the first run on an unchanged tree, and the factor and minimum for a run with a mutant. */
const FIRST = 300_000;
const TIMEOUT_FACTOR = 4;
const MIN_TIMEOUT_MS = 20_000;

const NOT_COMPILED = /(SyntaxError|error: (Expected|Unexpected|Syntax Error))/;

/** Runs the tests of each file on the unchanged tree first, and leaves out those that fail there. */
export class Trials {
  readonly #graph: Graph;
  readonly #say: (line: string) => void;
  readonly #stages = new Map<string, Promise<Stage | undefined>>();

  constructor(graph: Graph, say: (line: string) => void) {
    [this.#graph, this.#say] = [graph, say];
  }

  async result(mutant: Mutant, tree: Tree): Promise<Result> {
    const { start: _, end: __, ...description } = mutant;
    const tried: string[] = [];
    for (const tests of testsOf(mutant.path, this.#graph)) {
      const stage = await this.#stage(tests, tree);
      if (!stage) continue;
      tried.push(...stage.tests);
      const verdict = await noticed(mutant, stage, tree);
      if (verdict !== undefined) return { ...description, verdict, tests: stage.tests };
    }
    return { ...description, verdict: tried.length > 0 ? "survived" : "untested", tests: tried };
  }

  #stage(tests: readonly string[], tree: Tree): Promise<Stage | undefined> {
    const key = tests.join(" ");
    const known = this.#stages.get(key) ?? this.#tried(tests, tree);
    this.#stages.set(key, known);
    return known;
  }

  /** The tests that pass unchanged, and their time limit; undefined where none passes. */
  async #tried(tests: readonly string[], tree: Tree): Promise<Stage | undefined> {
    const first = await tree.run(tests, FIRST);
    const timeoutMs = MIN_TIMEOUT_MS + TIMEOUT_FACTOR * first.milliseconds;
    if (first.isGreen) return { tests, timeoutMs };
    const green: string[] = [];
    for (const test of tests)
      if ((await tree.run([test], FIRST)).isGreen) green.push(test);
      else this.#say(`fails without any mutant, and is left out: ${test}`);
    return green.length === 0 ? undefined : { tests: green, timeoutMs: MIN_TIMEOUT_MS + TIMEOUT_FACTOR * FIRST };
  }
}

/**
 * The verdict; undefined where nothing is detected. Tests also fail on a busy machine: a failed file has to fail twice, and
 * a run counts as timed out only where the unchanged tree takes a fraction of that time right after it.
 */
async function noticed(mutant: Mutant, { tests, timeoutMs }: Stage, tree: Tree): Promise<Verdict | undefined> {
  const run = await tree.mutated(mutant, tests, timeoutMs);
  if (run.isGreen) return undefined;
  if (run.isLate) return (await isQuick(tests, timeoutMs, tree)) ? "timed out" : undefined;
  if (NOT_COMPILED.test(run.output)) return "not compiled";
  const secondRun = await tree.mutated(mutant, failedFile(run, tests), timeoutMs);
  return secondRun.isGreen ? undefined : "killed";
}

async function isQuick(tests: readonly string[], timeoutMs: number, tree: Tree): Promise<boolean> {
  const { isGreen, milliseconds } = await tree.run(tests, timeoutMs);
  return isGreen && milliseconds * 2 < timeoutMs;
}

/** The test file that the run has begun last; all of them if unknown. */
function failedFile({ output }: Run, tests: readonly string[]): readonly string[] {
  const file = [...output.matchAll(/^(\S+\.test\.ts):$/gm)].at(-1)?.[1];
  return file !== undefined && tests.includes(file) ? [file] : tests;
}
