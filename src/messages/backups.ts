/** `backup` and `restore`. */
import { backups as en } from "./en/backups.ts";
import { backups as fr } from "./fr/backups.ts";
import { inLanguages } from "./language.ts";

export const backupMessages = inLanguages(en, fr);
