/** XEP-0431: the text index: which rows have which words, over SQLite's FTS5. */
import type { Database } from "../../../store/database.ts";
import { openCompaction } from "./compaction.ts";
import type { Entry, IndexedRow, Range, RowSource } from "./index-row.ts";
import { openPartitions, openPartitionTables, type Partition } from "./partitions.ts";
import { folded, MAX_INDEXED, wordsOf } from "./words.ts";

/** The prefix of a key: a character of private use, which no word contains. */
const KEY = "\uE000";
/** Characters and words of a query; the rest of it is ignored. */
const MAX_QUERY_LENGTH = 1000;
const MAX_QUERY_WORDS = 20;
/** Rows of a partition, and characters of their texts. A partition is searched, or dropped, in one step. */
const MAX_PARTITION_ROWS = 50_000;
const MAX_PARTITION_SIZE = 10_000_000;

export interface TextIndex {
  /** Adds rows with ids above all that have been added before. */
  add(rows: readonly IndexedRow[]): void;
  /** Replaces the entry of a row. */
  change(row: IndexedRow): void;
  /** Rows that nobody searches for any more; `compact` removes them from the disk, within a week. */
  markDeleted(ids: readonly number[]): void;
  /**
   * The oldest or newest rows with all of the keys and all the words of `text`, if given. Deleted rows may be among them. Searches
   * one partition a step.
   */
  find(
    keys: readonly string[],
    text: string | undefined,
    range: Range,
    max: number,
    from: "oldest" | "newest",
  ): Generator<void, number[]>;
  /** The newest rows with a key that few rows have. */
  withKey(key: string, max: number): number[];
  /** Removes all rows, so that rows with any ids can be added again. */
  clear(): void;
  /** One step of removing deleted rows from the disk; returns whether there is more to do. */
  compact(rows: RowSource): boolean;
}

const ALL: Range = { after: -1, before: Number.MAX_SAFE_INTEGER };

/** `now`: milliseconds since 1970. */
export function openTextIndex(db: Database, now: () => number, { partitionRows = MAX_PARTITION_ROWS } = {}): TextIndex {
  const tables = openPartitionTables(db);
  const partitions = openPartitions(db, tables);
  const isFull = ({ rows, size }: Partition): boolean => rows >= partitionRows || size >= MAX_PARTITION_SIZE;

  const wordsIn = ({ keys, text }: Entry): string =>
    [...keys.map((key) => KEY + key), folded(text.slice(0, MAX_INDEXED))].join(" ");

  const put = (slot: number, rows: readonly IndexedRow[]): void => {
    const { add } = tables.of(slot);
    let size = 0;
    for (const row of rows) {
      add.run(row.id, wordsIn(row));
      size += Math.min(row.text.length, MAX_INDEXED);
    }
    const last = rows.at(-1)?.id;
    if (last !== undefined) partitions.grown(slot, { last, rows: rows.length, size });
  };

  const changeIn = (partition: Partition, row: IndexedRow): void => {
    if (row.id < partition.first || row.id > partition.last) return;
    const { add, remove } = tables.of(partition.slot);
    remove.run(row.id);
    add.run(row.id, wordsIn(row));
  };

  const find = function* (
    keys: readonly string[],
    text: string | undefined,
    range: Range,
    max: number,
    from: "oldest" | "newest",
  ): Generator<void, number[]> {
    const words = wordsOf((text ?? "").slice(0, MAX_QUERY_LENGTH)).slice(0, MAX_QUERY_WORDS);
    if (text !== undefined && words.length === 0) return [];
    const terms = [...keys.map((key) => KEY + key), ...words];
    // Within quotes nothing is syntax, and a word has no quotes.
    const match = terms.map((term) => `"${term}"`).join(" AND ");
    const found: number[] = [];
    let { after, before } = range;
    // Partitions may be created and dropped between two steps: the next one is looked up where the one before ended.
    while (found.length < max && before - after > 1) {
      const partition = partitions.at(from === "oldest" ? after + 1 : before - 1);
      if (!partition || partition.first >= before) return found;
      const end = Math.min(before, partitions.after(partition.first)?.first ?? before);
      const start = Math.max(after, partition.first - 1);
      for (const { id } of tables.of(partition.slot)[from].all(match, start, end, max - found.length)) found.push(id);
      if (from === "oldest") after = end - 1;
      else before = start + 1;
      yield;
    }
    return found;
  };

  return {
    add: (rows) => {
      const [first] = rows;
      if (!first) return;
      const newest = partitions.newest();
      put(isFull(newest) ? partitions.create("used", first.id) : newest.slot, rows);
    },
    change: (row) => {
      for (const partition of partitions.all()) changeIn(partition, row);
    },
    markDeleted: (ids) => {
      for (const { slot, first, last } of partitions.all()) {
        const rows = ids.filter((id) => id >= first && id <= last).length;
        if (rows > 0) partitions.deleted(slot, rows, now());
      }
    },
    find,
    withKey: (key, max) => {
      const steps = find([key], undefined, ALL, max, "newest");
      for (;;) {
        const { done, value } = steps.next();
        if (done) return value;
      }
    },
    clear: () => {
      for (const { slot } of partitions.all()) partitions.drop(slot);
      partitions.create("used", 0);
    },
    compact: openCompaction({ partitions, put, isFull, now }),
  };
}
