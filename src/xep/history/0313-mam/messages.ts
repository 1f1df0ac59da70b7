/** The archive's rows, and the queries over them. */
import type { Database, Statement } from "../../../store/database.ts";
import type { Range } from "../0431-fulltext/text-index.ts";
import type { Usage } from "./usage.ts";

/** `id` is the time of arrival in microseconds since 1970 (the number in its XEP-0359 id), so ids sort as the messages came. */
export interface ArchivedMessage {
  readonly id: number;
  readonly xml: string;
}

/** In whose archive, and with whom: numbers (addresses.ts), and the resource of the peer. */
export interface Place {
  readonly owner: number;
  readonly peer: number;
  readonly resource: string;
}

export interface Row extends ArchivedMessage, Place {}

export type End = "oldest" | "newest";

/** Every list is of ids in the order asked for, from that end. */
export interface Messages {
  /** Returns how many bytes its owner's archive has now. */
  add(row: Row): number;
  get(id: number): Row | undefined;
  /** The same without the message, which may be long. */
  placeOf(id: number): Place | undefined;
  /** Those of these that are there, in the order of their ids, one after the other for as long as it is told to go on. */
  each(ids: readonly number[], from: End, goesOn: (message: ArchivedMessage) => boolean): void;
  replace(id: number, xml: string): void;
  /** Returns how many bytes it had. */
  remove(id: number): number;
  ofOwner(owner: number, range: Range, max: number, from: End): number[];
  /** How many there are, counting no further than `most`. */
  countOfOwner(owner: number, range: Range, most: number): number;
  /** The lowest ids in this range, whosever they are. */
  within(range: Range, max: number): number[];
  /** The highest id of all; 0 where nothing has been archived yet. */
  newest(): number;
}

/** Each query finds its ids in one index, in order, and touches no other row. */
export function openMessages(db: Database, usage: Usage): Messages {
  const add = db.write("INSERT INTO archive_message (id, owner, peer, resource, xml) VALUES (?, ?, ?, ?, ?)");
  const one = db.read<Row>("SELECT id, owner, peer, resource, xml FROM archive_message WHERE id = ?");
  const place = db.read<Place>("SELECT owner, peer, resource FROM archive_message WHERE id = ?");
  // One statement for a page: each costs more than the row that it finds.
  const some = (order: "ASC" | "DESC") =>
    db.read<ArchivedMessage>(
      `SELECT id, xml FROM archive_message WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id ${order}`,
    );
  const several = { oldest: some("ASC"), newest: some("DESC") };
  const size = db.read<{ owner: number; bytes: number }>(
    "SELECT owner, octet_length(xml) AS bytes FROM archive_message WHERE id = ?",
  );
  const replace = db.write("UPDATE archive_message SET xml = ? WHERE id = ?");
  const remove = db.write("DELETE FROM archive_message WHERE id = ?");
  const between = db.read<{ id: number }>("SELECT id FROM archive_message WHERE id > ? AND id < ? ORDER BY id LIMIT ?");
  const highest = db.read<{ id: number | null }>("SELECT max(id) AS id FROM archive_message");

  const ofOwner = (order: "ASC" | "DESC"): Statement<{ id: number }> =>
    db.read(`SELECT id FROM archive_message WHERE owner = ? AND id > ? AND id < ? ORDER BY id ${order} LIMIT ?`);
  const lists = { oldest: ofOwner("ASC"), newest: ofOwner("DESC") };
  const counted = db.read<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM archive_message WHERE owner = ? AND id > ? AND id < ? LIMIT ?)`,
  );
  const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

  return {
    add: ({ id, owner, peer, resource, xml }) => {
      add.run(id, owner, peer, resource, xml);
      return usage.add(owner, Buffer.byteLength(xml));
    },
    get: (id) => one.get(id),
    placeOf: (id) => place.get(id),
    each: (ids, from, goesOn) => several[from].each(goesOn, JSON.stringify(ids)),
    replace: (id, xml) => {
      const former = size.get(id);
      if (!former) return;
      replace.run(xml, id);
      usage.add(former.owner, Buffer.byteLength(xml) - former.bytes);
    },
    remove: (id) => {
      const former = size.get(id);
      if (!former) return 0;
      remove.run(id);
      usage.add(former.owner, -former.bytes);
      return former.bytes;
    },
    ofOwner: (owner, { after, before }, max, from) => ids(lists[from].all(owner, after, before, max)),
    countOfOwner: (owner, { after, before }, most) => counted.get(owner, after, before, most)?.n ?? 0,
    within: ({ after, before }, max) => ids(between.all(after, before, max)),
    newest: () => highest.get()?.id ?? 0,
  };
}
