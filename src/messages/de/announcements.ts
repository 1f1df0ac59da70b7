/** What the verb that announces says, in German. */
import type { announcements as en } from "../en/announcements.ts";
import { counted } from "./units.ts";

export const announcements: typeof en = {
  toAll: (accounts) =>
    `an ${counted(accounts, "Konto", "Konten")} geschickt; wer gerade nicht da ist, findet es später vor`,
  toOne: (account) => `nur an ${account} geschickt; ohne --to geht es an alle`,
};
