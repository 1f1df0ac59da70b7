/** The store of archived messages. */
import type { Database, Statement } from "../../../store/database.ts";
import type { Range } from "../0431-fulltext/index-row.ts";
import type { ArchiveSizes } from "./archive-sizes.ts";
import { type Copies, MAX_DISTANCE } from "./copies.ts";
import type { Unlisted } from "./unlisted.ts";

/** `id` is the number in the XEP-0359 id, in the order of arrival; StanzaIds knows the time that it stands for. */
export interface ArchivedMessage {
  readonly id: number;
  readonly xml: string;
  /** The archive id that another server has given it, which clients hold; null for a message that arrived here. */
  readonly given: string | null;
}

/** The owner and the peer as numbers (address-ids.ts), and the peer's resource. */
export interface Place {
  readonly owner: number;
  readonly peer: number;
  readonly resource: string;
}

export interface Row extends ArchivedMessage, Place {}

/** `isCopy`: the text is that of its original (Copies). */
type Stored<Message> = Message & { readonly owner: number; readonly isCopy: 0 | 1 };

export type End = "oldest" | "newest";

/** How many messages wait at most to be in the index by owner. */
const MAX_UNLISTED = 2000;

export interface MessageStore {
  /** A message that has just arrived; of a copy, the text is stored once. Returns the size of the owner's archive afterwards, in bytes. */
  add(row: Row): number;
  /** One of former times, with any id. */
  addFormer(row: Row): void;
  /** Writes the index by owner, and the sizes of archives, for what has arrived. Reading does not wait for it. */
  list(): void;
  get(id: number): Row | undefined;
  /** Without the message, which may be long. */
  placeOf(id: number): Place | undefined;
  /** Reads the messages with these ids in their order, from either end, until `goesOn` returns false. */
  each(ids: readonly number[], from: End, goesOn: (message: ArchivedMessage) => boolean): void;
  replace(id: number, xml: string): void;
  /** Returns the size of the removed message, in bytes; 0 where there was none, and for a copy. */
  remove(id: number): number;
  /** From either end of the range, in that order. */
  idsOfOwner(owner: number, range: Range, max: number, from: End): number[];
  /** Counts up to `max`. */
  countOfOwner(owner: number, range: Range, max: number): number;
  /** The lowest ids in a range, of all owners. */
  idsWithin(range: Range, max: number): number[];
  /** 0 where there is none. */
  newestId(): number;
  has(id: number): boolean;
  /** The message of an owner that had this id at another server, or had it as a further one. */
  withGivenId(owner: number, given: string, mayBeFurther?: boolean): number | undefined;
  /** Whether some message of an owner has had several ids there. */
  hasFurtherIds(owner: number): boolean;
  /** A message has had a further id there. */
  addGivenId(owner: number, given: string, id: number): void;
  /** Forgets the further ids of an owner's messages. */
  forgetGivenIds(owner: number): void;
}

export interface MessageStoreDeps {
  readonly db: Database;
  readonly sizes: ArchiveSizes;
  readonly unlisted: Unlisted;
  readonly copies: Copies;
}

/** Each query searches one index in order, and reads no other row but the originals of copies. */
export function openMessageStore({ db, sizes, unlisted, copies }: MessageStoreDeps): MessageStore {
  const insert = db.write(
    "INSERT INTO archive_message (id, owner, peer, resource, xml, given_id, unlisted, copy_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  // A copy whose original is missing, as only damage to the file can bring about, is not found.
  const TEXTS = `archive_message AS message LEFT JOIN archive_message AS original ON original.id = message.copy_of
    WHERE (message.copy_of IS NULL OR original.id IS NOT NULL) AND message.id`;
  const TEXT =
    "message.owner, message.given_id AS given, coalesce(original.xml, message.xml) AS xml, original.id IS NOT NULL AS isCopy";
  const one = db.read<Stored<Row>>(`SELECT message.id, message.peer, message.resource, ${TEXT} FROM ${TEXTS} = ?`);
  const place = db.read<Place>("SELECT owner, peer, resource FROM archive_message WHERE id = ?");
  // One statement for a page: a statement costs more than a row.
  const some = (order: "ASC" | "DESC") =>
    db.read<Stored<ArchivedMessage>>(
      `SELECT message.id, ${TEXT} FROM ${TEXTS} IN (SELECT value FROM json_each(?)) ORDER BY message.id ${order}`,
    );
  const several = { oldest: some("ASC"), newest: some("DESC") };
  const size = db.read<{ owner: number; bytes: number }>(
    "SELECT owner, octet_length(xml) AS bytes FROM archive_message WHERE id = ?",
  );
  const copy = db.read<{ id: number }>(
    "SELECT id FROM archive_message WHERE id > ?1 AND id <= ?1 + ?2 AND copy_of = ?1 LIMIT 1",
  );
  const replace = db.write("UPDATE archive_message SET xml = ?, copy_of = NULL WHERE id = ?");
  const remove = db.write("DELETE FROM archive_message WHERE id = ?");
  const between = db.read<{ id: number }>("SELECT id FROM archive_message WHERE id > ? AND id < ? ORDER BY id LIMIT ?");
  const highest = db.read<{ id: number | null }>("SELECT max(id) AS id FROM archive_message");
  const exists = db.read("SELECT 1 FROM archive_message WHERE id = ?");
  const given = db.read<{ id: number }>("SELECT id FROM archive_message WHERE owner = ? AND given_id = ?");
  const further = db.read<{ id: number }>(
    "SELECT message AS id FROM archive_further_id WHERE owner = ? AND given_id = ?",
  );
  const anyFurther = db.read("SELECT 1 FROM archive_further_id WHERE owner = ? LIMIT 1");
  const addFurther = db.write("INSERT INTO archive_further_id (owner, given_id, message) VALUES (?, ?, ?)");
  const forgetFurther = db.write("DELETE FROM archive_further_id WHERE owner = ?");

  const ofOwner = (order: "ASC" | "DESC"): Statement<{ id: number }> =>
    db.read(
      `SELECT id FROM archive_message WHERE owner = ? AND unlisted IS NULL AND id > ? AND id < ? ORDER BY id ${order} LIMIT ?`,
    );
  const lists = { oldest: ofOwner("ASC"), newest: ofOwner("DESC") };
  const counted = db.read<{ n: number }>(
    `SELECT count(*) AS n FROM
      (SELECT 1 FROM archive_message WHERE owner = ? AND unlisted IS NULL AND id > ? AND id < ? LIMIT ?)`,
  );
  const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

  /** `original`: of a copy, whose text is not stored. Returns what is stored of the text, in bytes. */
  const put = (row: Row, isUnlisted: 1 | null, original: number | null): number => {
    const { id, owner, peer, resource, given } = row;
    const xml = original === null ? row.xml : "";
    insert.run(id, owner, peer, resource, xml, given, isUnlisted, original);
    return Buffer.byteLength(xml);
  };
  const whole = <Message extends ArchivedMessage>(message: Stored<Message>): Message =>
    message.isCopy === 0 ? message : { ...message, xml: copies.copied(message.xml, message) };
  const get = (id: number): Row | undefined => {
    const row = one.get(id);
    return row && whole(row);
  };
  const list = (): void => {
    for (const { owner, bytes } of unlisted.list()) sizes.add(owner, bytes);
    unlisted.skipTo(highest.get()?.id ?? -1);
  };
  /** A message that is there is changed or removed, where it has so many bytes: first its copy, if it has one, gets a text of its own. */
  const changing = (id: number): { readonly owner: number; readonly bytes: number } | undefined => {
    if (unlisted.has(id)) list();
    copies.forget();
    const named = copy.get(id, MAX_DISTANCE);
    const row = named && get(named.id);
    if (row) change(row.id, row.xml);
    return size.get(id);
  };
  const change = (id: number, xml: string): void => {
    const former = changing(id);
    if (!former) return;
    replace.run(xml, id);
    sizes.add(former.owner, Buffer.byteLength(xml) - former.bytes);
  };

  return {
    add: (row) => {
      const { id, owner } = row;
      const original = copies.originalOf(row);
      const isAbove = unlisted.isAbove(id);
      const bytes = put(row, isAbove ? 1 : null, original ?? null);
      if (original === undefined) copies.stored(row);
      else copies.forget();
      if (isAbove) unlisted.add({ id, owner, bytes });
      else sizes.add(owner, bytes);
      if (unlisted.count >= MAX_UNLISTED) list();
      return sizes.ofOwner(owner);
    },
    addFormer: (row) => sizes.add(row.owner, put(row, null, null)),
    list,
    get,
    placeOf: (id) => place.get(id),
    each: (ids, from, goesOn) => several[from].each((row) => goesOn(whole(row)), JSON.stringify(ids)),
    replace: change,
    remove: (id) => {
      const former = changing(id);
      if (!former) return 0;
      remove.run(id);
      sizes.add(former.owner, -former.bytes);
      return former.bytes;
    },
    idsOfOwner: (owner, range, max, from) => {
      const listed = ids(lists[from].all(owner, range.after, range.before, max));
      const others = unlisted.idsOf(owner, range);
      if (others.length === 0) return listed;
      return [...listed, ...others].sort((a, b) => (from === "oldest" ? a - b : b - a)).slice(0, max);
    },
    countOfOwner: (owner, range, max) => {
      const listed = counted.get(owner, range.after, range.before, max)?.n ?? 0;
      return Math.min(max, listed + unlisted.idsOf(owner, range).length);
    },
    idsWithin: ({ after, before }, max) => ids(between.all(after, before, max)),
    newestId: () => highest.get()?.id ?? 0,
    has: (id) => exists.get(id) !== undefined,
    withGivenId: (owner, text, mayBeFurther = true) =>
      (given.get(owner, text) ?? (mayBeFurther ? further.get(owner, text) : undefined))?.id,
    hasFurtherIds: (owner) => anyFurther.get(owner) !== undefined,
    addGivenId: (owner, text, id) => void addFurther.run(owner, text, id),
    forgetGivenIds: (owner) => void forgetFurther.run(owner),
  };
}
