/** XEP-0198 §5: the resumable streams of other servers in the store: what has arrived over them is known after a crash, too. */
import type { Database } from "../../store/database.ts";
import type { TableOwner } from "../../store/stored-addresses.ts";
import type { DomainPair } from "../domain-pair.ts";
import { LastWrites } from "../last-writes.ts";

const TABLES = [
  `CREATE TABLE incoming_stream (
    id TEXT PRIMARY KEY,
    local TEXT NOT NULL,
    remote TEXT NOT NULL,
    is_bidirectional INTEGER NOT NULL,
    received INTEGER NOT NULL,
    ends INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX incoming_stream_remote ON incoming_stream (remote);`,
] as const;

export const incomingStreamTables: TableOwner = {
  name: "federation-incoming",
  tables: TABLES,
  addresses: {
    tables: { incoming_stream: "dropped" },
  },
};

export interface StoredIncomingStream {
  /** The first that it was verified for. */
  readonly pair: DomainPair;
  readonly isBidirectional: boolean;
  /** How many stanzas of the peer's were handled. */
  readonly received: number;
}

/** What a full disk has not taken of a stream is stored with what comes next. */
export interface IncomingStreamStore {
  /** A stream has become resumable by this id; nothing has been received. */
  add(id: string, pair: DomainPair, isBidirectional: boolean): void;
  /** In the transaction of what was received: both are committed, or neither. */
  setReceived(id: string, count: number): void;
  /** Undefined where it cannot be resumed any more. */
  find(id: string): StoredIncomingStream | undefined;
  /** It has lost its connection: the time for its resumption begins. */
  disconnected(id: string): void;
  /** It is connected again. */
  resumed(id: string): void;
  remove(id: string): void;
}

export interface IncomingStreamStoreOptions {
  /** Milliseconds for which a stream can be resumed after it has lost its connection. */
  readonly resumptionTime: number;
  /** How many without a connection are stored of one domain; the oldest is removed first. */
  readonly maxPerDomain: number;
  /** Milliseconds that only grow, from any beginning: a clock that is set meanwhile ends no stream. */
  readonly monotonic: () => number;
}

interface Row {
  readonly local: string;
  readonly remote: string;
  readonly is_bidirectional: number;
  readonly received: number;
  /** Null while it is connected. */
  readonly ends: number | null;
}

interface Stored {
  readonly id: string;
  /** Undefined: it is removed. */
  readonly row: Row | undefined;
}

/** None is connected when this is called: the time of each begins. */
export function openIncomingStreamStore(db: Database, options: IncomingStreamStoreOptions): IncomingStreamStore {
  const { resumptionTime, maxPerDomain, monotonic } = options;
  // Times in the table are milliseconds since now: those of another process say nothing.
  const opened = monotonic();
  const now = (): number => Math.floor(monotonic() - opened);
  db.migrate(incomingStreamTables.name, incomingStreamTables.tables);
  const put = db.write("INSERT OR REPLACE INTO incoming_stream VALUES (?, ?, ?, ?, ?, ?)");
  const received = db.write("UPDATE incoming_stream SET received = ? WHERE id = ?");
  const forget = db.write("DELETE FROM incoming_stream WHERE id = ?");
  const forgetOver = db.write("DELETE FROM incoming_stream WHERE ends < ?");
  const forgetMost = db.write(`DELETE FROM incoming_stream WHERE id IN (
    SELECT id FROM incoming_stream WHERE remote = ? AND ends IS NOT NULL ORDER BY ends DESC LIMIT -1 OFFSET ?)`);
  const find = db.read<Row>("SELECT local, remote, is_bidirectional, received, ends FROM incoming_stream WHERE id = ?");
  // Those that were connected last are the latest; the others stay older than these, in their order, by a millisecond each.
  db.write(`UPDATE incoming_stream SET ends = ? - place FROM
    (SELECT id AS former, row_number() OVER (ORDER BY ends DESC) AS place FROM incoming_stream WHERE ends IS NOT NULL)
    WHERE id = former`).run(resumptionTime);
  db.write("UPDATE incoming_stream SET ends = ? WHERE ends IS NULL").run(resumptionTime);
  const streams = new LastWrites<Stored>(db, ({ id, row }) => {
    if (row) put.run(id, row.local, row.remote, row.is_bidirectional, row.received, row.ends);
    else forget.run(id);
  });
  const setEnds = (id: string, ends: number | null): void => {
    const last = streams.uncommitted(id);
    const row = last ? last.row : find.get(id);
    if (row) streams.write(id, { id, row: { ...row, ends } });
  };

  return {
    add: (id, { local, remote }, isBidirectional) => {
      forgetOver.run(now());
      forgetMost.run(remote, maxPerDomain - 1);
      streams.write(id, {
        id,
        row: { local, remote, is_bidirectional: isBidirectional ? 1 : 0, received: 0, ends: null },
      });
    },
    setReceived: (id, count) => {
      const row = streams.uncommitted(id)?.row;
      if (row) return streams.write(id, { id, row: { ...row, received: count } });
      streams.again();
      received.run(count, id);
    },
    find: (id) => {
      const lost = streams.lost(id);
      const row = lost ? lost.row : find.get(id);
      if (!row || (row.ends !== null && row.ends < now())) return undefined;
      const { local, remote, is_bidirectional, received } = row;
      return { pair: { local, remote }, isBidirectional: is_bidirectional === 1, received };
    },
    disconnected: (id) => setEnds(id, now() + resumptionTime),
    resumed: (id) => setEnds(id, null),
    remove: (id) => streams.write(id, { id, row: undefined }),
  };
}
