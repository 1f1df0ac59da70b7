/** XEP-0494: the apps that have signed in to an account and have an id of their own (XEP-0388). */
import type { Database } from "../store/database.ts";

export const clientTables = [
  `CREATE TABLE client (
    account TEXT NOT NULL,
    agent TEXT NOT NULL,
    id TEXT NOT NULL,
    software TEXT,
    device TEXT,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    password INTEGER NOT NULL CHECK (password IN (0, 1)),
    PRIMARY KEY (account, agent)
  ) STRICT, WITHOUT ROWID;`,
] as const;

/** How many are remembered of an account; the longest unseen are forgotten. */
const MOST = 200;

export interface KnownClient {
  /** The id that it gives itself; undefined for one that gives none. */
  readonly agent: string | undefined;
  /** The id by which its owner names it. */
  readonly id: string;
  readonly software: string | null;
  readonly device: string | null;
  /** Milliseconds since 1970. */
  readonly first_seen: number;
  readonly last_seen: number;
  /** 1 where it has shown the password that the account has now. */
  readonly password: number;
}

export interface Seen {
  readonly newId: string;
  readonly software: string | undefined;
  readonly device: string | undefined;
  readonly time: number;
  readonly password: boolean;
}

export function openClients(db: Database) {
  const one = db.read<KnownClient>("SELECT * FROM client WHERE account = ? AND agent = ?");
  const all = db.read<KnownClient>(
    "SELECT * FROM client WHERE account = ? AND last_seen >= ? ORDER BY last_seen DESC, id",
  );
  const put = db.write(
    `INSERT INTO client (account, agent, id, software, device, first_seen, last_seen, password)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
     ON CONFLICT DO UPDATE SET software = ?4, device = ?5, last_seen = ?6, password = max(password, ?7)`,
  );
  const touch = db.write("UPDATE client SET last_seen = ? WHERE account = ? AND agent = ?");
  const drop = db.write("DELETE FROM client WHERE account = ? AND agent = ?");
  const dropAll = db.write("DELETE FROM client WHERE account = ?");
  const dropOld = db.write(
    `DELETE FROM client WHERE account = ?1 AND (last_seen < ?2 OR agent NOT IN (
       SELECT agent FROM client WHERE account = ?1 ORDER BY last_seen DESC LIMIT ${MOST}))`,
  );
  return {
    get: (account: string, agent: string): KnownClient | undefined => one.get(account, agent),
    of: (account: string, since: number): KnownClient[] => all.all(account, since),
    seen: (account: string, agent: string, { newId, software, device, time, password }: Seen): void =>
      void put.run(account, agent, newId, software ?? null, device ?? null, time, password ? 1 : 0),
    left: (account: string, agent: string, time: number): void => void touch.run(time, account, agent),
    forget: (account: string, agent: string): void => void drop.run(account, agent),
    forgetAccount: (account: string): void => void dropAll.run(account),
    forgetBefore: (account: string, time: number): void => void dropOld.run(account, time),
  };
}
