/** Operations that tell who has an account: everybody, a page of them, one. */
import type { Jid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { Booted } from "../server/boot.ts";
import type { Server } from "../server/module.ts";
import type { AccountState, Accounts } from "../store/accounts.ts";
import { lastActivity } from "../xep/0012-last-activity.ts";
import { administration } from "../xep/0133-administration/administration.ts";

export interface AccountSummary extends AccountState {
  /** All that is kept for the account. */
  readonly bytes: number;
  /** Sessions that it has now. */
  readonly apps: number;
  /** When its last app went, in milliseconds since 1970; not there where it never signed in. */
  readonly lastSeen?: number;
}

export interface AccountPage {
  /** By address. */
  readonly accounts: readonly AccountSummary[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
}

export interface PeopleOperations {
  /** By address. */
  readonly list: () => readonly AccountSummary[];
  readonly count: () => number;
  /** At most `max` accounts whose address contains `text`, those behind the address `after`. */
  readonly page: (max: number, text?: string, after?: string) => AccountPage;
  /** Throws OperationError no-such-account. */
  readonly show: (jid: Jid) => AccountSummary;
}

export interface PeopleDeps extends Pick<Server, "sessions"> {
  readonly accounts: Pick<Accounts, "page" | "row" | "count">;
  readonly booted: Pick<Booted, "use" | "catalogue">;
}

export function peopleOperations({ accounts, sessions, booted }: PeopleDeps): PeopleOperations {
  const { storageUsage } = booted.catalogue;
  const { announcementStore } = booted.use(administration);
  const { leftAt } = booted.use(lastActivity);

  const summaryOf = (row: AccountState): AccountSummary => {
    const lastSeen = Math.max(leftAt(row.jid) ?? 0, announcementStore.loginOf(row.jid)?.time ?? 0);
    return {
      ...row,
      bytes: [...storageUsage.values()].reduce((sum, bytes) => sum + bytes(row.jid), 0),
      apps: [...sessions.of(row.jid)].length,
      ...(lastSeen > 0 ? { lastSeen } : {}),
    };
  };

  return {
    list: () => accounts.page("", "", Number.MAX_SAFE_INTEGER).map(summaryOf),
    count: () => accounts.count(),
    page: (max, text = "", after = "") => {
      // One more, which says whether there are others.
      const rows = accounts.page(after, text.trim().toLowerCase(), max + 1);
      const shown = rows.slice(0, max);
      return { accounts: shown.map(summaryOf), next: rows.length > max ? shown.at(-1)?.jid : undefined };
    },
    show: ({ bare: account }) => {
      const row = accounts.row(account);
      if (!row) throw new OperationError("no-such-account", { account });
      return summaryOf(row);
    },
  };
}
