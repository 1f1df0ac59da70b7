/** Gives inputs to a target, and makes what is found small. */
import { kept } from "./kept.ts";
import { mutated } from "./mutate.ts";
import { randomOf } from "./random.ts";
import { type Target, Wrong } from "./target.ts";

export interface Finding {
  readonly target: string;
  /** The message of the error, or how slow it was. */
  readonly what: string;
  readonly input: Buffer;
}

/** Milliseconds of CPU that an input of MAX_BYTES may take, on a machine as slow as ours under load. */
export const MAX_MS = 150;
/** Inputs with outcomes of their own that are changed further. */
const MAX_POOL = 400;
/** Findings of a target after which it is left: the rest is the same, mostly. */
const MAX_FINDINGS = 10;
/** Characters of an error's message by which it is told from others. */
const MAX_KIND = 40;
/** What is spent on making one smaller: tries, and milliseconds. */
const MAX_TRIES = 2000;
const MAX_TIME = 20_000;

/** Inputs until `count` of them, or until `isOver`. The same seed gives the same inputs. */
export async function fuzz(
  target: Target,
  {
    seed,
    count,
    isOver = () => false,
  }: { readonly seed: number; readonly count: number; readonly isOver?: () => boolean },
): Promise<{ readonly inputs: number; readonly outcomes: number; readonly findings: readonly Finding[] }> {
  const pool = [...target.seeds.map((each) => Buffer.from(each as string)), ...kept(target.name)];
  const outcomes = new Set<string>();
  const findings = new Map<string, Finding>();
  let inputs = 0;
  for (; inputs < count && findings.size < MAX_FINDINGS && !isOver(); inputs++) {
    const random = randomOf(Math.imul(seed, 0x85ebca6b) + inputs);
    const input =
      target.generate && random(2) === 0
        ? Buffer.from(target.generate(random) as string)
        : mutated(random, pool, target.words ?? []);
    const { outcome, kind } = await tried(target, input);
    if (kind !== undefined && !findings.has(kind)) {
      const least = await smaller(target, input, kind);
      findings.set(kind, { target: target.name, what: (await tried(target, least)).what ?? kind, input: least });
    }
    if (outcome === undefined || outcomes.has(outcome)) continue;
    outcomes.add(outcome);
    if (pool.length < MAX_POOL) pool.push(input);
  }
  return { inputs, outcomes: outcomes.size, findings: [...findings.values()] };
}

interface Tried {
  readonly outcome?: string;
  /** What is wrong, and which kind of that it is. */
  readonly what?: string;
  readonly kind?: string;
}

/** What becomes of one input. */
export async function tried(target: Target, input: Buffer): Promise<Tried> {
  const begun = performance.now();
  try {
    const result = target.check(input);
    const outcome = typeof result === "string" ? result : await result;
    const isSlow = performance.now() - begun > MAX_MS && (await cpuOf(target, input)) > MAX_MS;
    return isSlow ? { what: `more than ${MAX_MS} ms of CPU`, kind: "slow" } : { outcome };
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { what, kind: error instanceof Wrong ? error.kind : what.replace(/\d+/g, "0").slice(0, MAX_KIND) };
  }
}

/** Milliseconds of CPU, the least of three times: another program, a collection and a compiler are no fault of the target's. */
async function cpuOf(target: Target, input: Buffer): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 3; time++) {
    const before = process.cpuUsage();
    await target.check(input);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Without the pieces that do not matter, large ones first. */
async function smaller(target: Target, input: Buffer, kind: string): Promise<Buffer> {
  let least = input;
  let tries = 0;
  const end = performance.now() + MAX_TIME;
  for (let size = Math.ceil(least.length / 2); size > 0; size = Math.floor(size / 2))
    for (let at = 0; at < least.length && tries < MAX_TRIES && performance.now() < end; tries++) {
      const without = Buffer.concat([least.subarray(0, at), least.subarray(at + size)]);
      if ((await tried(target, without)).kind === kind) least = without;
      else at += size;
    }
  return least;
}
