/** What the verbs of files say. */
import { sentFiles as en } from "./en/files.ts";
import { sentFiles as fr } from "./fr/files.ts";
import { inLanguages } from "./language.ts";

export const fileMessages = inLanguages(en, fr);
