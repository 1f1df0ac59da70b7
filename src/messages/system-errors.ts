/** What to do about an error of the system that names no file of the home. */
import { systemErrors as en } from "./en/system-errors.ts";
import { systemErrors as fr } from "./fr/system-errors.ts";
import { inLanguages } from "./language.ts";

export const systemErrors = inLanguages(en, fr);
