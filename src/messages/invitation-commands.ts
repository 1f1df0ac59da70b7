/** The commands by which people invite others from their app (XEP-0401). */
import { inLanguages } from "./language.ts";

export const invitationCommandMessages = inLanguages("invitationCommands");
