/** The command by which people see what the server keeps for them. */
import { storage as en } from "./en/storage.ts";
import { storage as fr } from "./fr/storage.ts";
import { inLanguages } from "./language.ts";

export const storageMessages = inLanguages(en, fr);
