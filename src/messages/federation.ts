/** What `jabber-home federation` says. */
import { federation as en } from "./en/federation.ts";
import { federation as fr } from "./fr/federation.ts";
import { inLanguages } from "./language.ts";

export const federationMessages = inLanguages(en, fr);
