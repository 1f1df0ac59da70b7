/** The stanzas that wait for other servers, in the store; and what is needed to resume their streams (XEP-0198 §5). */
import type { Database } from "../../store/database.ts";
import type { TableOwner } from "../../store/stored-addresses.ts";
import { type DomainPair, pairKey } from "../domain-pair.ts";
import { LastWrites } from "../last-writes.ts";

const TABLES = [
  `CREATE TABLE waiting_stanza (
    remote TEXT NOT NULL,
    local TEXT NOT NULL,
    id INTEGER NOT NULL,
    time INTEGER NOT NULL,
    number INTEGER NOT NULL,
    xml TEXT NOT NULL,
    PRIMARY KEY (remote, local, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE outgoing_stream (
    remote TEXT NOT NULL,
    local TEXT NOT NULL,
    id TEXT NOT NULL,
    received INTEGER NOT NULL,
    is_bidirectional INTEGER NOT NULL,
    PRIMARY KEY (remote, local)
  ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE adopted_stream (
    remote TEXT NOT NULL,
    local TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (remote, local)
  ) STRICT, WITHOUT ROWID;`,
] as const;

export const queueTables: TableOwner = {
  name: "federation-outgoing",
  tables: TABLES,
  addresses: {
    tables: {
      waiting_stanza: { remote: "other", local: "jid", xml: "xml" },
      outgoing_stream: "dropped",
      adopted_stream: "dropped",
    },
    // Of a stream that is no more.
    recount: ["UPDATE waiting_stanza SET number = 0"],
  },
};

/** Stanzas, and characters: what is read in a few milliseconds. */
const PORTION = { count: 100, length: 200_000 };

/** A row: a stanza that waits. */
export interface StoredStanza {
  readonly id: number;
  /** When it was accepted, in milliseconds since 1970. */
  readonly time: number;
  /** Its number in the stream that it was sent over (the first one's is 1); 0 where it was not sent. */
  readonly number: number;
  readonly xml: string;
}

/** A stream of ours that can be resumed. */
export interface StoredOutgoingStream {
  readonly id: string;
  /** How many stanzas of the peer's have been handled. */
  readonly received: number;
  /** Whether the peer sends over it, too (XEP-0288). */
  readonly isBidirectional: boolean;
}

interface StreamRow extends Pick<StoredOutgoingStream, "id" | "received"> {
  readonly is_bidirectional: number;
}

/** Undefined: it is removed. */
interface OfPair<Value> {
  readonly pair: DomainPair;
  readonly value: Value | undefined;
}

/** What a full disk has not taken of a stream is stored with what comes next. */
export interface QueueStore {
  /** Returns the id of the row, which is greater than all before. `time` as in `StoredStanza`. */
  add(pair: DomainPair, time: number, xml: string): number;
  setNumber(pair: DomainPair, id: number, number: number): void;
  /** None of them counts as sent. */
  clearNumbers(pair: DomainPair): void;
  remove(pair: DomainPair, id: number): void;
  /** All up to this one. */
  removeThrough(pair: DomainPair, id: number): void;
  /** For which something was in the store at the start. */
  pairs(): readonly DomainPair[];
  /** A portion of what was in the store at the start, oldest first: what is behind `after`, an id. Empty at the end. */
  portion(pair: DomainPair, after: number): readonly StoredStanza[];
  setOutgoingStream(pair: DomainPair, stream: StoredOutgoingStream): void;
  setReceived(pair: DomainPair, received: number): void;
  outgoingStream(pair: DomainPair): StoredOutgoingStream | undefined;
  removeOutgoingStream(pair: DomainPair): void;
  /** The id by which the other server can resume its stream, over which stanzas of the pair are sent. */
  setBidiStream(pair: DomainPair, id: string): void;
  bidiStream(pair: DomainPair): string | undefined;
  removeBidiStream(pair: DomainPair): void;
  /**
   * Calls back once what this tick has written is committed, or where the disk has taken nothing of it: a number that is not
   * stored would be missed after a restart only.
   */
  afterCommit(callback: () => void): void;
  /** Calls back when what this tick has written is on the disk. */
  afterSync(callback: () => void): void;
}

export function openQueueStore(db: Database): QueueStore {
  db.migrate(queueTables.name, queueTables.tables);
  const keep = db.write("INSERT INTO waiting_stanza VALUES (?, ?, ?, ?, 0, ?)");
  const setNumber = db.write("UPDATE waiting_stanza SET number = ? WHERE remote = ? AND local = ? AND id = ?");
  const clearNumbers = db.write("UPDATE waiting_stanza SET number = 0 WHERE remote = ? AND local = ? AND number > 0");
  const remove = db.write("DELETE FROM waiting_stanza WHERE remote = ? AND local = ? AND id = ?");
  const removeThrough = db.write("DELETE FROM waiting_stanza WHERE remote = ? AND local = ? AND id <= ?");
  // One step a pair, however much waits for it.
  const nextPair = db.read<DomainPair>(
    "SELECT remote, local FROM waiting_stanza WHERE (remote, local) > (?, ?) ORDER BY remote, local LIMIT 1",
  );
  const streams = db.read<DomainPair>("SELECT remote, local FROM outgoing_stream");
  const last = db.read<{ id: number }>("SELECT max(id) AS id FROM waiting_stanza WHERE remote = ? AND local = ?");
  const stanzas = db.read<StoredStanza>(
    "SELECT id, time, number, xml FROM waiting_stanza WHERE remote = ? AND local = ? AND id > ? AND id <= ? ORDER BY id",
  );
  const setStream = db.write("INSERT OR REPLACE INTO outgoing_stream VALUES (?, ?, ?, ?, ?)");
  const setReceived = db.write("UPDATE outgoing_stream SET received = ? WHERE remote = ? AND local = ?");
  const stream = db.read<StreamRow>(
    "SELECT id, received, is_bidirectional FROM outgoing_stream WHERE remote = ? AND local = ?",
  );
  const removeStream = db.write("DELETE FROM outgoing_stream WHERE remote = ? AND local = ?");
  const setAdopted = db.write("INSERT OR REPLACE INTO adopted_stream VALUES (?, ?, ?)");
  const adopted = db.read<Pick<StoredOutgoingStream, "id">>(
    "SELECT id FROM adopted_stream WHERE remote = ? AND local = ?",
  );
  const removeAdopted = db.write("DELETE FROM adopted_stream WHERE remote = ? AND local = ?");

  const waiting: DomainPair[] = [];
  for (let pair = nextPair.get("", ""); pair; pair = nextPair.get(pair.remote, pair.local)) waiting.push(pair);
  const newestAtStart = Math.max(0, ...waiting.map(({ remote, local }) => last.get(remote, local)?.id ?? 0));
  let newest = newestAtStart;

  // Before any number: those of a former stream would count as those of the next.
  const cleared = new LastWrites<DomainPair>(db, ({ remote, local }) => void clearNumbers.run(remote, local));
  const ours = new LastWrites<OfPair<StoredOutgoingStream>>(db, ({ pair: { remote, local }, value }) => {
    if (value) setStream.run(remote, local, value.id, value.received, value.isBidirectional ? 1 : 0);
    else removeStream.run(remote, local);
  });
  const theirs = new LastWrites<OfPair<string>>(db, ({ pair: { remote, local }, value }) => {
    if (value === undefined) removeAdopted.run(remote, local);
    else setAdopted.run(remote, local, value);
  });
  const lasting = [cleared, ours, theirs] as const;
  const storeLost = (): void => {
    for (const writes of lasting) writes.again();
  };

  return {
    add: ({ remote, local }, time, xml) => {
      newest += 1;
      keep.run(remote, local, newest, time, xml);
      return newest;
    },
    setNumber: ({ remote, local }, id, number) => {
      storeLost();
      setNumber.run(number, remote, local, id);
    },
    clearNumbers: (pair) => cleared.write(pairKey(pair), pair),
    remove: ({ remote, local }, id) => void remove.run(remote, local, id),
    removeThrough: ({ remote, local }, id) => void removeThrough.run(remote, local, id),
    pairs: () => [...new Map([...waiting, ...streams.all()].map((pair) => [pairKey(pair), pair])).values()],
    portion: ({ remote, local }, after) => {
      const portion: StoredStanza[] = [];
      let length = 0;
      const take = (stanza: StoredStanza): boolean => {
        portion.push(stanza);
        length += stanza.xml.length;
        return portion.length < PORTION.count && length < PORTION.length;
      };
      stanzas.each(take, remote, local, after, newestAtStart);
      return portion;
    },
    setOutgoingStream: (pair, value) => {
      storeLost();
      ours.write(pairKey(pair), { pair, value });
    },
    setReceived: (pair, received) => {
      storeLost();
      const stream = ours.uncommitted(pairKey(pair))?.value;
      if (stream) ours.write(pairKey(pair), { pair, value: { ...stream, received } });
      else setReceived.run(received, pair.remote, pair.local);
    },
    outgoingStream: ({ remote, local }) => {
      const row = stream.get(remote, local);
      return row && { id: row.id, received: row.received, isBidirectional: row.is_bidirectional === 1 };
    },
    removeOutgoingStream: (pair) => ours.write(pairKey(pair), { pair, value: undefined }),
    setBidiStream: (pair, value) => {
      storeLost();
      theirs.write(pairKey(pair), { pair, value });
    },
    bidiStream: ({ remote, local }) => adopted.get(remote, local)?.id,
    removeBidiStream: (pair) => theirs.write(pairKey(pair), { pair, value: undefined }),
    afterCommit: (callback) => db.afterCommit(callback, callback),
    afterSync: (callback) => db.afterSync(callback, callback),
  };
}
