/** What the verb that announces says. */
import { inLanguages } from "./language.ts";

export const announcementMessages = inLanguages("announcements");
