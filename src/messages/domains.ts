/** `domain rename`: a domain gets another name. */
import { domains as en } from "./en/domains.ts";
import { domains as fr } from "./fr/domains.ts";
import { inLanguages } from "./language.ts";

export const domainMessages = inLanguages(en, fr);
