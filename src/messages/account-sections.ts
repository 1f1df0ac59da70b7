/** What the sections of an account's page say: picture and name, apps, invitations, history, export, leaving. */
import { inLanguages } from "./language.ts";

export const accountSectionMessages = inLanguages("accountSections");
