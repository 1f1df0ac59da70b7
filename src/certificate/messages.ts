/** Problems as data, and the sentences that they become in a language. */
import * as en from "./messages/en.ts";
import * as fr from "./messages/fr.ts";

export type Language = "en" | "fr";
export type Reason = keyof typeof en.REASONS;
export type RemedyKey = keyof typeof en.REMEDIES;

/** What stands in the place of {key}: texts, lists, or a time in milliseconds since 1970. */
export type Value = string | number | readonly string[] | { readonly time: number };
export type MessageValues = Readonly<Record<string, Value>>;

export interface Remedy {
  readonly key: RemedyKey;
  readonly values: MessageValues;
}

const TABLES = { en, fr } as const;
const LOCALES = { en: "en-GB", fr: "fr" } as const;

/** The sentence of a reason, without colour or line breaks. */
export const reasonText = (reason: Reason, values: MessageValues, language: Language): string =>
  filled(TABLES[language].REASONS[reason], values, language);

/** The sentence of a remedy. */
export const remedyText = ({ key, values }: Remedy, language: Language): string =>
  filled(TABLES[language].REMEDIES[key], values, language);

function filled(sentence: string, values: MessageValues, language: Language): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined) return placeholder;
    if (typeof value === "string" || typeof value === "number") return String(value);
    if ("time" in value) {
      const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeStyle: "short" });
      return format.format(value.time);
    }
    return value.join(", ");
  });
}
