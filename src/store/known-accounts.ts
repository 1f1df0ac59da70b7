/** Which accounts there are, remembered: each stanza asks. What creates accounts asks the table, as it may be rolled back. */
import type { Database } from "./database.ts";

export interface KnownAccounts {
  readonly exists: (account: string) => boolean;
  /** It has been made in this tick, which may be rolled back after others have asked: it is not remembered before. */
  isNew(account: string): void;
  /** It is gone. */
  forget(account: string): void;
}

export function openKnownAccounts(
  db: Pick<Database, "onTick">,
  isInTable: (account: string) => boolean,
): KnownAccounts {
  const known = new Set<string>();
  const made = new Set<string>();
  db.onTick((lost) => {
    if (lost) known.clear();
    made.clear();
  });
  return {
    exists: (account) => {
      if (known.has(account)) return true;
      const isThere = isInTable(account);
      if (isThere && !made.has(account)) known.add(account);
      return isThere;
    },
    isNew: (account) => void made.add(account),
    forget: (account) => void known.delete(account),
  };
}
