/** Accounts that came from another server and lack the keys of some hash, until their owners have shown the password. */
import { DAY, HOUR } from "../clock.ts";
import type { Database } from "./database.ts";
import type { FormerPassword } from "./former-password.ts";
import { SCRAM_HASHES, type ScramHash } from "./scram-keys.ts";
import type { TableOwner } from "./stored-addresses.ts";

const TABLES = [
  `CREATE TABLE former_account (
     account TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
     since INTEGER NOT NULL,
     password TEXT
   ) STRICT, WITHOUT ROWID;`,
];

export const formerAccountTables: TableOwner = {
  name: "former_accounts",
  tables: TABLES,
  addresses: {
    tables: { former_account: { account: "jid", password: "other" } },
  },
};

/**
 * For so long after it came, an account keeps others from being offered what it cannot do, in milliseconds: what it has are keys
 * of some hash, or what checks nothing but a password that is sent.
 */
const CONSIDERED_WITH_KEYS = 90 * DAY;
const CONSIDERED_WITHOUT = 30 * DAY;
/** How long the answer is remembered, in milliseconds. */
const REMEMBERED = HOUR;

export interface FormerAccounts {
  /** `password`: where there are no keys at all. */
  add(account: string, password: FormerPassword | undefined): void;
  has(account: string): boolean;
  passwordOf(account: string): FormerPassword | undefined;
  /** It has the keys of all hashes now. */
  settle(account: string): void;
  /** The keys of an account have changed, or it is gone. */
  changed(): void;
  /** The hashes with which all those that came lately can sign in. */
  usableHashes(): readonly ScramHash[];
}

/** `now`: milliseconds since 1970. */
export function openFormerAccounts(db: Database, now: () => number): FormerAccounts {
  db.migrate(formerAccountTables.name, formerAccountTables.tables);
  const insert = db.write("INSERT OR REPLACE INTO former_account (account, since, password) VALUES (?, ?, ?)");
  const one = db.read<{ password: string | null }>("SELECT password FROM former_account WHERE account = ?");
  const remove = db.write("DELETE FROM former_account WHERE account = ?");
  const any = db.read("SELECT 1 FROM former_account LIMIT 1");
  const lacking = db.read(
    `SELECT 1 FROM former_account JOIN accounts USING (account)
      WHERE since > iif(password IS NULL, ?1 - ${CONSIDERED_WITH_KEYS}, ?1 - ${CONSIDERED_WITHOUT}) AND disabled = 0
      AND NOT EXISTS (SELECT 1 FROM account_keys WHERE account = former_account.account AND hash = ?2) LIMIT 1`,
  );
  let usable: { readonly hashes: readonly ScramHash[]; readonly until: number } | undefined;

  const changed = (): void => {
    usable = undefined;
  };
  const read = (): readonly ScramHash[] =>
    any.get() === undefined ? SCRAM_HASHES : SCRAM_HASHES.filter((hash) => lacking.get(now(), hash) === undefined);

  return {
    add: (account, password) => {
      insert.run(account, now(), password ? JSON.stringify(password) : null);
      changed();
    },
    has: (account) => one.get(account) !== undefined,
    passwordOf: (account) => {
      const text = one.get(account)?.password;
      return text ? (JSON.parse(text) as FormerPassword) : undefined;
    },
    settle: (account) => {
      if (remove.run(account).changes > 0) changed();
    },
    changed,
    usableHashes: () => {
      if (!usable || now() >= usable.until) usable = { hashes: read(), until: now() + REMEMBERED };
      return usable.hashes;
    },
  };
}
