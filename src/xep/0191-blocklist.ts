/** XEP-0191: the store of blocklists. */
import type { Jid } from "../jid/jid.ts";
import type { Database } from "../store/database.ts";

export const blocklistTables = [
  `CREATE TABLE blocking_item (
    account TEXT NOT NULL,
    jid TEXT NOT NULL,
    PRIMARY KEY (account, jid)
  ) STRICT, WITHOUT ROWID;`,
] as const;

export interface Blocklist {
  /** The JIDs that an account has blocked: full, bare, or domains. */
  of(account: string): string[];
  /** The size of an account's blocklist, in bytes. */
  size(account: string): number;
  add(account: string, jid: string): void;
  remove(account: string, jid: string): void;
  /** Removes all JIDs of an account. */
  clear(account: string): void;
  /** §5: whether the blocklist has the JID itself, its bare JID or its domain. */
  matches(account: string, peer: Jid): boolean;
}

export function openBlocklist(db: Database): Blocklist {
  const items = db.read<{ jid: string }>("SELECT jid FROM blocking_item WHERE account = ? ORDER BY jid");
  const size = db.read<{ bytes: number }>(
    "SELECT total(octet_length(jid)) AS bytes FROM blocking_item WHERE account = ?",
  );
  const covering = db.read("SELECT 1 FROM blocking_item WHERE account = ? AND jid IN (?, ?, ?) LIMIT 1");
  const add = db.write("INSERT OR IGNORE INTO blocking_item (account, jid) VALUES (?, ?)", { mayUseReserve: true });
  const remove = db.write("DELETE FROM blocking_item WHERE account = ? AND jid = ?");
  const clear = db.write("DELETE FROM blocking_item WHERE account = ?");
  // Every stanza looks here, and most accounts block nobody. Accounts are not removed, as a write may be rolled back.
  const blockers = new Set(
    db
      .read<{ account: string }>("SELECT DISTINCT account FROM blocking_item")
      .all()
      .map(({ account }) => account),
  );
  return {
    of: (account) => items.all(account).map(({ jid }) => jid),
    size: (account) => (blockers.has(account) ? (size.get(account)?.bytes ?? 0) : 0),
    add: (account, jid) => {
      blockers.add(account);
      add.run(account, jid);
    },
    remove: (account, jid) => void remove.run(account, jid),
    clear: (account) => void clear.run(account),
    matches: (account, { full, bare, domain }) =>
      blockers.has(account) && covering.get(account, full, bare, domain) !== undefined,
  };
}
