/** Accounts that come from another server: how they are added, and how their owners sign in before they have all keys. */
import { timingSafeEqual } from "node:crypto";
import type { openAccountTables } from "./account-tables.ts";
import type { FormerAccounts } from "./former-accounts.ts";
import { type FormerPassword, isFormerPassword } from "./former-password.ts";
import { otherFormOf } from "./password-text.ts";
import { type deriveKeys, type KeysByHash, SCRAM_HASHES, type ScramHash, type ScramKeys } from "./scram-keys.ts";

/** An account that comes from another server. */
export interface FormerAccount {
  /** Bare JID. */
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly keys: KeysByHash;
  /** Where there are no keys: what checks the password. */
  readonly password?: FormerPassword | undefined;
  readonly disabled: boolean;
  readonly admin: boolean;
}

export interface FormerSignInDeps {
  readonly former: FormerAccounts;
  readonly table: ReturnType<typeof openAccountTables>;
  readonly derive: typeof deriveKeys;
  readonly store: (account: string, keys: KeysByHash) => void;
  readonly newKeys: (account: string, password: string, minimum: number) => Promise<KeysByHash>;
  readonly decoyKeys: (account: string, hash: ScramHash) => ScramKeys;
  readonly now: () => number;
}

/** The cheapest hash that is not obsolete, by which other accounts are verified. */
export const VERIFY_HASH: ScramHash = "SHA-256";

export function openFormerSignIn(deps: FormerSignInDeps) {
  const { former, table, derive, store, newKeys, decoyKeys, now } = deps;

  const isOwner = async (account: string, password: string, prepared: string): Promise<boolean> => {
    const kept = former.passwordOf(account);
    if (kept) return isFormerPassword(kept, password);
    const hash = SCRAM_HASHES.find((each) => table.keys(account, each));
    const keys = hash && table.keys(account, hash);
    if (!keys) return false;
    // RFC 5802 §2.2: most servers prepare passwords by SASLprep.
    for (const form of [prepared, otherFormOf(password, prepared)])
      if (form !== undefined && timingSafeEqual((await derive(form, hash, keys)).storedKey, keys.storedKey))
        return true;
    return false;
  };

  const lacks = (account: string, hash: ScramHash): boolean => table.keys(account, hash) === undefined;

  return {
    /** As Accounts.addFormer. */
    add: ({ account, created, keys, password, disabled, admin }: FormerAccount): "added" | "completed" | "known" => {
      const isThere = table.exists(account);
      const isOpen = !former.has(account) && SCRAM_HASHES.every((hash) => lacks(account, hash));
      const brings = keys.length > 0 || password !== undefined;
      if (isThere && !(isOpen && brings)) return "known";
      if (!isThere) {
        table.insert(account, Math.min(created, now()));
        if (disabled) table.setDisabled(account, true);
        if (admin) table.setAdmin(account, true);
      }
      store(account, keys);
      if (keys.length < SCRAM_HASHES.length && brings) former.add(account, keys.length > 0 ? undefined : password);
      return isThere ? "completed" : "added";
    },
    /** Whether it is the password; then the missing keys are made. It takes no less long than for any other account. */
    verify: async (account: string, password: string, prepared: string): Promise<boolean> => {
      const [isPassword] = await Promise.all([
        isOwner(account, password, prepared),
        derive(prepared, VERIFY_HASH, decoyKeys(account, VERIFY_HASH)),
      ]);
      if (!isPassword) return false;
      const made = await newKeys(account, password, 1);
      // Meanwhile the password may have been changed.
      if (!former.has(account)) return true;
      const missing = made.filter(([hash]) => lacks(account, hash));
      store(account, missing);
      former.settle(account);
      return true;
    },
  };
}
