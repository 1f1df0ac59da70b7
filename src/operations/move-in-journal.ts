/** How far the archive of an account that moves here has come: in the transactions that store its messages. */
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { TableOwner } from "../store/stored-addresses.ts";

const TABLES = [
  `CREATE TABLE move_in (
    account TEXT NOT NULL,
    source TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (account, source)
  ) STRICT, WITHOUT ROWID;`,
];

export const moveInTables: TableOwner = {
  name: "move_ins",
  tables: TABLES,
  addresses: { tables: { move_in: { account: "jid", source: "other", after: "other" } } },
};

export interface MoveInJournal {
  /** The archive id of the last message that was stored; undefined before the first. Both are bare JIDs. */
  after(account: string, source: string): string | undefined;
  /** Within the transaction. */
  advance(account: string, source: string, after: string): void;
  /** It is done. */
  forget(account: string, source: string): void;
}

export function openMoveInJournal(db: Database, accounts: Pick<Accounts, "onRemove">): MoveInJournal {
  db.migrate(moveInTables.name, moveInTables.tables);
  const get = db.read<{ after: string }>("SELECT after FROM move_in WHERE account = ? AND source = ?");
  const put = db.write("INSERT OR REPLACE INTO move_in VALUES (?, ?, ?)");
  const forget = db.write("DELETE FROM move_in WHERE account = ? AND source = ?");
  const forgetAccount = db.write("DELETE FROM move_in WHERE account = ?");
  accounts.onRemove((account) => void forgetAccount.run(account));
  return {
    after: (account, source) => get.get(account, source)?.after,
    advance: (account, source, after) => void put.run(account, source, after),
    forget: (account, source) => void forget.run(account, source),
  };
}
