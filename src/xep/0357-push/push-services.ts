/** XEP-0357: the store of push services that the clients of accounts have enabled. */
import type { Database } from "../../store/database.ts";

export const serviceTables = [
  `CREATE TABLE push_service (
    account TEXT NOT NULL,
    jid TEXT NOT NULL,
    node TEXT NOT NULL,
    session TEXT NOT NULL,
    options TEXT,
    enabled INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    retry INTEGER NOT NULL,
    PRIMARY KEY (account, jid, node)
  ) STRICT, WITHOUT ROWID;`,
] as const;

export interface PushService {
  /** Bare JID. */
  readonly account: string;
  readonly jid: string;
  /** "" for none. */
  readonly node: string;
  /** The full JID of the session that enabled it, which is not notified while it is connected. */
  readonly session: string;
  /** The publish-options form, as XML. */
  readonly options: string | null;
  /** Messages since the client was last connected. */
  readonly messages: number;
  /** In a row. */
  readonly failures: number;
  /** The earliest time of the next attempt, in milliseconds since 1970. */
  readonly retry: number;
}

export type PushServices = ReturnType<typeof openPushServices>;

export function openPushServices(db: Database) {
  const of = db.read<PushService>("SELECT * FROM push_service WHERE account = ? ORDER BY enabled");
  const one = db.read<PushService>("SELECT * FROM push_service WHERE account = ? AND jid = ? AND node = ?");
  const put = db.write(
    `INSERT OR REPLACE INTO push_service
      (account, jid, node, session, options, enabled, messages, failures, retry) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0)`,
  );
  const update = db.write(
    "UPDATE push_service SET messages = ?, failures = ?, retry = ? WHERE account = ? AND jid = ? AND node = ?",
  );
  const remove = db.write("DELETE FROM push_service WHERE account = ? AND jid = ? AND node = ?");
  const removeAll = db.write("DELETE FROM push_service WHERE account = ? AND jid = ?");
  const forget = db.write("DELETE FROM push_service WHERE account = ?");
  // Every message looks here. Accounts are not removed, as a write may be rolled back.
  const known = new Set(
    db
      .read<{ account: string }>("SELECT DISTINCT account FROM push_service")
      .all()
      .map(({ account }) => account),
  );
  return {
    /** In the order in which they were enabled. */
    of: (account: string): readonly PushService[] => (known.has(account) ? of.all(account) : []),
    get: (account: string, jid: string, node: string): PushService | undefined => one.get(account, jid, node),
    /** Replaces a service with the same address and node. `enabled`: milliseconds since 1970. */
    enable: (given: Pick<PushService, "account" | "jid" | "node" | "session" | "options">, enabled: number): void => {
      const { account, jid, node, session, options } = given;
      known.add(account);
      put.run(account, jid, node, session, options, enabled);
    },
    update: ({ account, jid, node }: PushService, now: Pick<PushService, "messages" | "failures" | "retry">): void =>
      void update.run(now.messages, now.failures, now.retry, account, jid, node),
    /** One node of a service, or all of them. */
    disable: (account: string, jid: string, node?: string): void => {
      if (node === undefined) removeAll.run(account, jid);
      else remove.run(account, jid, node);
    },
    forget: (account: string): void => void forget.run(account),
  };
}
