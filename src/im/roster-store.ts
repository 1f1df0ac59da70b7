/** RFC 6121 §2: the rosters in the database, with their versions and sizes. */
import type { Database } from "../store/database.ts";
import { type Contact, itemSize, type Subscription } from "./contact.ts";

export const rosterTables = [
  `CREATE TABLE roster_contact (
    account TEXT NOT NULL,
    jid TEXT NOT NULL,
    name TEXT,
    groups TEXT NOT NULL,
    subscription TEXT NOT NULL,
    ask INTEGER NOT NULL,
    approved INTEGER NOT NULL,
    request TEXT,
    is_listed INTEGER NOT NULL,
    PRIMARY KEY (account, jid)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE roster_version (account TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  "CREATE INDEX roster_contact_related ON roster_contact (account) WHERE subscription <> 'none' OR request IS NOT NULL;",
  // As `itemSize` and `sizesOf` have it.
  `CREATE TABLE roster_total (
    account TEXT PRIMARY KEY,
    listed INTEGER NOT NULL,
    listed_bytes INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO roster_total
    SELECT account, sum(is_listed), sum(iif(is_listed, size, 0)), sum(1 - is_listed), sum(size + request_size) FROM (
      SELECT account, is_listed, coalesce(octet_length(request), 0) AS request_size,
        100 + octet_length(jid) + coalesce(octet_length(name), 0) + (
          SELECT coalesce(sum(32 + octet_length(value)), 0) FROM json_each(groups)
        ) AS size
      FROM roster_contact
    ) GROUP BY account;`,
] as const;

interface Row {
  readonly jid: string;
  readonly name: string | null;
  readonly groups: string;
  readonly subscription: Subscription;
  readonly ask: number;
  readonly approved: number;
  readonly request: string | null;
  readonly is_listed: number;
}

const contactOf = (row: Row): Contact => ({
  jid: row.jid,
  name: row.name ?? undefined,
  groups: JSON.parse(row.groups),
  subscription: row.subscription,
  ask: row.ask === 1,
  approved: row.approved === 1,
  request: row.request ?? undefined,
  isListed: row.is_listed === 1,
});

/** The part of a contact that presence needs. */
export type PresenceContact = Pick<Contact, "jid" | "subscription" | "request">;

/** The part of a contact that says which subscriptions have to be ended. */
export interface ContactSubscription extends Pick<Contact, "jid" | "subscription" | "ask"> {
  /** "Pending In": its request has not been answered. */
  readonly hasAsked: boolean;
}

/** The size of an account's roster: counts, and sizes in bytes. */
export interface RosterTotal {
  /** How many contacts are listed. */
  readonly listed: number;
  /** Bytes of their items. */
  readonly listedBytes: number;
  /** How many are not listed: requests of strangers. */
  readonly requests: number;
  /** Bytes of all, with the unanswered requests. */
  readonly bytes: number;
}

export interface RosterStore {
  of(account: string): Contact[];
  /**
   * The contacts with a subscription in either direction or an unanswered request. Read one at a time: a change meanwhile
   * is seen.
   */
  presenceContacts(account: string): Generator<PresenceContact>;
  /** The bare JIDs of the contacts that are subscribed to the account's presence, read likewise. */
  subscribers(account: string): Generator<string>;
  /** The contacts with a subscription or a request in either direction. */
  subscriptionsOf(account: string): ContactSubscription[];
  get(account: string, jid: string): Contact | undefined;
  put(account: string, contact: Contact): void;
  remove(account: string, jid: string): void;
  /** Maintained with each change, not counted. */
  total(account: string): RosterTotal;
  version(account: string): number;
  /** One higher than before. The first is `first`, so that a new account has no version of a former one with its name. */
  nextVersion(account: string, first: number): number;
  /** Everything that belongs to an account. */
  forget(account: string): void;
}

const EMPTY: RosterTotal = { listed: 0, listedBytes: 0, requests: 0, bytes: 0 };

function* rowsOf<Row extends { readonly jid: string }>(next: (after: string) => Row | undefined): Generator<Row> {
  for (let row = next(""); row; row = next(row.jid)) yield row;
}

/** What a contact adds to its account's total. */
function sizesOf(contact: Contact): readonly [listed: number, listedBytes: number, requests: number, bytes: number] {
  const size = itemSize(contact);
  const all = size + Buffer.byteLength(contact.request ?? "");
  return contact.isListed ? [1, size, 0, all] : [0, 0, 1, all];
}

export function openRosterStore(db: Database): RosterStore {
  const all = db.read<Row>("SELECT * FROM roster_contact WHERE account = ?");
  const withPresence = db.read<Pick<Row, "jid" | "subscription" | "request">>(
    `SELECT jid, subscription, request FROM roster_contact INDEXED BY roster_contact_related
      WHERE account = ? AND jid > ? AND (subscription <> 'none' OR request IS NOT NULL) ORDER BY jid LIMIT 1`,
  );
  const subscribers = db.read<{ jid: string }>(
    `SELECT jid FROM roster_contact INDEXED BY roster_contact_related
      WHERE account = ? AND jid > ? AND subscription <> 'none' AND subscription <> 'to' ORDER BY jid LIMIT 1`,
  );
  const withSubscription = db.read<Pick<Row, "jid" | "subscription" | "ask"> & { readonly hasAsked: number }>(
    `SELECT jid, subscription, ask, request IS NOT NULL AS hasAsked FROM roster_contact
      WHERE account = ? AND (subscription <> 'none' OR ask = 1 OR request IS NOT NULL)`,
  );
  const one = db.read<Row>("SELECT * FROM roster_contact WHERE account = ? AND jid = ?");
  const put = db.write(
    `INSERT OR REPLACE INTO roster_contact
      (account, jid, name, groups, subscription, ask, approved, request, is_listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.write("DELETE FROM roster_contact WHERE account = ? AND jid = ?");
  const removeAll = db.write("DELETE FROM roster_contact WHERE account = ?");
  const total = db.read<RosterTotal>(
    "SELECT listed, listed_bytes AS listedBytes, requests, bytes FROM roster_total WHERE account = ?",
  );
  const raise = db.write(
    `INSERT INTO roster_total (account, listed, listed_bytes, requests, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (account) DO UPDATE SET listed = listed + ?2, listed_bytes = listed_bytes + ?3,
        requests = requests + ?4, bytes = bytes + ?5`,
  );
  const removeTotal = db.write("DELETE FROM roster_total WHERE account = ?");
  const version = db.read<{ version: number }>("SELECT version FROM roster_version WHERE account = ?");
  const raiseVersion = db.write<{ version: number }>(
    `INSERT INTO roster_version (account, version) VALUES (?, ?)
      ON CONFLICT (account) DO UPDATE SET version = version + 1 RETURNING version`,
    { mayUseReserve: true },
  );
  const removeVersion = db.write("DELETE FROM roster_version WHERE account = ?");

  const get = (account: string, jid: string): Contact | undefined => {
    const row = one.get(account, jid);
    return row && contactOf(row);
  };

  const change = (account: string, before: Contact | undefined, after: Contact | undefined): void => {
    const [was, is] = [before, after].map((contact) => (contact ? sizesOf(contact) : [0, 0, 0, 0]));
    raise.run(account, ...(is ?? []).map((size, index) => size - (was?.[index] ?? 0)));
  };

  return {
    of: (account) => all.all(account).map(contactOf),
    presenceContacts: function* (account) {
      for (const { jid, subscription, request } of rowsOf((after) => withPresence.get(account, after)))
        yield { jid, subscription, request: request ?? undefined };
    },
    subscribers: function* (account) {
      for (const { jid } of rowsOf((after) => subscribers.get(account, after))) yield jid;
    },
    subscriptionsOf: (account) =>
      withSubscription.all(account).map((row) => ({ ...row, ask: row.ask === 1, hasAsked: row.hasAsked === 1 })),
    get,
    put: (account, contact) =>
      db.atomically(() => {
        const { jid, name, groups, subscription, ask, approved, request, isListed } = contact;
        change(account, get(account, jid), contact);
        const flags = [Number(ask), Number(approved), request ?? null, Number(isListed)];
        put.run(account, jid, name ?? null, JSON.stringify(groups), subscription, ...flags);
      }),
    remove: (account, jid) =>
      db.atomically(() => {
        change(account, get(account, jid), undefined);
        remove.run(account, jid);
      }),
    total: (account) => total.get(account) ?? EMPTY,
    version: (account) => version.get(account)?.version ?? 0,
    nextVersion: (account, first) => raiseVersion.get(account, first)?.version ?? first,
    forget: (account) => {
      removeAll.run(account);
      removeTotal.run(account);
      removeVersion.run(account);
    },
  };
}
