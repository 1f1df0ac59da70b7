/** What can go wrong with a certificate, as data, and the sentences that it becomes in a language. */
import { certificateProblems as en } from "./en/certificate-problems.ts";
import { certificateProblems as fr } from "./fr/certificate-problems.ts";
import { withOrdinal } from "./fr/units.ts";
import { inLanguages, type Language } from "./language.ts";

export const certificateProblems = inLanguages(en, fr);

export type Reason = keyof typeof en.reasons;
export type RemedyKey = keyof typeof en.remedies;

/** What stands in the place of {key}: texts, lists, or a time in milliseconds since 1970. */
export type Value = string | number | readonly string[] | { readonly time: number };
export type MessageValues = Readonly<Record<string, Value>>;

export interface Remedy {
  readonly key: RemedyKey;
  readonly values: MessageValues;
}

/** The sentence of a reason, without colour or line breaks. */
export const reasonText = (reason: Reason, values: MessageValues, language: Language): string =>
  filled(certificateProblems[language].reasons[reason], values, language);

/** The sentence of a remedy. */
export const remedyText = ({ key, values }: Remedy, language: Language): string =>
  filled(certificateProblems[language].remedies[key], values, language);

/** What is known of a problem. */
export interface CertificateProblemFacts {
  readonly reason: Reason;
  readonly values: MessageValues;
  /** The best first. */
  readonly remedies: readonly Remedy[];
}

/** The sentence of a problem, and those of what helps. */
export const certificateProblemText = (
  { reason, values, remedies }: CertificateProblemFacts,
  language: Language,
): string => [reasonText(reason, values, language), ...remedies.map((one) => remedyText(one, language))].join(" ");

const LOCALES = { en: "en-GB", fr: "fr" } as const;

function filled(sentence: string, values: MessageValues, language: Language): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined) return placeholder;
    if (typeof value === "string" || typeof value === "number") return String(value);
    if ("time" in value) {
      const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeStyle: "short" });
      const text = format.format(value.time);
      return language === "fr" ? withOrdinal(text) : text;
    }
    return value.join(", ");
  });
}
