/** What the pages of invitations and of new passwords say. */
import type { invitePages as en } from "./en/invite-pages.ts";
import { inLanguages } from "./language.ts";

export const invitePageMessages = inLanguages("invitePages");

export type InvitePageMessages = typeof en;
