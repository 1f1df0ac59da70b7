/** The accounts of this server: who exists, and the keys by which they prove it (RFC 5802). */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { opaqueString, PrecisError } from "../jid/precis.ts";
import { openAccountTables } from "./account-tables.ts";
import type { Database } from "./database.ts";
import { AccountError } from "./errors.ts";
import {
  decoyKeysOf,
  deriveKeys,
  digestBytes,
  keysOf,
  SALT_BYTES,
  type SaltedPassword,
  SCRAM_HASHES,
  type ScramHash,
  type ScramKeys,
} from "./scram-keys.ts";
import { openSemaphore } from "./semaphore.ts";

export interface AccountRow {
  /** Bare. */
  readonly jid: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly admin: boolean;
}

/** `by` is the session that asked for it, where one did: a full JID. */
export type AccountListener = (account: string, by?: string) => void;

/** Everywhere, `account` is a bare JID. */
export interface Accounts {
  exists(account: string): boolean;
  keys(account: string, hash: ScramHash): ScramKeys | undefined;
  /** For an account that does not exist: always the same salt, and keys that no password has. */
  decoyKeys(account: string, hash: ScramHash): ScramKeys;
  /** Resolves when the account is on the disk. Rejects with AccountError: exists, password. */
  create(account: string, password: string): Promise<void>;
  /** All or none. Rejects with AccountError: exists, password, and StoreError full where the disk is. */
  createMany(accounts: readonly { readonly account: string; readonly password: string }[]): Promise<void>;
  /** Resolves when it is on the disk. Rejects with AccountError: unknown, password. */
  setPassword(account: string, password: string, by?: string): Promise<void>;
  /** Hashes of which some account had no keys when this was first asked. */
  readonly incomplete: readonly ScramHash[];
  /** What new keys are made with. */
  newSalt(): { readonly salt: Uint8Array; readonly iterations: number };
  /**
   * Keys that its owner has made for a hash that it lacks. Resolves when they are on the disk; false where it is not an
   * account that lacks them, or the length is not that of the hash.
   */
  addKeys(account: string, hash: ScramHash, made: SaltedPassword): Promise<boolean>;
  /** Takes as long for an account that does not exist. */
  verify(account: string, password: string): Promise<boolean>;
  /** With all that its listeners delete, or not at all. Throws AccountError unknown. */
  remove(account: string, by?: string): void;
  /** By address. */
  list(): readonly AccountRow[];
  /** Those who administer, by address. */
  administrators(): readonly string[];
  isAdmin(account: string): boolean;
  /** Throws AccountError unknown. */
  setAdmin(account: string, admin: boolean): void;
  /** Those that cannot sign in, by address. */
  disabled(): readonly string[];
  isDisabled(account: string): boolean;
  /** Nothing of it is lost. Throws AccountError unknown. */
  setDisabled(account: string, disabled: boolean): void;
  /** Called inside the transaction that disables the account. */
  onDisable(listener: AccountListener): void;
  /** Called inside the transaction that removes the account: delete what belongs to it. */
  onRemove(listener: AccountListener): void;
  /** Called inside the transaction that changes the password. */
  onPasswordChange(listener: AccountListener): void;
}

export interface AccountsDeps {
  /** Of the keys of new passwords; RFC 7677 §4 asks for at least 4,096. */
  readonly iterations: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type KeysByHash = readonly (readonly [ScramHash, ScramKeys])[];

/** SHA-256 is the cheapest of those that are not on their way out. */
const VERIFIED: ScramHash = "SHA-256";

export function openAccounts(db: Database, { iterations, now }: AccountsDeps): Accounts {
  const table = openAccountTables(db);
  // As many as there are cores: the fsyncs wait in the same thread pool, and not behind thousands of passwords.
  const inTurn = openSemaphore(availableParallelism());
  const derive: typeof deriveKeys = (...given) => inTurn(() => deriveKeys(...given));
  const secret = table.decoySecret();
  // As most accounts have it, not as new ones get it: a changed option must not make the others stand out.
  const usual = new Map<ScramHash, number>();
  let incomplete: readonly ScramHash[] | undefined;
  // Every stanza asks. Whoever makes accounts asks the table: what it finds in its transaction may be taken back.
  const found = new Set<string>();
  const exists = (account: string): boolean => {
    if (found.has(account)) return true;
    const isThere = table.exists(account);
    if (isThere) found.add(account);
    return isThere;
  };
  const removed: AccountListener[] = [];
  const changed: AccountListener[] = [];
  const shut: AccountListener[] = [];

  // Counted when first needed: the more accounts, the longer it takes, and a start waits for nobody.
  const usualIterations = (hash: ScramHash): number => {
    const count = usual.get(hash) ?? table.usualIterations(hash) ?? iterations;
    usual.set(hash, count);
    return count;
  };
  const decoyKeys = (account: string, hash: ScramHash): ScramKeys =>
    decoyKeysOf(secret, account, hash, usualIterations(hash));

  const newSalt = () => ({ salt: randomBytes(SALT_BYTES), iterations });
  const newKeys = (account: string, password: string): Promise<KeysByHash> => {
    const prepared = prepare(account, password);
    const keysFor = async (hash: ScramHash) => [hash, await derive(prepared, hash, newSalt())] as const;
    return Promise.all(SCRAM_HASHES.map(keysFor));
  };
  const store = (account: string, keys: KeysByHash): void => {
    for (const [hash, key] of keys) table.putKeys(account, hash, key);
  };
  const assertNew = (account: string): void => {
    if (table.exists(account)) throw new AccountError("exists", account, "this account exists already");
  };
  const assertKnown = (account: string): void => {
    if (!table.exists(account)) throw new AccountError("unknown", account, "there is no such account");
  };
  const onDisk = (): Promise<void> => new Promise((resolve, reject) => db.afterSync(resolve, reject));
  db.onTick((lost) => {
    if (lost) found.clear();
  });

  const createMany: Accounts["createMany"] = async (accounts) => {
    db.assertSpace();
    for (const { account, password } of accounts) {
      assertNew(account);
      prepare(account, password);
    }
    const keys = await Promise.all(accounts.map(({ account, password }) => newKeys(account, password)));
    db.atomically(() => {
      for (const [index, { account }] of accounts.entries()) {
        assertNew(account);
        table.insert(account, now());
        store(account, keys[index] ?? []);
      }
    });
    await onDisk();
  };

  return {
    exists,
    keys: table.keys,
    decoyKeys,
    get incomplete() {
      incomplete ??= SCRAM_HASHES.filter(table.isLackedBySome);
      return incomplete;
    },
    newSalt,
    addKeys: async (account, hash, made) => {
      if (!table.exists(account) || table.keys(account, hash) || made.salted.length !== digestBytes(hash)) return false;
      table.putKeys(account, hash, keysOf(made, hash));
      await onDisk();
      return true;
    },
    create: (account, password) => createMany([{ account, password }]),
    createMany,
    setPassword: async (account, password, by) => {
      assertKnown(account);
      const keys = await newKeys(account, password);
      db.atomically(() => {
        assertKnown(account);
        store(account, keys);
        for (const listener of changed) listener(account, by);
      });
      await onDisk();
    },
    verify: async (account, password) => {
      const prepared = preparedOf(password);
      if (prepared === undefined) return false;
      const keys = table.keys(account, VERIFIED) ?? decoyKeys(account, VERIFIED);
      const { storedKey } = await derive(prepared, VERIFIED, keys);
      return timingSafeEqual(storedKey, keys.storedKey);
    },
    remove: (account, by) =>
      db.atomically(() => {
        assertKnown(account);
        for (const listener of removed) listener(account, by);
        table.remove(account);
        found.delete(account);
      }),
    list: table.list,
    administrators: table.administrators,
    isAdmin: table.isAdmin,
    setAdmin: (account, admin) => {
      assertKnown(account);
      table.setAdmin(account, admin);
    },
    disabled: table.disabled,
    isDisabled: table.isDisabled,
    setDisabled: (account, isDisabled) =>
      db.atomically(() => {
        assertKnown(account);
        table.setDisabled(account, isDisabled);
        if (isDisabled) for (const listener of shut) listener(account);
      }),
    onDisable: (listener) => void shut.push(listener),
    onRemove: (listener) => void removed.push(listener),
    onPasswordChange: (listener) => void changed.push(listener),
  };
}

function preparedOf(password: string): string | undefined {
  try {
    return opaqueString(password);
  } catch (error) {
    if (error instanceof PrecisError) return undefined;
    throw error;
  }
}

function prepare(account: string, password: string): string {
  const prepared = preparedOf(password);
  if (prepared === undefined) throw new AccountError("password", account, "this cannot be a password");
  return prepared;
}
