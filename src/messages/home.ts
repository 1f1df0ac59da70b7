/** `jabber-home paths` and `config check`. */
import { home as en } from "./en/home.ts";
import { home as fr } from "./fr/home.ts";
import { inLanguages } from "./language.ts";

export const homeMessages = inLanguages(en, fr);
