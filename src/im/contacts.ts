/** The rosters' rows. */
import type { Database } from "../store/database.ts";
import type { Contact, Subscription } from "./contact.ts";

export const contactTables = [
  `CREATE TABLE roster_contact (
    account TEXT NOT NULL,
    jid TEXT NOT NULL,
    name TEXT,
    groups TEXT NOT NULL,
    subscription TEXT NOT NULL,
    ask INTEGER NOT NULL,
    approved INTEGER NOT NULL,
    request TEXT,
    is_listed INTEGER NOT NULL,
    PRIMARY KEY (account, jid)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE roster_version (account TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  "CREATE INDEX roster_contact_related ON roster_contact (account) WHERE subscription <> 'none' OR request IS NOT NULL;",
] as const;

interface Row {
  readonly jid: string;
  readonly name: string | null;
  readonly groups: string;
  readonly subscription: Subscription;
  readonly ask: number;
  readonly approved: number;
  readonly request: string | null;
  readonly is_listed: number;
}

const contactOf = (row: Row): Contact => ({
  jid: row.jid,
  name: row.name ?? undefined,
  groups: JSON.parse(row.groups),
  subscription: row.subscription,
  ask: row.ask === 1,
  approved: row.approved === 1,
  request: row.request ?? undefined,
  isListed: row.is_listed === 1,
});

export interface Contacts {
  of(account: string): Contact[];
  /** Those who see the account's presence, are seen by it, or ask to see it: all that presence has to do with. */
  related(account: string): Contact[];
  /** The bare JIDs of those who see the account's presence. */
  subscribers(account: string): string[];
  get(account: string, jid: string): Contact | undefined;
  put(account: string, contact: Contact): void;
  remove(account: string, jid: string): void;
  /** How many of an account's contacts are in the roster that it sees, or how many are not. */
  count(account: string, isListed: boolean): number;
  version(account: string): number;
  /** One higher than before. */
  nextVersion(account: string): number;
  /** Everything that belongs to an account. */
  forget(account: string): void;
}

export function openContacts(db: Database): Contacts {
  const all = db.read<Row>("SELECT * FROM roster_contact WHERE account = ?");
  const related = db.read<Row>(
    `SELECT * FROM roster_contact INDEXED BY roster_contact_related
      WHERE account = ? AND (subscription <> 'none' OR request IS NOT NULL)`,
  );
  const subscribers = db.read<{ jid: string }>(
    `SELECT jid FROM roster_contact INDEXED BY roster_contact_related
      WHERE account = ? AND subscription <> 'none' AND subscription <> 'to'`,
  );
  const one = db.read<Row>("SELECT * FROM roster_contact WHERE account = ? AND jid = ?");
  const counted = db.read<{ n: number }>(
    "SELECT count(*) AS n FROM roster_contact WHERE account = ? AND is_listed = ?",
  );
  const put = db.write(
    `INSERT OR REPLACE INTO roster_contact
      (account, jid, name, groups, subscription, ask, approved, request, is_listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.write("DELETE FROM roster_contact WHERE account = ? AND jid = ?");
  const removeAll = db.write("DELETE FROM roster_contact WHERE account = ?");
  const version = db.read<{ version: number }>("SELECT version FROM roster_version WHERE account = ?");
  const raise = db.write<{ version: number }>(
    `INSERT INTO roster_version (account, version) VALUES (?, 1)
      ON CONFLICT (account) DO UPDATE SET version = version + 1 RETURNING version`,
    { isAlwaysTaken: true },
  );
  const removeVersion = db.write("DELETE FROM roster_version WHERE account = ?");

  return {
    of: (account) => all.all(account).map(contactOf),
    related: (account) => related.all(account).map(contactOf),
    subscribers: (account) => subscribers.all(account).map(({ jid }) => jid),
    get: (account, jid) => {
      const row = one.get(account, jid);
      return row && contactOf(row);
    },
    put: (account, { jid, name, groups, subscription, ask, approved, request, isListed }) => {
      const flags = [Number(ask), Number(approved), request ?? null, Number(isListed)];
      put.run(account, jid, name ?? null, JSON.stringify(groups), subscription, ...flags);
    },
    remove: (account, jid) => void remove.run(account, jid),
    count: (account, isListed) => counted.get(account, Number(isListed))?.n ?? 0,
    version: (account) => version.get(account)?.version ?? 0,
    nextVersion: (account) => raise.get(account)?.version ?? 1,
    forget: (account) => {
      removeAll.run(account);
      removeVersion.run(account);
    },
  };
}
