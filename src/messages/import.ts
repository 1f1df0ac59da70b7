/** What the import from another server says. */
import { imports as en } from "./en/import.ts";
import { imports as fr } from "./fr/import.ts";
import { inLanguages } from "./language.ts";

export const importMessages = inLanguages(en, fr);

export type ImportMessages = typeof en;
