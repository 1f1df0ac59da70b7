/** The languages that people are addressed in, which of them to take, and the texts of a subject in each. */
import { defineLazy } from "../lazy.ts";
import type { en } from "./en/texts.ts";

export const LANGUAGES = ["en", "fr", "de", "es", "it", "nl", "pt"] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: unknown): text is Language => LANGUAGES.some((language) => language === text);

/** The language of a tag (RFC 5646: "fr-CA") or a locale (POSIX: "fr_CA.UTF-8"); English for what is not spoken here. */
export function languageOfTag(tag: string): Language {
  const [primary] = tag.toLowerCase().split(/[^a-z]/, 1);
  return isLanguage(primary) ? primary : "en";
}

/** By the locale of the environment (POSIX: LC_ALL, LC_MESSAGES, LANG), else English. */
export const systemLanguage = (env: Readonly<Record<string, string | undefined>>): Language =>
  languageOfTag(env.LC_ALL || env.LC_MESSAGES || env.LANG || "");

export type InLanguages<Messages> = Readonly<Record<Language, Messages>>;

/** Every text of a language, by subject. */
export type Texts = Readonly<typeof en>;
export type Subject = keyof Texts;

/** Only what is said takes memory: a language when it is first spoken, of it a subject when it is first talked about. */
const LANGUAGE_TEXTS: InLanguages<() => Texts> = {
  en: () => require("./en/texts.ts").en,
  fr: () => require("./fr/texts.ts").fr,
  de: () => require("./de/texts.ts").de,
  es: () => require("./es/texts.ts").es,
  it: () => require("./it/texts.ts").it,
  nl: () => require("./nl/texts.ts").nl,
  pt: () => require("./pt/texts.ts").pt,
};

/** The texts of a subject: one that a language lacks does not compile. */
export function inLanguages<Name extends Subject>(subject: Name): InLanguages<Texts[Name]> {
  const texts = {};
  for (const language of LANGUAGES) defineLazy(texts, language, () => LANGUAGE_TEXTS[language]()[subject]);
  return texts as InLanguages<Texts[Name]>;
}
