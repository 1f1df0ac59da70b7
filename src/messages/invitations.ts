/** What the verbs of invitations say. */
import { inLanguages } from "./language.ts";

export const invitationMessages = inLanguages("invitations");
