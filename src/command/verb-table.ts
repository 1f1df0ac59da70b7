/** The table of verbs, and the verb of the first words. */
import { didYouMean } from "../config/did-you-mean.ts";
import { EXIT } from "./exit.ts";
import type { AnyVerb } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

/** Verbs by name ("run", "user add"); each is loaded when it is used. */
export type VerbTable = Readonly<Record<string, () => Promise<AnyVerb>>>;

export interface FoundVerb {
  readonly load: () => Promise<AnyVerb>;
  /** The number of words of its name. */
  readonly words: number;
}

/** By the first two words that were typed. Throws VerbError (usage) with a suggestion. */
export function findVerb([first = "", second]: readonly string[], verbs: VerbTable): FoundVerb {
  const pair = `${first} ${second}`;
  const two = Object.hasOwn(verbs, pair) ? verbs[pair] : undefined;
  if (two) return { load: two, words: 2 };
  const one = Object.hasOwn(verbs, first) ? verbs[first] : undefined;
  if (one) return { load: one, words: 1 };
  const members = groupOf(first, verbs);
  if (members.length > 0) throw notInGroup(first, second, members);
  const names = Object.keys(verbs);
  const near =
    didYouMean(pair, names) ?? didYouMean(first, [...names, ...names.map((name) => name.split(" ", 1)[0] ?? "")]);
  throw new VerbError(EXIT.usage, "no-verb", { word: first, near });
}

/** The verbs that begin with `word`, such as those of "user". */
export const groupOf = (word: string, verbs: VerbTable): readonly string[] =>
  Object.keys(verbs).filter((name) => name.startsWith(`${word} `));

function notInGroup(first: string, second: string | undefined, members: readonly string[]): VerbError {
  if (second === undefined) return new VerbError(EXIT.usage, "which-verb", { group: first, members });
  const words = `${first} ${second}`;
  return new VerbError(EXIT.usage, "no-member", { words, near: didYouMean(words, members), members });
}
