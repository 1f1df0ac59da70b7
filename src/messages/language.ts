/** The languages that people are addressed in, which of them to take, and the texts of a subject in each. */
import { frenchSpacesIn } from "./fr/spaces.ts";

export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: unknown): text is Language => LANGUAGES.some((language) => language === text);

/** The language of a tag (RFC 5646: "fr-CA") or a locale (POSIX: "fr_CA.UTF-8"); English for what is not spoken here. */
export const languageOfTag = (tag: string): Language => (/^fr(?![a-z])/i.test(tag) ? "fr" : "en");

/** By the locale of the environment (POSIX: LC_ALL, LC_MESSAGES, LANG), else English. */
export const systemLanguage = (env: Readonly<Record<string, string | undefined>>): Language =>
  languageOfTag(env.LC_ALL || env.LC_MESSAGES || env.LANG || "");

export type InLanguages<Messages> = Readonly<Record<Language, Messages>>;

/** The texts of a subject: `messages/en/SUBJECT.ts` gives the type, a text that `messages/fr/SUBJECT.ts` lacks does not compile. */
export const inLanguages = <Messages>(en: Messages, fr: NoInfer<Messages>): InLanguages<Messages> => ({
  en,
  fr: frenchSpacesIn(fr),
});
