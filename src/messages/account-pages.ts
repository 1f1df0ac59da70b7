/** What the pages of an account say. */
import { accountPages as en } from "./en/account-pages.ts";
import { accountPages as fr } from "./fr/account-pages.ts";
import { inLanguages } from "./language.ts";

export const accountPageMessages = inLanguages(en, fr);
