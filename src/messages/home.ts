/** `jabber-home paths` and `config check`. */
import { inLanguages } from "./language.ts";

export const homeMessages = inLanguages("home");
