/** Accounts whose passwords are checked elsewhere: each appears when somebody signs in with it for the first time; none is made here. */
import { age } from "../clock.ts";
import type { Logger } from "../log.ts";
import { LoginRefusal } from "../login-refusal.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { AccountError, StoreError } from "../store/errors.ts";
import { passwordProblem } from "../store/password-text.ts";
import { SCRAM_HASHES } from "../store/scram-keys.ts";
import { type ForeignAccountTable, openForeignAccountTable } from "./foreign-account-table.ts";
import type { PasswordSource } from "./password-source.ts";

/** The same accounts, while nobody can be asked about passwords: none is made, and none gets a password. */
export function withoutPasswords(accounts: Accounts, source: PasswordSource["name"]): Accounts {
  const refuse = async (account: string): Promise<never> => {
    const sentence = "accounts are not made here: sign in with one that exists";
    throw new AccountError("account-elsewhere", account, sentence, source);
  };
  return {
    ...accounts,
    source,
    incompleteHashes: [],
    create: refuse,
    createMany: ([first]) => refuse(first?.account ?? ""),
    setPassword: async (account) => {
      const sentence = "the password is not kept here: change it where the account is";
      throw new AccountError("password-elsewhere", account, sentence, source);
    },
    addKeys: async () => false,
    verify: async () => false,
    keys: () => undefined,
    offeredHashes: () => [],
  };
}

export interface ForeignAccountsDeps {
  readonly accounts: Accounts;
  readonly db: Database;
  readonly source: PasswordSource;
  /** All accounts are at this one. */
  readonly domain: string;
  /** SCRAM keys are made of passwords that were proven, where the source can tell when a password changes. */
  readonly keepKeys: boolean;
  /** How long a wrong password takes at least, in milliseconds: time does not tell whether there is such an account. */
  readonly failureTime: number;
  /** How long after it was proven a password counts as the same, where it is not seen that it changes; in milliseconds. */
  readonly recheck: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Pick<Logger, "info">;
}

export function foreignAccounts(deps: ForeignAccountsDeps): Accounts {
  const { accounts, db, source, domain, keepKeys, failureTime, recheck, now, log } = deps;
  const { foreign } = accounts;
  const table = openForeignAccountTable(db);
  if (!keepKeys) forgetAllKeys(deps, table);

  /** The name elsewhere; undefined for the accounts of other domains. */
  const nameOf = (account: string): string | undefined => {
    const at = account.lastIndexOf("@");
    return account.slice(at + 1) === domain ? account.slice(0, at) : undefined;
  };
  const markOf = (account: string): Uint8Array | undefined => {
    const name = nameOf(account);
    return name === undefined ? undefined : source.passwordMark(name);
  };
  /** Whether the SCRAM keys are those of the password that the account has now. */
  const hasKeys = (account: string): boolean => {
    const known = keepKeys ? table.get(account) : undefined;
    return known?.hasKeys === true && isSame(known.mark, markOf(account));
  };
  const changed = (account: string): void => {
    log.info({ event: "password-changed", account });
    foreign.changed(account);
  };

  /** The password was proven when the source had this mark of it. */
  const proven = async (account: string, password: string, mark: Uint8Array | undefined): Promise<void> => {
    const isNew = await foreign.appear(account).catch((error) => {
      if (error instanceof StoreError && error.reason === "full") throw new LoginRefusal("unavailable");
      throw error;
    });
    if (isNew) log.info({ event: "account-appeared", account, source: source.name });
    const known = table.get(account);
    const isChanged = known?.mark !== undefined && !isSame(known.mark, mark);
    const hasAll = known?.hasKeys === true && !isChanged;
    const wantsKeys = keepKeys && mark !== undefined && passwordProblem(password, 1) === undefined;
    const note = (): void => {
      table.put(account, { mark, hasKeys: wantsKeys, proven: now() });
      if (isChanged) changed(account);
    };
    await (wantsKeys && !hasAll ? foreign.keepKeys(account, password, note) : db.atomically(note));
  };

  /** Whether what was proven, a token say, belongs to a password of before, or to one that nobody has seen for long. */
  const isOutdated = (account: string, isByPage: boolean): boolean => {
    const known = table.get(account);
    const mark = markOf(account);
    if (known?.mark !== undefined && !isSame(known.mark, mark)) {
      table.remove(account);
      changed(account);
      return true;
    }
    return known?.mark === undefined && !isByPage && age(known?.proven ?? 0, now()) > recheck;
  };

  return {
    ...withoutPasswords(accounts, source.name),
    sourceState: source.state,
    keys: (account, hash) => (hasKeys(account) ? accounts.keys(account, hash) : undefined),
    offeredHashes: (account) => (account !== undefined && hasKeys(account) ? SCRAM_HASHES : []),
    verify: async (account, password) => {
      const name = nameOf(account);
      const mark = markOf(account);
      const atLeast = Bun.sleep(failureTime);
      const verdict = name === undefined ? "wrong" : await source.verify(name, password);
      if (verdict === "wrong") {
        await atLeast;
        return false;
      }
      if (verdict !== "proven") throw new LoginRefusal(verdict);
      await proven(account, password, mark);
      return true;
    },
    admit: async (account, isByPage) => {
      const name = nameOf(account);
      if (isOutdated(account, isByPage)) throw new LoginRefusal("password-changed");
      const verdict = name === undefined ? "wrong" : await source.admits(name);
      if (verdict !== "proven") throw new LoginRefusal(verdict === "unavailable" ? verdict : "not-admitted");
    },
  };
}

/** The option has been turned off: what was kept of passwords by it goes. */
function forgetAllKeys({ accounts, db }: ForeignAccountsDeps, table: ForeignAccountTable): void {
  db.atomically(() => {
    for (const account of table.withKeys()) {
      accounts.foreign.forgetKeys(account);
      const known = table.get(account);
      if (known) table.put(account, { ...known, hasKeys: false });
    }
  });
}

/** No secrets: both are keyed hashes. */
const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;
