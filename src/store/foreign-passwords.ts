/** What is written of accounts whose passwords are checked elsewhere (src/auth/). */
import type { openAccountTables } from "./account-tables.ts";
import type { Database } from "./database.ts";
import { AccountError } from "./errors.ts";
import type { KeysByHash } from "./scram-keys.ts";

/** What is written of an account whose password is checked elsewhere. */
export interface ForeignPasswords {
  /** Makes the account, without keys, where it is not there. Resolves with whether it was made, when it is on the disk. Rejects with StoreError full. */
  appear(account: string): Promise<boolean>;
  /** Makes keys of a password that was proven elsewhere, of any length. `within` is part of the transaction. */
  keepKeys(account: string, password: string, within: () => void): Promise<void>;
  forgetKeys(account: string): void;
  /** Tells the listeners of onPasswordChange, in a transaction. */
  changed(account: string): void;
}

export interface ForeignPasswordsDeps {
  readonly db: Database;
  readonly table: Pick<ReturnType<typeof openAccountTables>, "exists" | "insert" | "forgetKeys">;
  readonly now: () => number;
  readonly newKeys: (account: string, password: string, minimum: number) => Promise<KeysByHash>;
  readonly store: (account: string, keys: KeysByHash) => void;
  readonly tellPasswordChange: (account: string) => void;
  readonly onDisk: () => Promise<void>;
}

export function foreignPasswords(deps: ForeignPasswordsDeps): ForeignPasswords {
  const { db, table, now, newKeys, store, tellPasswordChange, onDisk } = deps;
  return {
    appear: async (account) => {
      if (table.exists(account)) return false;
      db.assertSpace();
      table.insert(account, now());
      await onDisk();
      return true;
    },
    keepKeys: async (account, password, within) => {
      const keys = await newKeys(account, password, 1);
      db.atomically(() => {
        if (!table.exists(account)) throw new AccountError("unknown", account, "there is no such account");
        within();
        store(account, keys);
      });
      await onDisk();
    },
    forgetKeys: table.forgetKeys,
    changed: (account) => db.atomically(() => tellPasswordChange(account)),
  };
}
