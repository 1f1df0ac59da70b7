/** What waits for other servers, over a restart; and what their streams need to be resumed (XEP-0198 §5). */
import type { Database } from "../../store/database.ts";
import { keyOf, type Pair } from "../pair.ts";

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
export interface KeptStanza {
  readonly id: number;
  readonly time: number;
  readonly number: number;
  readonly xml: string;
}

/** A stream that can be resumed: its id, and how many stanzas of the peer's have been handled. */
export interface Resumable {
  readonly id: string;
  readonly received: number;
  /** It carries what the peer sends, too (XEP-0288). */
  readonly isBidirectional: boolean;
}

interface StreamRow extends Pick<Resumable, "id" | "received"> {
  readonly is_bidirectional: number;
}

export interface WaitingStanzas {
  /** Within the transaction at hand; returns its id, greater than all before. */
  keep(pair: Pair, time: number, xml: string): number;
  numbered(pair: Pair, id: number, number: number): void;
  /** None of them counts as sent any more. */
  forgetNumbers(pair: Pair): void;
  remove(pair: Pair, id: number): void;
  /** All up to this one. */
  removeThrough(pair: Pair, id: number): void;
  /** For which a former life of this server has left something. */
  pairs(): readonly Pair[];
  /** A portion of what a former life of this server has left, oldest first: what is behind `after`, an id. Empty at the end. */
  portion(pair: Pair, after: number): readonly KeptStanza[];
  setResumable(pair: Pair, stream: Resumable): void;
  received(pair: Pair, received: number): void;
  resumable(pair: Pair): Resumable | undefined;
  forgetResumable(pair: Pair): void;
  /** The id of a stream of the other server's over which the pair's stanzas go, and which that server can resume. */
  setAdopted(pair: Pair, id: string): void;
  adopted(pair: Pair): string | undefined;
  forgetAdopted(pair: Pair): void;
  /** Calls back once what this tick has written is committed, or the disk has taken nothing of it. */
  afterCommit(callback: () => void): void;
}

export function openWaitingStanzas(db: Database): WaitingStanzas {
  db.migrate("federation-outgoing", TABLES);
  const keep = db.write("INSERT INTO waiting_stanza VALUES (?, ?, ?, ?, 0, ?)");
  const setNumber = db.write("UPDATE waiting_stanza SET number = ? WHERE remote = ? AND local = ? AND id = ?");
  const clearNumbers = db.write("UPDATE waiting_stanza SET number = 0 WHERE remote = ? AND local = ? AND number > 0");
  const remove = db.write("DELETE FROM waiting_stanza WHERE remote = ? AND local = ? AND id = ?");
  const removeThrough = db.write("DELETE FROM waiting_stanza WHERE remote = ? AND local = ? AND id <= ?");
  // One step a pair, however much waits for it.
  const nextPair = db.read<Pair>(
    "SELECT remote, local FROM waiting_stanza WHERE (remote, local) > (?, ?) ORDER BY remote, local LIMIT 1",
  );
  const streams = db.read<Pair>("SELECT remote, local FROM outgoing_stream");
  const last = db.read<{ id: number }>("SELECT max(id) AS id FROM waiting_stanza WHERE remote = ? AND local = ?");
  const stanzas = db.read<KeptStanza>(
    "SELECT id, time, number, xml FROM waiting_stanza WHERE remote = ? AND local = ? AND id > ? AND id <= ? ORDER BY id",
  );
  const setStream = db.write("INSERT OR REPLACE INTO outgoing_stream VALUES (?, ?, ?, ?, ?)");
  const setReceived = db.write("UPDATE outgoing_stream SET received = ? WHERE remote = ? AND local = ?");
  const stream = db.read<StreamRow>(
    "SELECT id, received, is_bidirectional FROM outgoing_stream WHERE remote = ? AND local = ?",
  );
  const removeStream = db.write("DELETE FROM outgoing_stream WHERE remote = ? AND local = ?");
  const setAdopted = db.write("INSERT OR REPLACE INTO adopted_stream VALUES (?, ?, ?)");
  const adopted = db.read<Pick<Resumable, "id">>("SELECT id FROM adopted_stream WHERE remote = ? AND local = ?");
  const removeAdopted = db.write("DELETE FROM adopted_stream WHERE remote = ? AND local = ?");

  const waiting: Pair[] = [];
  for (let pair = nextPair.get("", ""); pair; pair = nextPair.get(pair.remote, pair.local)) waiting.push(pair);
  const former = Math.max(0, ...waiting.map(({ remote, local }) => last.get(remote, local)?.id ?? 0));
  let newest = former;

  return {
    keep: ({ remote, local }, time, xml) => {
      newest += 1;
      keep.run(remote, local, newest, time, xml);
      return newest;
    },
    numbered: ({ remote, local }, id, number) => void setNumber.run(number, remote, local, id),
    forgetNumbers: ({ remote, local }) => void clearNumbers.run(remote, local),
    remove: ({ remote, local }, id) => void remove.run(remote, local, id),
    removeThrough: ({ remote, local }, id) => void removeThrough.run(remote, local, id),
    pairs: () => [...new Map([...waiting, ...streams.all()].map((pair) => [keyOf(pair), pair])).values()],
    portion: ({ remote, local }, after) => {
      const portion: KeptStanza[] = [];
      let length = 0;
      const take = (stanza: KeptStanza): boolean => {
        portion.push(stanza);
        length += stanza.xml.length;
        return portion.length < PORTION.count && length < PORTION.length;
      };
      stanzas.each(take, remote, local, after, former);
      return portion;
    },
    setResumable: ({ remote, local }, { id, received, isBidirectional }) =>
      void setStream.run(remote, local, id, received, isBidirectional ? 1 : 0),
    received: ({ remote, local }, received) => void setReceived.run(received, remote, local),
    resumable: ({ remote, local }) => {
      const row = stream.get(remote, local);
      return row && { id: row.id, received: row.received, isBidirectional: row.is_bidirectional === 1 };
    },
    forgetResumable: ({ remote, local }) => void removeStream.run(remote, local),
    setAdopted: ({ remote, local }, id) => void setAdopted.run(remote, local, id),
    adopted: ({ remote, local }) => adopted.get(remote, local)?.id,
    forgetAdopted: ({ remote, local }) => void removeAdopted.run(remote, local),
    afterCommit: (callback) => db.afterCommit(callback, callback),
  };
}
