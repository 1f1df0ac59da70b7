/** What `jabber-home federation` says. */
import { inLanguages } from "./language.ts";

export const federationMessages = inLanguages("federation");
