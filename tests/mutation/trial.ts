/** One mutant: do the tests notice it? */
import type { Mutant } from "./mutants.ts";
import { type Graph, testsOf } from "./related.ts";
import type { Run, Tree } from "./tree.ts";

export type Verdict = "killed" | "timed out" | "survived" | "not compiled" | "untested";

export interface Result extends Omit<Mutant, "start" | "end"> {
  readonly verdict: Verdict;
  /** The test files of the stage that noticed it, or of all stages. */
  readonly tests: readonly string[];
}

interface Stage {
  readonly tests: readonly string[];
  /** Milliseconds that they may take. */
  readonly patience: number;
}

/** Milliseconds of the first run on an unchanged tree, and how much longer a run with a mutant may take. */
const FIRST = 300_000;
const TIMEOUT_FACTOR = 4;
const MIN_TIMEOUT_MS = 20_000;

const NOT_COMPILED = /(SyntaxError|error: (Expected|Unexpected|Syntax Error))/;

/** Tries the tests of each file on the unchanged tree first: what fails there notices nothing. */
export class Trials {
  readonly #graph: Graph;
  readonly #say: (what: string) => void;
  readonly #stages = new Map<string, Promise<Stage | undefined>>();

  constructor(graph: Graph, say: (what: string) => void) {
    [this.#graph, this.#say] = [graph, say];
  }

  async result(mutant: Mutant, tree: Tree): Promise<Result> {
    const { start: _, end: __, ...told } = mutant;
    const tried: string[] = [];
    for (const tests of testsOf(mutant.path, this.#graph)) {
      const stage = await this.#stage(tests, tree);
      if (!stage) continue;
      tried.push(...stage.tests);
      const verdict = await noticed(mutant, stage, tree);
      if (verdict !== undefined) return { ...told, verdict, tests: stage.tests };
    }
    return { ...told, verdict: tried.length > 0 ? "survived" : "untested", tests: tried };
  }

  #stage(tests: readonly string[], tree: Tree): Promise<Stage | undefined> {
    const key = tests.join(" ");
    const known = this.#stages.get(key) ?? this.#tried(tests, tree);
    this.#stages.set(key, known);
    return known;
  }

  /** Those that pass, and how long they may take; undefined where none does. */
  async #tried(tests: readonly string[], tree: Tree): Promise<Stage | undefined> {
    const first = await tree.run(tests, FIRST);
    const patience = MIN_TIMEOUT_MS + TIMEOUT_FACTOR * first.milliseconds;
    if (first.isGreen) return { tests, patience };
    const green: string[] = [];
    for (const test of tests)
      if ((await tree.run([test], FIRST)).isGreen) green.push(test);
      else this.#say(`fails without any mutant, and is left out: ${test}`);
    return green.length === 0 ? undefined : { tests: green, patience: MIN_TIMEOUT_MS + TIMEOUT_FACTOR * FIRST };
  }
}

/**
 * Undefined where nothing is noticed. A busy machine fails tests as well: the file that has failed has to fail once more, and
 * a run is late only where the unchanged tree takes a fraction of that time at that very moment.
 */
async function noticed(mutant: Mutant, { tests, patience }: Stage, tree: Tree): Promise<Verdict | undefined> {
  const run = await tree.mutated(mutant, tests, patience);
  if (run.isGreen) return undefined;
  if (run.isLate) return (await isQuick(tests, patience, tree)) ? "timed out" : undefined;
  if (NOT_COMPILED.test(run.words)) return "not compiled";
  const again = await tree.mutated(mutant, failedFile(run, tests), patience);
  return again.isGreen ? undefined : "killed";
}

async function isQuick(tests: readonly string[], patience: number, tree: Tree): Promise<boolean> {
  const { isGreen, milliseconds } = await tree.run(tests, patience);
  return isGreen && milliseconds * 2 < patience;
}

/** The last one that the run has begun; all of them where it does not say. */
function failedFile({ words }: Run, tests: readonly string[]): readonly string[] {
  const file = [...words.matchAll(/^(\S+\.test\.ts):$/gm)].at(-1)?.[1];
  return file !== undefined && tests.includes(file) ? [file] : tests;
}
