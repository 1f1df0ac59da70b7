/** What is fuzzed: one reader of what others send, with inputs to begin with. */
import type { Random } from "./random.ts";

export interface Target {
  readonly name: string;
  /** Texts are UTF-8. */
  readonly seeds: readonly (string | Uint8Array)[];
  /** What is put into inputs beside random bytes. */
  readonly words?: readonly string[];
  /** Makes an input of another kind than a changed seed: every other one is. */
  readonly generate?: (random: Random) => string | Uint8Array;
  /**
   * Throws, or rejects, where something is wrong: what a reader refuses is not. Returns what became of the input in a few words; an
   * input with a new outcome is changed further.
   */
  readonly check: (input: Buffer) => string | Promise<string>;
  /** The part of a run's inputs that this one gets, beside the 1 that others get: less where a check takes long. */
  readonly share?: number;
  /** What it cannot do without; undefined where all is there. */
  readonly missing?: () => string | undefined;
}

/** What is wrong with a reader, said by its target's check: two of the same kind are one finding. */
export class Wrong extends Error {
  readonly kind: string;

  constructor(kind: string, detail: unknown) {
    super(`${kind}: ${shortened(String(detail))}`);
    this.kind = kind;
  }
}

/** Throws Wrong unless both are the same as JSON. */
export function same(what: string, one: unknown, other: unknown): void {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  if (left !== right) throw new Wrong(what, `${shortened(left)} is not ${shortened(right)}`);
}

const SHOWN = 700;

const shortened = (text: string | undefined): string =>
  text === undefined || text.length <= SHOWN ? String(text) : `${text.slice(0, SHOWN)}…`;

/** What `read` returns; undefined where it throws one of these errors, which refuse an input. */
export function unlessRefused<T>(
  refusals: readonly (new (...words: never[]) => Error)[],
  read: () => T,
): T | undefined {
  try {
    return read();
  } catch (error) {
    if (refusals.some((refusal) => error instanceof refusal)) return undefined;
    throw error;
  }
}
