/** What the sections of an account's page say: picture and name, apps, invitations, history, export, leaving. */
import { accountSections as en } from "./en/account-sections.ts";
import { accountSections as fr } from "./fr/account-sections.ts";
import { inLanguages } from "./language.ts";

export const accountSectionMessages = inLanguages(en, fr);
