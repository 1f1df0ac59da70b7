/** What is known of the password that each account has elsewhere. */
import type { Database } from "../store/database.ts";
import type { TableOwner } from "../store/stored-addresses.ts";

const TABLES = [
  `CREATE TABLE foreign_passwords (
     account TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
     mark BLOB NOT NULL,
     has_keys INTEGER NOT NULL CHECK (has_keys IN (0, 1))
   ) STRICT, WITHOUT ROWID;`,
  "ALTER TABLE foreign_passwords ADD COLUMN proven INTEGER NOT NULL DEFAULT 0;",
];

export const foreignAccountTables: TableOwner = {
  name: "foreign_passwords",
  tables: TABLES,
  addresses: {
    tables: { foreign_passwords: { account: "jid", mark: "other" } },
  },
};

export interface ForeignPassword {
  /** `passwordMark` of the source when the password was proven last; undefined where it had none. */
  readonly mark: Uint8Array | undefined;
  /** When that was, in milliseconds since 1970. */
  readonly proven: number;
  /** The SCRAM keys of the account are those of this password. */
  readonly hasKeys: boolean;
}

/** Accounts are bare JIDs. */
export interface ForeignAccountTable {
  get(account: string): ForeignPassword | undefined;
  put(account: string, password: ForeignPassword): void;
  remove(account: string): void;
  /** Those whose SCRAM keys were made of a password that is checked elsewhere. */
  withKeys(): readonly string[];
}

export function openForeignAccountTable(db: Pick<Database, "migrate" | "read" | "write">): ForeignAccountTable {
  db.migrate(foreignAccountTables.name, foreignAccountTables.tables);
  const get = db.read<{ mark: Uint8Array; has_keys: number; proven: number }>(
    "SELECT mark, has_keys, proven FROM foreign_passwords WHERE account = ?",
  );
  const withKeys = db.read<{ account: string }>("SELECT account FROM foreign_passwords WHERE has_keys = 1");
  const put = db.write("INSERT OR REPLACE INTO foreign_passwords VALUES (?, ?, ?, ?)");
  const remove = db.write("DELETE FROM foreign_passwords WHERE account = ?");
  return {
    get: (account) => {
      const row = get.get(account);
      if (!row) return undefined;
      const { mark, has_keys, proven } = row;
      return { mark: mark.length > 0 ? mark : undefined, hasKeys: has_keys === 1, proven };
    },
    put: (account, { mark = new Uint8Array(), hasKeys, proven }) =>
      void put.run(account, mark, hasKeys ? 1 : 0, proven),
    remove: (account) => void remove.run(account),
    withKeys: () => withKeys.all().map(({ account }) => account),
  };
}
