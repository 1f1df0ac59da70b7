/** What the administrator's pages say. */
import type { adminPages as en } from "./en/admin-pages.ts";
import { inLanguages } from "./language.ts";

export const adminPageMessages = inLanguages("adminPages");
export type AdminPageMessages = typeof en;
