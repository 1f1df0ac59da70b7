/** What the verb that announces says. */
import { announcements as en } from "./en/announcements.ts";
import { announcements as fr } from "./fr/announcements.ts";
import { inLanguages } from "./language.ts";

export const announcementMessages = inLanguages(en, fr);
