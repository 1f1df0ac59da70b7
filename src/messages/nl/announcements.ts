/** What the verb that announces says, in Dutch. */
import type { announcements as en } from "../en/announcements.ts";
import { counted } from "./units.ts";

export const announcements: typeof en = {
  toAll: (accounts) => `gestuurd aan ${counted(accounts, "account", "accounts")}; wie er niet is, vindt het later`,
  toOne: (account) => `alleen aan ${account} gestuurd; zonder --to krijgt iedereen het`,
};
