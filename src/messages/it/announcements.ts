/** What the verb that announces says, in Italian. */
import type { announcements as en } from "../en/announcements.ts";
import { counted } from "./units.ts";

export const announcements: typeof en = {
  toAll: (accounts) => `inviato a ${counted(accounts, "account", "account")}; chi non c'è lo troverà più tardi`,
  toOne: (account) => `inviato solo a ${account}; senza --to, lo ricevono tutti`,
};
