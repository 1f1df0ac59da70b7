/** What waits for other servers, over a restart; and what their streams need to be resumed (XEP-0198 §5). */
import type { Database } from "../../store/database.ts";
import { type DomainPair, pairKey } from "../domain-pair.ts";

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

/** What is read in a few milliseconds. */
const PORTION = { count: 100, length: 200_000 };

/** A stanza as it is kept: `number` is the how many-th of its stream it was, 0 where it was not sent. */
export interface StoredStanza {
  readonly id: number;
  readonly time: number;
  readonly number: number;
  readonly xml: string;
}

/** A stream that can be resumed: its id, and how many stanzas of the peer's have been handled. */
export interface StoredOutgoingStream {
  readonly id: string;
  readonly received: number;
  /** It carries what the peer sends, too (XEP-0288). */
  readonly isBidirectional: boolean;
}

interface StreamRow extends Pick<StoredOutgoingStream, "id" | "received"> {
  readonly is_bidirectional: number;
}

export interface QueueStore {
  /** Within the transaction at hand; returns its id, greater than all before. */
  add(pair: DomainPair, time: number, xml: string): number;
  setNumber(pair: DomainPair, id: number, number: number): void;
  /** None of them counts as sent any more. */
  clearNumbers(pair: DomainPair): void;
  remove(pair: DomainPair, id: number): void;
  /** All up to this one. */
  removeThrough(pair: DomainPair, id: number): void;
  /** For which a former life of this server has left something. */
  pairs(): readonly DomainPair[];
  /** A portion of what a former life of this server has left, oldest first: what is behind `after`, an id. Empty at the end. */
  portion(pair: DomainPair, after: number): readonly StoredStanza[];
  setOutgoingStream(pair: DomainPair, stream: StoredOutgoingStream): void;
  setReceived(pair: DomainPair, received: number): void;
  outgoingStream(pair: DomainPair): StoredOutgoingStream | undefined;
  removeOutgoingStream(pair: DomainPair): void;
  /** The id of a stream of the other server's over which the pair's stanzas go, and which that server can resume. */
  setBidiStream(pair: DomainPair, id: string): void;
  bidiStream(pair: DomainPair): string | undefined;
  removeBidiStream(pair: DomainPair): void;
  /**
   * Calls back once what this tick has written is committed, or where the disk has taken nothing of it: a number that is not
   * stored would be missed after a restart only.
   */
  afterCommit(callback: () => void): void;
}

export function openQueueStore(db: Database): QueueStore {
  db.migrate("federation-outgoing", TABLES);
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
  const former = Math.max(0, ...waiting.map(({ remote, local }) => last.get(remote, local)?.id ?? 0));
  let newest = former;

  return {
    add: ({ remote, local }, time, xml) => {
      newest += 1;
      keep.run(remote, local, newest, time, xml);
      return newest;
    },
    setNumber: ({ remote, local }, id, number) => void setNumber.run(number, remote, local, id),
    clearNumbers: ({ remote, local }) => void clearNumbers.run(remote, local),
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
      stanzas.each(take, remote, local, after, former);
      return portion;
    },
    setOutgoingStream: ({ remote, local }, { id, received, isBidirectional }) =>
      void setStream.run(remote, local, id, received, isBidirectional ? 1 : 0),
    setReceived: ({ remote, local }, received) => void setReceived.run(received, remote, local),
    outgoingStream: ({ remote, local }) => {
      const row = stream.get(remote, local);
      return row && { id: row.id, received: row.received, isBidirectional: row.is_bidirectional === 1 };
    },
    removeOutgoingStream: ({ remote, local }) => void removeStream.run(remote, local),
    setBidiStream: ({ remote, local }, id) => void setAdopted.run(remote, local, id),
    bidiStream: ({ remote, local }) => adopted.get(remote, local)?.id,
    removeBidiStream: ({ remote, local }) => void removeAdopted.run(remote, local),
    afterCommit: (callback) => db.afterCommit(callback, callback),
  };
}
