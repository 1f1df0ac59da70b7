/** What the verb that announces says, in Portuguese. */
import type { announcements as en } from "../en/announcements.ts";
import { counted } from "./units.ts";

export const announcements: typeof en = {
  toAll: (accounts) => `enviado a ${counted(accounts, "conta", "contas")}; quem não está encontra-o mais tarde`,
  toOne: (account) => `enviado só a ${account}; sem --to, toda a gente o recebe`,
};
