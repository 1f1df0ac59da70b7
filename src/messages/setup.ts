/** What the wizard says. */
import { setup as en } from "./en/setup.ts";
import { setup as fr } from "./fr/setup.ts";
import { inLanguages } from "./language.ts";

export const setupMessages = inLanguages(en, fr);

export type SetupMessages = typeof en;
