/** Operations on accounts: add, change, remove, list. */
import { roster } from "../im/roster.ts";
import { subscription } from "../im/subscription.ts";
import type { Jid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { Booted } from "../server/boot.ts";
import type { Server } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { administration } from "../xep/0133-administration/administration.ts";
import type { AccountAdministration } from "../xep/0133-administration/operations.ts";
import { localAccount } from "./addresses.ts";
import { forEachInTurns } from "./in-turns.ts";
import { type AccountSummary, type PeopleOperations, peopleOperations } from "./people.ts";
import { storing, synced } from "./storing.ts";

export type { AccountSummary };

export interface AccountDeps extends Pick<Server, "sessions" | "inTurns"> {
  readonly accounts: Accounts;
  /** In the order of config.toml. */
  readonly domains: readonly string[];
  readonly db: Pick<Database, "afterSync">;
  readonly booted: Pick<Booted, "use" | "catalogue">;
}

export interface AccountOperations extends AccountAdministration, PeopleOperations {
  /**
   * Makes an administrator of an account that may not have appeared yet: one without a password here is made. Rejects with
   * OperationError not-an-account, domain-not-served, disk-full.
   */
  readonly appoint: (jid: Jid) => Promise<string>;
  /** Makes each of these accounts a contact of the others, with presence both ways. */
  readonly introduce: (jids: readonly Jid[]) => Promise<readonly string[]>;
}

export function accountOperations(deps: AccountDeps): AccountOperations {
  const { accounts, domains, db, sessions, inTurns, booted } = deps;
  const contacts = booted.use(roster);
  const { announcementStore } = booted.use(administration);

  const existing = ({ bare: account }: Jid): string => {
    if (!accounts.exists(account)) throw new OperationError("no-such-account", { account });
    return account;
  };
  const others = (jids: readonly Jid[], by: Jid | undefined): readonly string[] => {
    const named = new Set(jids.map(existing));
    if (by && named.has(by.bare)) throw new OperationError("own-account", { account: by.bare });
    return [...named];
  };
  const { befriend } = booted.use(subscription);
  /** One after the other; those that somebody else has removed meanwhile are skipped. */
  const changeAll = (named: readonly string[], by: Jid | undefined, change: (account: string) => void) =>
    storing(async () => {
      await forEachInTurns(inTurns, by, named, (account) => {
        if (accounts.exists(account)) change(account);
      });
      await synced(db);
      return named;
    });

  return {
    ...peopleOperations(deps),
    registered: () => accounts.list().map(({ jid }) => jid),
    disabled: () => accounts.disabled(),
    administrators: () => accounts.administrators(),
    add: (added) =>
      storing(async () => {
        const named = added.map((one) => ({ ...one, account: localAccount(one.jid, domains) }));
        await accounts.createMany(named);
        for (const { account, isAdministrator } of named) if (isAdministrator) accounts.setAdmin(account, true);
        await synced(db);
        return named.map(({ account }) => account);
      }),
    appoint: (jid) =>
      storing(async () => {
        const account = localAccount(jid, domains);
        await accounts.foreign.appear(account);
        accounts.setAdmin(account, true);
        await synced(db);
        return account;
      }),
    introduce: (jids) =>
      storing(async () => {
        const named = [...new Set(jids.map(existing))];
        for (const [index, account] of named.entries())
          for (const other of named.slice(index + 1)) befriend(account, other);
        await synced(db);
        return named;
      }),
    setPassword: (jid, password, by) =>
      storing(async () => {
        const account = existing(jid);
        await accounts.setPassword(account, password, by?.full);
        return account;
      }),
    remove: async (jids, by) => {
      const named = others(jids, by);
      const [only] = accounts.administrators();
      if (only !== undefined && accounts.areAllAdministrators(named))
        throw new OperationError("only-administrator", { account: only });
      return await changeAll(named, by, (account) => accounts.remove(account));
    },
    disable: async (jids, by) =>
      await changeAll(others(jids, by), by, (account) => accounts.setDisabled(account, true)),
    enable: async (jids, by) =>
      await changeAll([...new Set(jids.map(existing))], by, (account) => accounts.setDisabled(account, false)),
    setAdministrators: (jids, by) => {
      const named = new Set(jids.map(existing));
      if (by && !named.has(by.bare)) throw new OperationError("own-account", { account: by.bare });
      for (const former of accounts.administrators()) if (!named.has(former)) accounts.setAdmin(former, false);
      for (const account of named) accounts.setAdmin(account, true);
      return [...named];
    },
    contacts: (jid) => contacts.listed(existing(jid)),
    statistics: (jid) => {
      const account = existing(jid);
      return {
        contacts: contacts.total(account).listed,
        resources: [...sessions.of(account)].map((session) => session.jid.resource),
        lastLogin: announcementStore.loginOf(account)?.time ?? undefined,
      };
    },
  };
}
