/** XEP-0060 §12.1: what has been published to a node, in the order of publication: what is published again is the newest. */
import type { Database } from "../../store/database.ts";
import type { Node } from "./nodes.ts";

export interface Item {
  /** The ItemID. */
  readonly id: string;
  /** The bare JID that published it. */
  readonly publisher: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The payload as XML that stands for itself; null where there is none. */
  readonly payload: string | null;
}

/** `sequence` grows with each publication. */
export interface StoredItem extends Item {
  readonly sequence: number;
  readonly bytes: number;
}

export interface Items {
  get(node: Node, id: string): StoredItem | undefined;
  /** The newest. */
  last(node: Node): StoredItem | undefined;
  /** Where it stands in the node; undefined where it is not there. */
  sequenceOf(node: Node, id: string): number | undefined;
  /** The bare JID that published it. */
  publisherOf(node: Node, id: string): string | undefined;
  /**
   * At most `limit` between two sequences, both exclusive, and none from the first on that `hasRoom` refuses: the oldest or
   * the newest of them, always oldest first.
   */
  page(
    node: Node,
    range: Range,
    limit: number,
    from: "oldest" | "newest",
    hasRoom: (item: StoredItem) => boolean,
  ): StoredItem[];
  /** Their ItemIDs, oldest first, at most `limit`. */
  ids(node: Node, limit: number): string[];
  count(node: Node): number;
  /** In place of one with the same id. */
  put(node: Node, item: Item): void;
  /** Whether there was one. */
  remove(node: Node, id: string): boolean;
  /** All but the newest `kept`; their ItemIDs, oldest first. */
  trim(node: Node, kept: number): string[];
  /** Those published before that time. */
  expire(node: Node, time: number): void;
  clear(node: Node): void;
}

export interface Range {
  readonly after: number;
  readonly before: number;
}

export const EVERYTHING: Range = { after: 0, before: Number.MAX_SAFE_INTEGER };

const COLUMNS = "sequence, id, publisher, time, bytes, payload";

export function openItems(db: Database): Items {
  const one = db.read<StoredItem>(`SELECT ${COLUMNS} FROM pubsub_item WHERE node = ? AND id = ?`);
  const facts = db.read<{ sequence: number; publisher: string }>(
    "SELECT sequence, publisher FROM pubsub_item WHERE node = ? AND id = ?",
  );
  const last = db.read<StoredItem>(`SELECT ${COLUMNS} FROM pubsub_item WHERE node = ? ORDER BY sequence DESC LIMIT 1`);
  const paged = (order: "ASC" | "DESC") =>
    db.read<StoredItem>(
      `SELECT ${COLUMNS} FROM pubsub_item WHERE node = ? AND sequence > ? AND sequence < ?
        ORDER BY sequence ${order} LIMIT ?`,
    );
  const oldest = paged("ASC");
  const newest = paged("DESC");
  const ids = db.read<{ id: string }>("SELECT id FROM pubsub_item WHERE node = ? ORDER BY sequence LIMIT ?");
  const count = db.read<{ n: number }>("SELECT count(*) AS n FROM pubsub_item WHERE node = ?");
  const insert = db.write(
    "INSERT INTO pubsub_item (node, id, publisher, time, bytes, payload) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const remove = db.write("DELETE FROM pubsub_item WHERE node = ? AND id = ?");
  const trim = db.write<{ id: string; sequence: number }>(
    `DELETE FROM pubsub_item WHERE node = ?1 AND sequence <=
      (SELECT sequence FROM pubsub_item WHERE node = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ?2)
      RETURNING id, sequence`,
  );
  const expire = db.write("DELETE FROM pubsub_item WHERE node = ? AND time < ?");
  const clear = db.write("DELETE FROM pubsub_item WHERE node = ?");

  return {
    get: (node, id) => one.get(node.id, id),
    last: (node) => last.get(node.id),
    sequenceOf: (node, id) => facts.get(node.id, id)?.sequence,
    publisherOf: (node, id) => facts.get(node.id, id)?.publisher,
    page: (node, { after, before }, limit, from, hasRoom) => {
      const found: StoredItem[] = [];
      const take = (item: StoredItem): boolean => {
        const isTaken = hasRoom(item);
        if (isTaken) found.push(item);
        return isTaken;
      };
      (from === "oldest" ? oldest : newest).each(take, node.id, after, before, limit);
      return from === "oldest" ? found : found.reverse();
    },
    ids: (node, limit) => ids.all(node.id, limit).map(({ id }) => id),
    count: (node) => count.get(node.id)?.n ?? 0,
    put: (node, { id, publisher, time, payload }) => {
      remove.run(node.id, id);
      insert.run(node.id, id, publisher, time, Buffer.byteLength(payload ?? "") + id.length, payload);
    },
    remove: (node, id) => remove.run(node.id, id).changes > 0,
    trim: (node, kept) => {
      const gone = trim.all(node.id, kept);
      return gone.sort((a, b) => a.sequence - b.sequence).map(({ id }) => id);
    },
    expire: (node, time) => void expire.run(node.id, time),
    clear: (node) => void clear.run(node.id),
  };
}
