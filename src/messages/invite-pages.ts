/** What the pages of invitations and of new passwords say. */
import { invitePages as en } from "./en/invite-pages.ts";
import { invitePages as fr } from "./fr/invite-pages.ts";
import { inLanguages } from "./language.ts";

export const invitePageMessages = inLanguages(en, fr);

export type InvitePageMessages = typeof en;
