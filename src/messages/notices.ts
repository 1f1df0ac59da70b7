/** What the server writes to its administrators. */
import { notices as en } from "./en/notices.ts";
import { notices as fr } from "./fr/notices.ts";
import { inLanguages } from "./language.ts";

export const noticeMessages = inLanguages(en, fr);
