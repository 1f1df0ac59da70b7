/** What the administrator's pages say. */
import { adminPages as en } from "./en/admin-pages.ts";
import { adminPages as fr } from "./fr/admin-pages.ts";
import { inLanguages } from "./language.ts";

export const adminPageMessages = inLanguages(en, fr);
export type AdminPageMessages = typeof en;
