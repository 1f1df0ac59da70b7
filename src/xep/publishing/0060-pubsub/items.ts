/** XEP-0060 §13.1: the store of items, in the order of publication; an item that is published again becomes the newest. */
import type { Database } from "../../../store/database.ts";
import type { Node } from "./nodes.ts";

export interface Item {
  /** The ItemID. */
  readonly id: string;
  /** Bare JID. */
  readonly publisher: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The payload as XML with all of its namespace declarations; null where there is none. */
  readonly payload: string | null;
}

/** `sequence` grows with each publication. */
export interface StoredItem extends Item {
  readonly sequence: number;
  readonly bytes: number;
}

/** Expired items (pubsub#item_expire) are left out, even while their rows are still there. */
export interface Items {
  get(node: Node, id: string): StoredItem | undefined;
  /** The newest. */
  last(node: Node): StoredItem | undefined;
  lastSequence(node: Node): number | undefined;
  /** Undefined where there is no such item. */
  sequenceOf(node: Node, id: string): number | undefined;
  /** Bare JID. */
  publisherOf(node: Node, id: string): string | undefined;
  /**
   * At most `limit` items of a range, beginning with its oldest or its newest, up to the first for which `hasRoom` returns
   * false; returned oldest first.
   */
  page(
    node: Node,
    range: Range,
    limit: number,
    from: "oldest" | "newest",
    hasRoom: (item: StoredItem) => boolean,
  ): StoredItem[];
  /** The ItemIDs above a sequence, oldest first, at most `limit`. */
  ids(node: Node, after: number, limit: number): string[];
  /** The ItemIDs, newest first, at most `limit`. */
  newestIds(node: Node, limit: number): string[];
  /** With expired items that are still to be swept. */
  count(node: Node): number;
  /** Replaces an item with the same id. */
  put(node: Node, item: Item): void;
  /** Whether there was one. */
  remove(node: Node, id: string): boolean;
  /** Removes at most `limit` of the oldest items up to that sequence, inclusive; returns whether there were any. */
  removeOldest(node: Node, upTo: number, limit: number): boolean;
  /** Removes at most `limit` of the oldest items beyond the newest `kept`; returns their ItemIDs, oldest first. */
  trim(node: Node, kept: number, limit: number): string[];
  /** Deletes some expired items. */
  sweep(node: Node): void;
}

/** Of sequences, both exclusive. */
export interface Range {
  readonly after: number;
  readonly before: number;
}

export const ALL_ITEMS: Range = { after: 0, before: Number.MAX_SAFE_INTEGER };

/** Expired items that one sweep deletes. */
const MAX_SWEPT = 100;
const COLUMNS = "sequence, id, publisher, time, bytes, payload";

/** `now`: milliseconds since 1970. */
export function openItems(db: Database, now: () => number, isClockDoubtful = (): boolean => false): Items {
  const one = db.read<StoredItem>(`SELECT ${COLUMNS} FROM pubsub_item WHERE node = ? AND id = ? AND time >= ?`);
  const facts = db.read<{ sequence: number; publisher: string }>(
    "SELECT sequence, publisher FROM pubsub_item WHERE node = ? AND id = ? AND time >= ?",
  );
  const last = db.read<StoredItem>(
    `SELECT ${COLUMNS} FROM pubsub_item WHERE node = ? AND time >= ? ORDER BY sequence DESC LIMIT 1`,
  );
  const lastSequence = db.read<{ sequence: number }>(
    "SELECT sequence FROM pubsub_item WHERE node = ? AND time >= ? ORDER BY sequence DESC LIMIT 1",
  );
  const paged = (order: "ASC" | "DESC") =>
    db.read<StoredItem>(
      `SELECT ${COLUMNS} FROM pubsub_item WHERE node = ? AND sequence > ? AND sequence < ? AND time >= ?
        ORDER BY sequence ${order} LIMIT ?`,
    );
  const oldest = paged("ASC");
  const newest = paged("DESC");
  const ids = db.read<{ id: string }>(
    "SELECT id FROM pubsub_item WHERE node = ? AND sequence > ? AND time >= ? ORDER BY sequence LIMIT ?",
  );
  const newestIds = db.read<{ id: string }>(
    "SELECT id FROM pubsub_item WHERE node = ? AND time >= ? ORDER BY sequence DESC LIMIT ?",
  );
  const count = db.read<{ items: number }>("SELECT items FROM pubsub_node WHERE id = ?");
  const insert = db.write(
    `INSERT INTO pubsub_item (node, id, publisher, time, bytes, payload) VALUES
      (?1, ?2, ?3, ?4, coalesce(octet_length(?5), 0) + 2 * octet_length(?2) + octet_length(?3) + 64, ?5)`,
  );
  const remove = db.write("DELETE FROM pubsub_item WHERE node = ? AND id = ?");
  const trim = db.write<{ id: string; sequence: number }>(
    `DELETE FROM pubsub_item WHERE sequence IN
      (SELECT sequence FROM pubsub_item WHERE node = ? ORDER BY sequence LIMIT ?) RETURNING id, sequence`,
  );
  const removeOldest = db.write(
    `DELETE FROM pubsub_item WHERE sequence IN
      (SELECT sequence FROM pubsub_item WHERE node = ? AND sequence <= ? ORDER BY sequence LIMIT ?)`,
  );
  const sweep = db.write(
    `DELETE FROM pubsub_item WHERE time < ? AND sequence IN
      (SELECT sequence FROM pubsub_item WHERE node = ? ORDER BY sequence LIMIT ${MAX_SWEPT})`,
  );

  /** The earliest time of publication that has not expired. */
  const since = ({ config: { item_expire } }: Node): number =>
    item_expire === "max" ? 0 : now() - Number(item_expire) * 1000;
  const counted = (node: Node): number => count.get(node.id)?.items ?? 0;

  return {
    get: (node, id) => one.get(node.id, id, since(node)),
    last: (node) => last.get(node.id, since(node)),
    lastSequence: (node) => lastSequence.get(node.id, since(node))?.sequence,
    sequenceOf: (node, id) => facts.get(node.id, id, since(node))?.sequence,
    publisherOf: (node, id) => facts.get(node.id, id, since(node))?.publisher,
    page: (node, { after, before }, limit, from, hasRoom) => {
      const found: StoredItem[] = [];
      const take = (item: StoredItem): boolean => {
        const isTaken = hasRoom(item);
        if (isTaken) found.push(item);
        return isTaken;
      };
      (from === "oldest" ? oldest : newest).each(take, node.id, after, before, since(node), limit);
      return from === "oldest" ? found : found.reverse();
    },
    ids: (node, after, limit) => ids.all(node.id, after, since(node), limit).map(({ id }) => id),
    newestIds: (node, limit) => newestIds.all(node.id, since(node), limit).map(({ id }) => id),
    count: counted,
    put: (node, { id, publisher, time, payload }) => {
      remove.run(node.id, id);
      insert.run(node.id, id, publisher, time, payload);
    },
    remove: (node, id) => remove.run(node.id, id).changes > 0,
    removeOldest: (node, upTo, limit) => removeOldest.run(node.id, upTo, limit).changes > 0,
    trim: (node, kept, limit) => {
      const excess = Math.min(counted(node) - kept, limit);
      if (excess <= 0) return [];
      const trimmed = trim.all(node.id, excess);
      return trimmed.sort((a, b) => a.sequence - b.sequence).map(({ id }) => id);
    },
    sweep: (node) => {
      if (node.config.item_expire !== "max" && !isClockDoubtful()) sweep.run(since(node), node.id);
    },
  };
}
