/** XEP-0198 §5: the resumable streams of other servers in the store: what has arrived over them is known after a crash, too. */
import type { Database } from "../../store/database.ts";
import type { TableOwner } from "../../store/stored-addresses.ts";
import type { DomainPair } from "../domain-pair.ts";

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
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Row {
  readonly local: string;
  readonly remote: string;
  readonly is_bidirectional: number;
  readonly received: number;
}

/** None is connected when this is called: the time of each runs. */
export function openIncomingStreamStore(db: Database, options: IncomingStreamStoreOptions): IncomingStreamStore {
  const { resumptionTime, maxPerDomain, now } = options;
  db.migrate(incomingStreamTables.name, incomingStreamTables.tables);
  const add = db.write("INSERT INTO incoming_stream VALUES (?, ?, ?, ?, 0, NULL)");
  const received = db.write("UPDATE incoming_stream SET received = ? WHERE id = ?");
  const ends = db.write("UPDATE incoming_stream SET ends = ? WHERE id = ?");
  const forget = db.write("DELETE FROM incoming_stream WHERE id = ?");
  const forgetOver = db.write("DELETE FROM incoming_stream WHERE ends < ?");
  const forgetMost = db.write(`DELETE FROM incoming_stream WHERE id IN (
    SELECT id FROM incoming_stream WHERE remote = ? AND ends IS NOT NULL ORDER BY ends DESC LIMIT -1 OFFSET ?)`);
  const find = db.read<Row>("SELECT * FROM incoming_stream WHERE id = ? AND coalesce(ends >= ?, TRUE)");
  db.write("UPDATE incoming_stream SET ends = ? WHERE ends IS NULL").run(now() + resumptionTime);

  return {
    add: (id, { local, remote }, isBidirectional) => {
      forgetOver.run(now());
      forgetMost.run(remote, maxPerDomain - 1);
      add.run(id, local, remote, isBidirectional ? 1 : 0);
    },
    setReceived: (id, count) => void received.run(count, id),
    find: (id) => {
      const row = find.get(id, now());
      if (!row) return undefined;
      const { local, remote, is_bidirectional } = row;
      return { pair: { local, remote }, isBidirectional: is_bidirectional === 1, received: row.received };
    },
    disconnected: (id) => void ends.run(now() + resumptionTime, id),
    resumed: (id) => void ends.run(null, id),
    remove: (id) => void forget.run(id),
  };
}
