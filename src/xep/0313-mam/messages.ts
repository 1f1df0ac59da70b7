/** The archive's rows, and the queries over them. */
import type { Database, Param } from "../../store/database.ts";

export const archiveTables = [
  `CREATE TABLE archive_message (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    peer TEXT NOT NULL,
    resource TEXT NOT NULL,
    xml TEXT NOT NULL
  ) STRICT;
  CREATE INDEX archive_message_by_account ON archive_message (account, id);
  CREATE INDEX archive_message_by_peer ON archive_message (account, peer, id);`,
] as const;

/** `id` is the time of arrival in microseconds since 1970 (the number in its XEP-0359 id), so ids sort as the messages came. */
export interface ArchivedMessage {
  readonly id: number;
  readonly xml: string;
}

export interface Filter {
  /** The other end's bare JID, and its resource where one was asked for. */
  readonly peer?: string | undefined;
  readonly resource?: string | undefined;
  /** Both exclusive. */
  readonly after: number;
  readonly before: number;
  readonly ids?: readonly number[] | undefined;
}

export interface Page {
  /** In the order of time. */
  readonly messages: readonly ArchivedMessage[];
  /** Nothing else matches. */
  readonly isComplete: boolean;
}

/** Bytes of a page, which leaves at once; a message that is longer is a page of its own. */
const PAGE_BYTES = 500_000;

export interface Messages {
  add(id: number, account: string, peer: { bare: string; resource: string }, xml: string): void;
  /** The oldest of those that match, or the newest: at most `max` messages, fewer where they are long. */
  page(account: string, filter: Filter, max: number, from: "oldest" | "newest"): Page;
  count(account: string, filter: Filter): number;
  has(account: string, id: number): boolean;
  /** The highest id of all; 0 where nothing has been archived yet. */
  newest(): number;
  /** The oldest and the newest. */
  ends(account: string): { readonly first: number; readonly last: number } | undefined;
  forget(account: string): void;
}

/** The conditions of a filter are few, so each combination is a statement of its own, prepared when first asked for. */
export function openMessages(db: Database): Messages {
  const add = db.write("INSERT INTO archive_message (id, account, peer, resource, xml) VALUES (?, ?, ?, ?, ?)");
  const one = db.read<{ id: number }>("SELECT id FROM archive_message WHERE id = ? AND account = ?");
  const highest = db.read<{ id: number | null }>("SELECT max(id) AS id FROM archive_message");
  const first = db.read<{ id: number }>("SELECT id FROM archive_message WHERE account = ? ORDER BY id LIMIT 1");
  const last = db.read<{ id: number }>("SELECT id FROM archive_message WHERE account = ? ORDER BY id DESC LIMIT 1");
  const byId = db.read<ArchivedMessage>(
    "SELECT id, xml FROM archive_message WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
  );
  const forget = db.write("DELETE FROM archive_message WHERE account = ?");

  const statements = new Map<string, ReturnType<typeof db.read>>();
  const select = <Row>(sql: string): { all(...params: Param[]): Row[] } => {
    const statement = statements.get(sql) ?? db.read<Row>(sql);
    statements.set(sql, statement);
    return statement as ReturnType<typeof db.read<Row>>;
  };

  return {
    add: (id, account, peer, xml) => void add.run(id, account, peer.bare, peer.resource, xml),
    page: (account, filter, max, from) => {
      const { where, params } = conditions(account, filter);
      const order = from === "oldest" ? "ASC" : "DESC";
      const sizes = select<{ id: number; bytes: number }>(
        `SELECT id, octet_length(xml) AS bytes FROM archive_message ${where} ORDER BY id ${order} LIMIT ?`,
      );
      // One more than asked for tells whether there are more.
      const found = sizes.all(...params, max + 1);
      let bytes = 0;
      const ids = found
        .filter((message, index) => {
          bytes += message.bytes;
          return index === 0 || (index < max && bytes <= PAGE_BYTES);
        })
        .map(({ id }) => id);
      return { messages: byId.all(JSON.stringify(ids)), isComplete: ids.length === found.length };
    },
    count: (account, filter) => {
      const { where, params } = conditions(account, filter);
      return select<{ n: number }>(`SELECT count(*) AS n FROM archive_message ${where}`).all(...params)[0]?.n ?? 0;
    },
    has: (account, id) => one.get(id, account) !== undefined,
    newest: () => highest.get()?.id ?? 0,
    ends: (account) => {
      const oldest = first.get(account)?.id;
      const newest = last.get(account)?.id;
      return oldest === undefined || newest === undefined ? undefined : { first: oldest, last: newest };
    },
    forget: (account) => void forget.run(account),
  };
}

function conditions(account: string, filter: Filter): { where: string; params: Param[] } {
  const { peer, resource, ids, after, before } = filter;
  const clauses = ["account = ?", "id > ?", "id < ?"];
  const params: Param[] = [account, after, before];
  if (peer !== undefined) {
    clauses.push("peer = ?");
    params.push(peer);
  }
  if (resource !== undefined) {
    clauses.push("resource = ?");
    params.push(resource);
  }
  if (ids !== undefined) {
    clauses.push("id IN (SELECT value FROM json_each(?))");
    params.push(JSON.stringify(ids));
  }
  return { where: `WHERE ${clauses.join(" AND ")}`, params };
}
