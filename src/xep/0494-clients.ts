/** XEP-0494: the store of clients with a user-agent id (XEP-0388) that have signed in to accounts. */
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
    PRIMARY KEY (account, agent)
  ) STRICT, WITHOUT ROWID;`,
] as const;

/** Clients of an account; beyond, those that were seen longest ago are deleted. */
const MAX_CLIENTS = 200;

export interface KnownClient {
  /** The user-agent id; undefined for a client without one. */
  readonly agent: string | undefined;
  /** The id in XEP-0494's list. */
  readonly id: string;
  readonly software: string | null;
  readonly device: string | null;
  /** Milliseconds since 1970. */
  readonly first_seen: number;
  readonly last_seen: number;
}

export interface Seen {
  readonly newId: string;
  readonly software: string | undefined;
  readonly device: string | undefined;
  readonly time: number;
}

export function openClients(db: Database) {
  const one = db.read<KnownClient>("SELECT * FROM client WHERE account = ? AND agent = ?");
  const all = db.read<KnownClient>("SELECT * FROM client WHERE account = ? ORDER BY last_seen DESC, id");
  const put = db.write(
    `INSERT INTO client (account, agent, id, software, device, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
     ON CONFLICT DO UPDATE SET software = ?4, device = ?5, last_seen = ?6`,
  );
  const touch = db.write("UPDATE client SET last_seen = ? WHERE account = ? AND agent = ?");
  const drop = db.write("DELETE FROM client WHERE account = ? AND agent = ?");
  const dropAll = db.write("DELETE FROM client WHERE account = ?");
  const old = db.read<{ agent: string }>(
    `SELECT agent FROM client WHERE account = ?1 AND (last_seen < ?2 OR agent NOT IN (
       SELECT agent FROM client WHERE account = ?1 ORDER BY last_seen DESC LIMIT ${MAX_CLIENTS}))`,
  );
  return {
    get: (account: string, agent: string): KnownClient | undefined => one.get(account, agent),
    /** Most recently seen first. */
    of: (account: string): KnownClient[] => all.all(account),
    seen: (account: string, agent: string, { newId, software, device, time }: Seen): void =>
      void put.run(account, agent, newId, software ?? null, device ?? null, time),
    left: (account: string, agent: string, time: number): void => void touch.run(time, account, agent),
    forget: (account: string, agent: string): void => void drop.run(account, agent),
    forgetAccount: (account: string): void => void dropAll.run(account),
    /** The agents of clients not seen since `time`, and of those beyond the limit. */
    unseenSince: (account: string, time: number): string[] => old.all(account, time).map(({ agent }) => agent),
  };
}
