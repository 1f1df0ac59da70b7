/** What the wizard says, by language. */
import type { Language } from "../src/messages/language.ts";
import { en, type Messages } from "./i18n/en.ts";
import { fr } from "./i18n/fr.ts";

export type { Language, Messages };

export const LANGUAGES: Readonly<Record<Language, Messages>> = { en, fr };
