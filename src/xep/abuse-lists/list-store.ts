/** The store of block lists, which a server has at once when it starts. */
import type { Database } from "../../store/database.ts";
import type { ListItem } from "./list-item.ts";

export const tables = [
  `CREATE TABLE blocklists_listing (
    key BLOB NOT NULL,
    list TEXT NOT NULL,
    is_for_strangers INTEGER NOT NULL,
    -- which time it was read that this was there
    reading INTEGER NOT NULL,
    PRIMARY KEY (key, list)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX blocklists_listing_list ON blocklists_listing (list, reading);`,
] as const;

/** Rows that are deleted at once. */
const PORTION = 100;

export interface ListStore {
  /** The lists that contain a domain. */
  of(key: Uint8Array): readonly { readonly list: string; readonly isForStrangers: boolean }[];
  /** Begins another reading of a list, to which items that are put from now on belong. */
  beginReading(list: string): void;
  /** Returns false where the list has reached its maximal length. */
  put(list: string, item: ListItem): boolean;
  remove(list: string, key: Uint8Array): void;
  /** Deletes some items of earlier readings; returns false where there are none left. */
  removeStale(list: string): boolean;
  /** The number of items in the current reading. */
  length(list: string): number;
  /** Deletes some items of a list; returns false where there are none left. */
  removeSome(list: string): boolean;
  /** Deletes all lists except these. */
  removeOtherLists(lists: ReadonlySet<string>): void;
}

export function openListStore(db: Database, maxLength: number): ListStore {
  const ofKey = db.read<{ list: string; is_for_strangers: number }>(
    "SELECT list, is_for_strangers FROM blocklists_listing WHERE key = ?",
  );
  const one = db.read<{ reading: number }>("SELECT reading FROM blocklists_listing WHERE key = ? AND list = ?");
  const last = db.read<{ reading: number; length: number }>(
    "SELECT reading, count(*) AS length FROM blocklists_listing WHERE list = ? GROUP BY reading ORDER BY reading DESC",
  );
  const names = db.read<{ list: string }>("SELECT DISTINCT list FROM blocklists_listing");
  const put = db.write(
    "INSERT OR REPLACE INTO blocklists_listing (key, list, is_for_strangers, reading) VALUES (?, ?, ?, ?)",
  );
  const remove = db.write("DELETE FROM blocklists_listing WHERE key = ? AND list = ?");
  const removeSome = (which: string) =>
    db.write(
      `DELETE FROM blocklists_listing WHERE (key, list) IN
        (SELECT key, list FROM blocklists_listing WHERE list = ? AND ${which} LIMIT ${PORTION})`,
    );
  const removeBefore = removeSome("reading < ?");
  const removeUpTo = removeSome("reading <= ?");
  const removeAll = db.write("DELETE FROM blocklists_listing WHERE list = ?");
  /** The current reading of each list, and its number of items. */
  const states = new Map<string, { reading: number; length: number }>();

  const stateOf = (list: string): { reading: number; length: number } => {
    const state = states.get(list) ?? { reading: 1, length: 0, ...last.get(list) };
    states.set(list, state);
    return state;
  };

  return {
    of: (key) => ofKey.all(key).map((row) => ({ list: row.list, isForStrangers: row.is_for_strangers === 1 })),
    beginReading: (list) => void states.set(list, { reading: (last.get(list)?.reading ?? 0) + 1, length: 0 }),
    put: (list, { key, isForStrangers }) => {
      const state = stateOf(list);
      const isNew = one.get(key, list)?.reading !== state.reading;
      if (isNew && state.length >= maxLength) return false;
      if (isNew) state.length += 1;
      put.run(key, list, Number(isForStrangers), state.reading);
      return true;
    },
    remove: (list, key) => {
      const state = stateOf(list);
      const there = one.get(key, list);
      if (there?.reading === state.reading) state.length -= 1;
      if (there) remove.run(key, list);
    },
    removeStale: (list) => removeBefore.run(list, stateOf(list).reading).changes > 0,
    length: (list) => stateOf(list).length,
    removeSome: (list) => {
      const state = stateOf(list);
      state.length = 0;
      return removeUpTo.run(list, state.reading).changes > 0;
    },
    removeOtherLists: (lists) => {
      for (const { list } of names.all()) if (!lists.has(list)) removeAll.run(list);
    },
  };
}
