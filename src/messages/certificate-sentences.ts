/** What can go wrong with a certificate, as data, and how sentences are made of it. */
import type { certificateProblems } from "./en/certificate-problems.ts";

type Sentences = typeof certificateProblems;
export type Reason = keyof Sentences["reasons"];
export type RemedyKey = keyof Sentences["remedies"];

/** What stands in the place of {key}: texts, lists, or a time in milliseconds since 1970. */
export type Value = string | number | readonly string[] | { readonly time: number };
export type MessageValues = Readonly<Record<string, Value>>;

export interface Remedy {
  readonly key: RemedyKey;
  readonly values: MessageValues;
}

/** What is known of a problem. */
export interface CertificateProblemFacts {
  readonly reason: Reason;
  readonly values: MessageValues;
  /** The best first. */
  readonly remedies: readonly Remedy[];
}

/** A time in milliseconds since 1970, as people write it. */
type Moment = (time: number) => string;

/** The sentence of a problem, and those of what helps, in the language of `sentences`. */
export const problemSentences = (
  { reason, values, remedies }: CertificateProblemFacts,
  sentences: Sentences,
  moment: Moment,
): string =>
  [
    filled(sentences.reasons[reason], values, moment),
    ...remedies.map((remedy) => filled(sentences.remedies[remedy.key], remedy.values, moment)),
  ].join(" ");

/** A sentence with what stands in the places of its {keys}. */
export function filled(sentence: string, values: MessageValues, moment: Moment): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined) return placeholder;
    if (typeof value === "string" || typeof value === "number") return String(value);
    if ("time" in value) return moment(value.time);
    return value.join(", ");
  });
}
