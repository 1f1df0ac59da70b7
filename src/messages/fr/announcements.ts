/** What the verb that announces says, in French. */
import type { announcements as en } from "../en/announcements.ts";
import { counted } from "./units.ts";

export const announcements: typeof en = {
  toAll: (accounts) =>
    `envoyé à ${counted(accounts, "compte", "comptes")} ; ceux qui sont absents le trouveront plus tard`,
  toOne: (account) => `envoyé à ${account} seulement ; sans --to, tout le monde le reçoit`,
};
