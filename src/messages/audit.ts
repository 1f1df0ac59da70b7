/** What was done, in words. */
import { onOneLine } from "../one-line.ts";
import { inLanguages, type Language } from "./language.ts";

export const auditMessages = inLanguages("audit");

/** An act, as `operations/audit.ts` has it. */
export interface Deed {
  readonly act: string;
  readonly whom?: readonly string[];
  readonly others?: number;
  readonly what?: string;
}

/** "made bob@example.com"; the act's name for one of a later version. */
export function deedText({ act, whom = [], others = 0, what = "" }: Deed, language: Language): string {
  const { acts, more } = auditMessages[language];
  const sentences: Readonly<Record<string, (whom: string, what: string) => string>> = acts;
  const named = whom.map(onOneLine).join(", ");
  const sentence = Object.hasOwn(sentences, act) ? sentences[act] : undefined;
  return sentence?.(others > 0 ? `${named} ${more(others)}` : named, onOneLine(what)) ?? act;
}
