/** What the web pages say: what stands on each of them, the door, errors. */
import type { web as en } from "./en/web.ts";
import { inLanguages, type Language } from "./language.ts";

export const webMessages = inLanguages("web");

export type WebMessages = typeof en;

/** Each language in its own words, for those who look for it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  fr: "Français",
  de: "Deutsch",
  es: "Español",
  it: "Italiano",
  nl: "Nederlands",
  pt: "Português",
};
