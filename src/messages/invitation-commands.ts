/** The commands by which people invite others from their app (XEP-0401). */
import { invitationCommands as en } from "./en/invitation-commands.ts";
import { invitationCommands as fr } from "./fr/invitation-commands.ts";
import { inLanguages } from "./language.ts";

export const invitationCommandMessages = inLanguages(en, fr);
