/** What --help says. */
import type { help as en } from "./en/help.ts";
import { inLanguages } from "./language.ts";

export const helpMessages = inLanguages("help");

export type HelpMessages = typeof en;
export type VerbName = keyof typeof en.summaries;
export type FlagMeaning = keyof typeof en.meanings;
