/** `export`: everything of a server for another one. */
import { exports as en } from "./en/exports.ts";
import { exports as fr } from "./fr/exports.ts";
import { inLanguages } from "./language.ts";

export const exportMessages = inLanguages(en, fr);
