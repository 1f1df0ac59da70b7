/** What the verbs of invitations say. */
import { invitations as en } from "./en/invitations.ts";
import { invitations as fr } from "./fr/invitations.ts";
import { inLanguages } from "./language.ts";

export const invitationMessages = inLanguages(en, fr);
