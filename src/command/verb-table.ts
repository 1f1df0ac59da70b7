/** The table of verbs, and the verb of the first words. */
import { didYouMean } from "../config/did-you-mean.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import type { AnyVerb } from "./verb.ts";

/** Verbs by name ("run", "user add"); each is loaded when it is used. */
export type VerbTable = Readonly<Record<string, () => Promise<AnyVerb>>>;

export interface FoundVerb {
  readonly load: () => Promise<AnyVerb>;
  /** The number of words of its name. */
  readonly words: number;
}

/** By the first two words that were typed. Throws CommandError (usage) with a suggestion. */
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
  throw new CommandError(EXIT.usage, `there is no verb "${first}"`, near ? meant(near) : "see jabber-home --help");
}

/** The verbs that begin with `word`, such as those of "user". */
export const groupOf = (word: string, verbs: VerbTable): readonly string[] =>
  Object.keys(verbs).filter((name) => name.startsWith(`${word} `));

function notInGroup(first: string, second: string | undefined, members: readonly string[]): CommandError {
  if (second === undefined) return new CommandError(EXIT.usage, `${first} what?`, `one of: ${members.join(", ")}`);
  const near = didYouMean(`${first} ${second}`, members);
  const remedy = near ? meant(near) : `one of: ${members.join(", ")}`;
  return new CommandError(EXIT.usage, `there is no "${first} ${second}"`, remedy);
}

const meant = (name: string): string => `did you mean jabber-home ${name}?`;
