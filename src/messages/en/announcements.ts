/** What the verb that announces says, in English. */
import { counted } from "./units.ts";

export const announcements = {
  toAll: (accounts: number): string =>
    `sent to ${counted(accounts, "account", "accounts")}; who is away finds it later`,
  toOne: (account: string): string => `sent to ${account} alone; without --to it goes to everybody`,
};
