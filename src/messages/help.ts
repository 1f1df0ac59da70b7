/** What --help says. */
import { help as en } from "./en/help.ts";
import { help as fr } from "./fr/help.ts";
import { inLanguages } from "./language.ts";

export const helpMessages = inLanguages(en, fr);

export type HelpMessages = typeof en;
export type VerbName = keyof typeof en.summaries;
export type FlagMeaning = keyof typeof en.meanings;
