/** The tables of the accounts, and all statements on them. */
import type { Database } from "./database.ts";
import type { PasswordKeys, ScramHash, ScramKeys } from "./scram-keys.ts";
import type { TableOwner } from "./stored-addresses.ts";

const TABLES = [
  `CREATE TABLE accounts (
     account TEXT PRIMARY KEY,
     created INTEGER NOT NULL,
     admin INTEGER NOT NULL DEFAULT 0 CHECK (admin IN (0, 1))
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE account_keys (
     account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
     hash TEXT NOT NULL,
     salt BLOB NOT NULL,
     iterations INTEGER NOT NULL,
     stored_key BLOB NOT NULL,
     server_key BLOB NOT NULL,
     PRIMARY KEY (account, hash)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE account_decoys (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     secret BLOB NOT NULL
   ) STRICT;
   INSERT INTO account_decoys VALUES (1, randomblob(32));`,
  "CREATE INDEX accounts_admin ON accounts (account) WHERE admin = 1;",
  `ALTER TABLE accounts ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1));
   CREATE INDEX accounts_disabled ON accounts (account) WHERE disabled = 1;`,
  // For questions about all accounts together: a tenth of the size of the table.
  "CREATE INDEX account_keys_iterations ON account_keys (hash, iterations);",
  `ALTER TABLE account_keys ADD COLUMN alternate_stored_key BLOB;
   ALTER TABLE account_keys ADD COLUMN alternate_server_key BLOB;`,
];

export const accountTables: TableOwner = {
  name: "accounts",
  tables: TABLES,
  addresses: {
    tables: {
      accounts: { account: "jid" },
      account_keys: {
        ...{ account: "jid", hash: "other", salt: "other", stored_key: "other", server_key: "other" },
        ...{ alternate_stored_key: "other", alternate_server_key: "other" },
      },
      account_decoys: { secret: "other" },
    },
  },
};

interface KeysRow extends Omit<ScramKeys, "alternate"> {
  readonly alternateStoredKey: Uint8Array | null;
  readonly alternateServerKey: Uint8Array | null;
}

interface PersonRow {
  readonly jid: string;
  readonly created: number;
  readonly admin: number;
  readonly disabled: number;
}

const stateIn = (row: PersonRow) => ({ ...row, admin: row.admin === 1, disabled: row.disabled === 1 });

function keysIn({ alternateStoredKey, alternateServerKey, ...keys }: KeysRow): ScramKeys {
  if (!alternateStoredKey || !alternateServerKey) return keys;
  return { ...keys, alternate: { storedKey: alternateStoredKey, serverKey: alternateServerKey } };
}

export function openAccountTables(db: Database) {
  db.migrate(accountTables.name, accountTables.tables);
  const exists = db.read<{ one: number }>("SELECT 1 AS one FROM accounts WHERE account = ?");
  const keys = db.read<KeysRow>(
    `SELECT salt, iterations, stored_key AS storedKey, server_key AS serverKey,
       alternate_stored_key AS alternateStoredKey, alternate_server_key AS alternateServerKey
     FROM account_keys WHERE account = ? AND hash = ?`,
  );
  const list = db.read<{ jid: string; created: number; admin: number }>(
    "SELECT account AS jid, created, admin FROM accounts ORDER BY account",
  );
  const count = db.read<{ count: number }>("SELECT count(*) AS count FROM accounts");
  const page = db.read<PersonRow>(
    `SELECT account AS jid, created, admin, disabled FROM accounts
     WHERE account > ?1 AND (?2 = '' OR instr(account, ?2) > 0) ORDER BY account LIMIT ?3`,
  );
  const one = db.read<PersonRow>("SELECT account AS jid, created, admin, disabled FROM accounts WHERE account = ?");
  const administrators = db.read<{ account: string }>(
    "SELECT account FROM accounts INDEXED BY accounts_admin WHERE admin = 1 ORDER BY account",
  );
  const disabled = db.read<{ account: string }>(
    "SELECT account FROM accounts INDEXED BY accounts_disabled WHERE disabled = 1 ORDER BY account",
  );
  const oneDisabled = db.read("SELECT 1 FROM accounts INDEXED BY accounts_disabled WHERE account = ? AND disabled = 1");
  const setDisabled = db.write("UPDATE accounts SET disabled = ? WHERE account = ?");
  const admin = db.read<{ admin: number }>("SELECT admin FROM accounts WHERE account = ?");
  const secret = db.read<{ secret: Uint8Array }>("SELECT secret FROM account_decoys");
  const usual = db.read<{ iterations: number }>(
    "SELECT iterations FROM account_keys INDEXED BY account_keys_iterations WHERE hash = ? GROUP BY iterations ORDER BY count(*) DESC LIMIT 1",
  );
  const counts = db.read<{ accounts: number; keys: number }>(
    `SELECT (SELECT count(*) FROM accounts) AS accounts,
       (SELECT count(*) FROM account_keys INDEXED BY account_keys_iterations WHERE hash = ?) AS keys`,
  );
  // Counted when first needed, and not at the start: it takes the longer the more accounts there are.
  const usualCounts = new Map<ScramHash, number>();
  const allAdministrators = (): string[] => administrators.all().map(({ account }) => account);
  const isAccountDisabled = (account: string): boolean => oneDisabled.get(account) !== undefined;
  const insert = db.write("INSERT INTO accounts (account, created) VALUES (?, ?)");
  const putKeys = db.write("INSERT OR REPLACE INTO account_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const forgetKeys = db.write("DELETE FROM account_keys WHERE account = ?");
  const putAlternate = db.write(
    "UPDATE account_keys SET alternate_stored_key = ?, alternate_server_key = ? WHERE account = ? AND hash = ? AND stored_key = ?",
  );
  const setAdmin = db.write("UPDATE accounts SET admin = ? WHERE account = ?");
  const remove = db.write("DELETE FROM accounts WHERE account = ?");
  return {
    exists: (account: string): boolean => exists.get(account) !== undefined,
    keys: (account: string, hash: ScramHash): ScramKeys | undefined => {
      const row = keys.get(account, hash);
      return row && keysIn(row);
    },
    list: () => list.all().map((row) => ({ ...row, admin: row.admin === 1 })),
    count: (): number => count.get()?.count ?? 0,
    page: (after: string, text: string, max: number) => page.all(after, text, max).map(stateIn),
    row: (account: string) => {
      const row = one.get(account);
      return row && stateIn(row);
    },
    administrators: allAdministrators,
    /** As Accounts.areAllAdministrators. */
    areAllAdministrators: (accounts: readonly string[]): boolean => {
      const all = allAdministrators();
      const able = all.filter((account) => !isAccountDisabled(account));
      const needed = able.length > 0 ? able : all;
      return needed.length > 0 && needed.every((account) => accounts.includes(account));
    },
    disabled: () => disabled.all().map(({ account }) => account),
    isDisabled: isAccountDisabled,
    setDisabled: (account: string, isDisabled: boolean) => void setDisabled.run(isDisabled ? 1 : 0, account),
    isAdmin: (account: string): boolean => admin.get(account)?.admin === 1,
    decoySecret: (): Uint8Array => secret.all()[0]?.secret ?? new Uint8Array(),
    /** The iterations that most accounts have; `ofNew` where there is no account. */
    usualIterations: (hash: ScramHash, ofNew: number): number => {
      const count = usualCounts.get(hash) ?? usual.get(hash)?.iterations ?? ofNew;
      usualCounts.set(hash, count);
      return count;
    },
    isMissingForSome: (hash: ScramHash): boolean => {
      const { accounts = 0, keys: known = 0 } = counts.get(hash) ?? {};
      return known < accounts;
    },
    insert: (account: string, created: number) => void insert.run(account, created),
    putKeys: (account: string, hash: ScramHash, keys: ScramKeys) => {
      const { salt, iterations, storedKey, serverKey, alternate } = keys;
      const both = [storedKey, serverKey, alternate?.storedKey ?? null, alternate?.serverKey ?? null] as const;
      putKeys.run(account, hash, salt, iterations, ...both);
    },
    forgetKeys: (account: string) => void forgetKeys.run(account),
    /** Where the keys are still those of `storedKey`. */
    putAlternate: (account: string, hash: ScramHash, storedKey: Uint8Array, alternate: PasswordKeys) =>
      void putAlternate.run(alternate.storedKey, alternate.serverKey, account, hash, storedKey),
    setAdmin: (account: string, isAdmin: boolean) => void setAdmin.run(isAdmin ? 1 : 0, account),
    remove: (account: string) => void remove.run(account),
  };
}
