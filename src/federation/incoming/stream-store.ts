/** XEP-0198 §5: how much has arrived over the streams of others that may be resumed, whatever happens to this process. */
import type { Database } from "../../store/database.ts";
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

export interface StoredIncomingStream {
  /** What it was verified for first. */
  readonly pair: DomainPair;
  readonly isBidirectional: boolean;
  /** XEP-0198's `h`. */
  readonly received: number;
}

export interface IncomingStreamStore {
  /** A stream has become resumable under this id; nothing has been received. */
  add(id: string, pair: DomainPair, isBidirectional: boolean): void;
  /** Written with what was received: both are kept, or neither. */
  setReceived(id: string, count: number): void;
  /** Undefined where it is not known any more. */
  find(id: string): StoredIncomingStream | undefined;
  /** Its connection is gone; from now on its time runs. */
  disconnected(id: string): void;
  /** It is connected again. */
  resumed(id: string): void;
  remove(id: string): void;
}

export interface IncomingStreamStoreOptions {
  /** Milliseconds for which a stream is known after it has lost its connection. */
  readonly resumptionTime: number;
  /** How many are known of one domain; the oldest is forgotten first. */
  readonly perDomain: number;
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
  const { resumptionTime, perDomain, now } = options;
  db.migrate("federation-incoming", TABLES);
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
      forgetMost.run(remote, perDomain - 1);
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
