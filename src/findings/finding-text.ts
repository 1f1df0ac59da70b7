/** A finding in words: what is wrong, and what helps. */
import type { Language } from "../messages/language.ts";
import { type FindingText, type Words, wordsIn } from "./check.ts";
import { CHECKS, type Finding, type FindingKind } from "./findings.ts";

type Say = (details: never, words: Words) => FindingText;

/** What is said of each kind. */
const SENTENCES: ReadonlyMap<string, Say> = new Map(
  CHECKS.flatMap(({ say }): [string, Say][] => Object.entries<Say>(say as Readonly<Record<string, Say>>)),
);

/** Of all findings that there may be. */
export const FINDING_KINDS = [...SENTENCES.keys()] as readonly FindingKind[];

/** Throws Error for a kind that no check has: a running server of another version. */
export function findingText({ kind, details }: Finding, language: Language): FindingText {
  const say = SENTENCES.get(kind);
  if (!say) throw new Error(`no check finds ${kind}`);
  return say(details as never, wordsIn(language));
}
