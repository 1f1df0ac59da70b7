/** Operations on the message archives of people: what is kept (XEP-0441), and deleting it. */
import type { Jid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { Booted } from "../server/boot.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { archive } from "../xep/history/0313-mam/archive.ts";
import { archivePreferences, type Usual } from "../xep/history/0441-archive-preferences.ts";
import { storing, synced } from "./storing.ts";

export type { Usual };

export interface HistoryOperations {
  /** How long messages are kept, in milliseconds; Infinity for "forever". */
  readonly keep: number;
  /** Which conversations an account keeps, where its lists say nothing else. */
  readonly usualOf: (jid: Jid) => Usual;
  /** Rejects with OperationError no-such-account, disk-full. */
  readonly setUsual: (jid: Jid, usual: Usual) => Promise<void>;
  /** Nobody finds them any more when it resolves; the disk gets free by and by. Rejects with OperationError no-such-account. */
  readonly deleteAll: (jid: Jid) => Promise<void>;
}

export interface HistoryDeps {
  readonly accounts: Pick<Accounts, "exists">;
  readonly booted: Pick<Booted, "use">;
  readonly db: Pick<Database, "afterSync" | "atomically">;
}

export function historyOperations({ accounts, booted, db }: HistoryDeps): HistoryOperations {
  const archives = booted.use(archive);
  const preferences = booted.use(archivePreferences);
  const changing = ({ bare: account }: Jid, work: (account: string) => void): Promise<void> =>
    storing(async () => {
      if (!accounts.exists(account)) throw new OperationError("no-such-account", { account });
      db.atomically(() => work(account));
      await synced(db);
    });
  return {
    keep: archives.keep,
    usualOf: ({ bare }) => preferences.usualOf(bare),
    setUsual: (jid, usual) => changing(jid, (account) => preferences.setUsual(account, usual)),
    deleteAll: (jid) => changing(jid, (account) => archives.forget(account)),
  };
}
