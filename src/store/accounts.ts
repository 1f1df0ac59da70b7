/** The accounts of this server, with the keys that authenticate them (RFC 5802 §3). */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { openAccountTables } from "./account-tables.ts";
import type { Database } from "./database.ts";
import { AccountError } from "./errors.ts";
import { type ForeignPasswords, foreignPasswords } from "./foreign-passwords.ts";
import { openFormerAccounts } from "./former-accounts.ts";
import { type FormerAccount, openFormerSignIn, VERIFY_HASH } from "./former-sign-in.ts";
import { openKnownAccounts } from "./known-accounts.ts";
import { otherFormOf, prepare, preparedOf } from "./password-text.ts";
import {
  decoyKeysOf,
  deriveKeys,
  digestBytes,
  type KeysByHash,
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

export interface AccountState extends AccountRow {
  /** It cannot sign in. */
  readonly disabled: boolean;
}

/** `by`: the full JID of the session that requested it, if one did. */
export type AccountListener = (account: string, by?: string) => void;

/** Who checks passwords: this server, the machine (PAM), a program, or a directory. */
export type PasswordSourceName = "internal" | "system" | "command" | "ldap";

/** What may keep people from signing in, where passwords are checked elsewhere; found at the start. */
export interface SourceState {
  /** This process may not read /etc/shadow: PAM takes the passwords in it for wrong. */
  readonly isShadowUnreadable: boolean;
  /** Groups that config.toml names and this machine does not have. */
  readonly unknownGroups: readonly string[];
}

/** `account` is always a bare JID. */
export interface Accounts {
  readonly source: PasswordSourceName;
  /** Not there where there is nothing to say. */
  readonly sourceState?: SourceState | undefined;
  readonly foreign: ForeignPasswords;
  exists(account: string): boolean;
  keys(account: string, hash: ScramHash): ScramKeys | undefined;
  /** RFC 5802 §5.1: for an account that does not exist, always the same salt, and keys that no password has. */
  decoyKeys(account: string, hash: ScramHash): ScramKeys;
  /** Resolves when the account is on the disk. `within` is part of the transaction. Rejects with AccountError: exists, password. */
  create(account: string, password: string, within?: () => void): Promise<void>;
  /** All or none. Rejects with AccountError: exists, password; with StoreError full where space on the disk is low. */
  createMany(
    accounts: readonly { readonly account: string; readonly password: string }[],
    within?: () => void,
  ): Promise<void>;
  /** Resolves when it is on the disk. `within` is part of the transaction. Rejects with AccountError: unknown, password. */
  setPassword(account: string, password: string, by?: string, within?: () => void): Promise<void>;
  /** XEP-0480: the hashes for which some account had no keys when this was first read, or since accounts came from elsewhere. */
  readonly incompleteHashes: readonly ScramHash[];
  /** The salt and iterations for new keys. */
  newSalt(): { readonly salt: Uint8Array; readonly iterations: number };
  /**
   * XEP-0480: adds the keys of a hash that the account has none of, as its owner has computed them. Resolves with true when they
   * are on the disk; with false where the account does not exist or has them, or the length is not that of the hash.
   */
  addKeys(account: string, hash: ScramHash, made: SaltedPassword): Promise<boolean>;
  /** The keys of a password that somebody has already, of any length; undefined where it cannot be one. */
  keysFor(password: string): Promise<KeysByHash | undefined>;
  /** Within the transaction. An account that exists stays as it is, unless nothing has ever checked its password: "completed". */
  addFormer(former: FormerAccount): "added" | "completed" | "known";
  /**
   * The hashes of which SCRAM is offered to a stream that names this account, or none: those with which all can sign in that came
   * from another server lately.
   */
  offeredHashes(account: string | undefined): readonly ScramHash[];
  /** Takes as long for an account that does not exist. False too where the password has changed meanwhile. Rejects with LoginRefusal. */
  verify(account: string, password: string): Promise<boolean>;
  /**
   * Asked before an account signs in that was proven by anything but its password (keys, a token; `isByPage`: what a page of
   * this server has given out); not there where the keys are all that counts. Rejects with LoginRefusal.
   */
  admit?(account: string, isByPage: boolean): Promise<void>;
  /** Removes it with all that the listeners of onRemove delete, or not at all. Throws AccountError unknown. */
  remove(account: string, by?: string): void;
  /** Sorted by address. */
  list(): readonly AccountRow[];
  count(): number;
  /** At most `max` accounts whose address contains `text`, those behind `after`, sorted by address. */
  page(after: string, text: string, max: number): readonly AccountState[];
  row(account: string): AccountState | undefined;
  /** Sorted by address. */
  administrators(): readonly string[];
  /** Whether nobody would administer the server any more without these accounts; who is disabled cannot. */
  areAllAdministrators(accounts: readonly string[]): boolean;
  isAdmin(account: string): boolean;
  /** Throws AccountError unknown. */
  setAdmin(account: string, admin: boolean): void;
  /** Accounts that cannot sign in, sorted by address. */
  disabled(): readonly string[];
  isDisabled(account: string): boolean;
  /** Keeps all data of the account. Throws AccountError unknown. */
  setDisabled(account: string, disabled: boolean): void;
  /** Called inside the transaction that disables the account. */
  onDisable(listener: AccountListener): void;
  /** Called inside the transaction that removes the account: listeners delete what belongs to it. */
  onRemove(listener: AccountListener): void;
  /** Called inside the transaction that changes the password. */
  onPasswordChange(listener: AccountListener): void;
}

export interface AccountsDeps {
  /** For new keys; at least 4,096 (RFC 7677 §4). */
  readonly iterations: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of new passwords, in characters. */
  readonly minPasswordLength?: number | undefined;
}

export function openAccounts(db: Database, { iterations, now, minPasswordLength }: AccountsDeps): Accounts {
  const table = openAccountTables(db);
  // As many as there are cores: fsyncs share the thread pool, and are not to wait behind thousands of passwords.
  const limited = openSemaphore(availableParallelism());
  const derive: typeof deriveKeys = (...given) => limited(() => deriveKeys(...given));
  const former = openFormerAccounts(db, now);
  const secret = table.decoySecret();
  let incompleteHashes: readonly ScramHash[] | undefined;
  const known = openKnownAccounts(db, table.exists);
  const { exists } = known;
  const removeListeners: AccountListener[] = [];
  const passwordListeners: AccountListener[] = [];
  const disableListeners: AccountListener[] = [];

  // The iterations of most accounts, not those of new ones: a changed option must not give decoys away.
  const decoyKeys = (account: string, hash: ScramHash): ScramKeys =>
    decoyKeysOf(secret, account, hash, table.usualIterations(hash, iterations));

  const newSalt = () => ({ salt: randomBytes(SALT_BYTES), iterations });
  const newKeys = (account: string, password: string, minimum = minPasswordLength): Promise<KeysByHash> => {
    const prepared = prepare(account, password, minimum);
    const otherwise = otherFormOf(password, prepared);
    const keysFor = async (hash: ScramHash): Promise<KeysByHash[number]> => {
      const salt = newSalt();
      const keys = await derive(prepared, hash, salt);
      if (otherwise === undefined) return [hash, keys];
      const { storedKey, serverKey } = await derive(otherwise, hash, salt);
      return [hash, { ...keys, alternate: { storedKey, serverKey } }];
    };
    return Promise.all(SCRAM_HASHES.map(keysFor));
  };
  /** Adds the keys of the other form of a password that was proven, for an account of before there were any. */
  const addAlternates = async (account: string, password: string, prepared: string): Promise<void> => {
    const otherwise = otherFormOf(password, prepared);
    if (otherwise === undefined) return;
    for (const hash of SCRAM_HASHES) {
      const keys = table.keys(account, hash);
      if (keys) table.putAlternate(account, hash, keys.storedKey, await derive(otherwise, hash, keys));
    }
  };
  const store = (account: string, keys: KeysByHash): void => {
    for (const [hash, key] of keys) table.putKeys(account, hash, key);
    if (keys.length === SCRAM_HASHES.length) former.settle(account);
  };
  const movedIn = openFormerSignIn({ former, table, derive, store, newKeys, decoyKeys, now });
  const assertNew = (account: string): void => {
    if (table.exists(account)) throw new AccountError("exists", account, "this account exists already");
  };
  const assertKnown = (account: string): void => {
    if (!table.exists(account)) throw new AccountError("unknown", account, "there is no such account");
  };
  const onDisk = (): Promise<void> => new Promise((resolve, reject) => db.afterSync(resolve, reject));

  const createMany: Accounts["createMany"] = async (accounts, within) => {
    db.assertSpace();
    for (const { account, password } of accounts) {
      assertNew(account);
      prepare(account, password, minPasswordLength);
    }
    const keys = await Promise.all(accounts.map(({ account, password }) => newKeys(account, password)));
    db.atomically(() => {
      for (const [index, { account }] of accounts.entries()) {
        assertNew(account);
        table.insert(account, now());
        store(account, keys[index] ?? []);
      }
      within?.();
    });
    await onDisk();
  };

  const tellPasswordChange = (account: string, by?: string): void => {
    for (const listener of passwordListeners) listener(account, by);
  };

  return {
    source: "internal",
    foreign: foreignPasswords({ db, table, now, newKeys, store, tellPasswordChange, onDisk }),
    exists,
    keys: table.keys,
    keysFor: async (password) => (preparedOf(password) === undefined ? undefined : await newKeys("", password, 1)),
    addFormer: (account) => {
      known.isNew(account.account);
      incompleteHashes = undefined;
      return movedIn.add(account);
    },
    offeredHashes: former.usableHashes,
    decoyKeys,
    get incompleteHashes() {
      incompleteHashes ??= SCRAM_HASHES.filter(table.isMissingForSome);
      return incompleteHashes;
    },
    newSalt,
    addKeys: async (account, hash, made) => {
      if (!table.exists(account) || table.keys(account, hash) || made.salted.length !== digestBytes(hash)) return false;
      table.putKeys(account, hash, keysOf(made, hash));
      if (SCRAM_HASHES.every((each) => table.keys(account, each))) former.settle(account);
      else former.changed();
      await onDisk();
      return true;
    },
    create: (account, password, within) => createMany([{ account, password }], within),
    createMany,
    setPassword: async (account, password, by, within) => {
      assertKnown(account);
      const keys = await newKeys(account, password);
      db.atomically(() => {
        assertKnown(account);
        within?.();
        store(account, keys);
        tellPasswordChange(account, by);
      });
      await onDisk();
    },
    verify: async (account, password) => {
      const prepared = preparedOf(password);
      if (prepared === undefined) return false;
      if (former.has(account)) return movedIn.verify(account, password, prepared);
      const keys = table.keys(account, VERIFY_HASH) ?? decoyKeys(account, VERIFY_HASH);
      const { storedKey } = await derive(prepared, VERIFY_HASH, keys);
      const isPassword = timingSafeEqual(storedKey, keys.storedKey);
      if (isPassword && keys.alternate === undefined) await addAlternates(account, password, prepared);
      const isAlternate = timingSafeEqual(storedKey, (keys.alternate ?? keys).storedKey);
      // The password may have changed, or the account gone, while it was hashed.
      const after = table.keys(account, VERIFY_HASH)?.storedKey;
      return (isPassword || isAlternate) && after !== undefined && timingSafeEqual(after, keys.storedKey);
    },
    remove: (account, by) =>
      db.atomically(() => {
        assertKnown(account);
        for (const listener of removeListeners) listener(account, by);
        table.remove(account);
        former.changed();
        known.forget(account);
      }),
    list: table.list,
    count: table.count,
    page: table.page,
    row: table.row,
    administrators: table.administrators,
    areAllAdministrators: table.areAllAdministrators,
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
        former.changed();
        if (isDisabled) for (const listener of disableListeners) listener(account);
      }),
    onDisable: (listener) => void disableListeners.push(listener),
    onRemove: (listener) => void removeListeners.push(listener),
    onPasswordChange: (listener) => void passwordListeners.push(listener),
  };
}
