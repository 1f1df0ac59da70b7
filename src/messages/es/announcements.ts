/** What the verb that announces says, in Spanish. */
import type { announcements as en } from "../en/announcements.ts";
import { counted } from "./units.ts";

export const announcements: typeof en = {
  toAll: (accounts) => `enviado a ${counted(accounts, "cuenta", "cuentas")}; quien no esté lo encontrará más tarde`,
  toOne: (account) => `enviado solo a ${account}; sin --to, lo recibe todo el mundo`,
};
