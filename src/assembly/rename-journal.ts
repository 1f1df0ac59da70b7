/** What a renaming of a domain (domain-rename.ts) has left, where it was interrupted. */
import { existsSync } from "node:fs";
import type { Home } from "../home.ts";

export const renameJournalOf = ({ database }: Home): string => `${database}.rename`;

/** Whether one was interrupted, or goes on. */
export const isRenaming = (home: Home): boolean => existsSync(renameJournalOf(home));
