/** XEP-0431: the index itself: which rows have which words, over SQLite's FTS5. */
import type { Database } from "../../../store/database.ts";
import { openParts, openPartTables, type Part } from "./parts.ts";
import { openRenewal } from "./renewal.ts";
import { folded, MAX_INDEXED, wordsOf } from "./words.ts";

/** Before a key: a character of private use, which is in no word. */
const KEY = "\uE000";
/** What no search is allowed to cost: characters that are looked for, and words. */
const MAX_SOUGHT_LENGTH = 1000;
const MAX_SOUGHT_WORDS = 20;
/** How many rows, and characters of their texts, a part has: one is searched, or dropped, without a pause. */
const PART_ROWS = 50_000;
const PART_SIZE = 10_000_000;

export interface Range {
  /** Both exclusive. */
  readonly after: number;
  readonly before: number;
}

/** What the index is told of a row; `keys` are letters and digits, found as a whole. */
export interface Entry {
  readonly keys: readonly string[];
  readonly text: string;
}

export interface IndexedRow extends Entry {
  readonly id: number;
}

export interface TextIndex {
  /** Rows that are not there yet, with ids above all that have been. */
  add(rows: readonly IndexedRow[]): void;
  /** A row that is there has become another. */
  change(row: IndexedRow): void;
  /** Nobody looks for these any more: what there is of them goes with others, in a week at the latest. */
  lose(ids: readonly number[]): void;
  /**
   * The rows with all the keys and all the words of `sought`, where that is given; the oldest of them, or the newest. Those that
   * were lost may be among them. Others may come in between the parts.
   */
  find(
    keys: readonly string[],
    sought: string | undefined,
    range: Range,
    max: number,
    from: "oldest" | "newest",
  ): Generator<void, number[]>;
  /** The newest rows with a key that few have. */
  withKey(key: string, max: number): number[];
  /** Goes on with what was lost, a little; whether there is more to do. */
  renew(rows: Rows): boolean;
}

/** A row, and what it costs to index it and to have read it, in characters (words.ts). */
export interface ReadRow extends IndexedRow {
  readonly cost: number;
}

/** Where the rows are read again. */
export interface Rows {
  /** Undefined where there is none any more. */
  read(id: number): ReadRow | undefined;
  /** The ids in this range, the lowest first. */
  idsIn(range: Range, max: number): readonly number[];
}

const ALL: Range = { after: -1, before: Number.MAX_SAFE_INTEGER };

/** `now` tells milliseconds since 1970. */
export function openTextIndex(db: Database, now: () => number, { partRows = PART_ROWS } = {}): TextIndex {
  const tables = openPartTables(db);
  const parts = openParts(db, tables);
  const isFull = ({ rows, size }: Part): boolean => rows >= partRows || size >= PART_SIZE;

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
    if (last !== undefined) parts.grown(slot, { last, rows: rows.length, size });
  };

  const changeIn = (part: Part, row: IndexedRow): void => {
    if (row.id < part.first || row.id > part.last) return;
    const { add, remove } = tables.of(part.slot);
    remove.run(row.id);
    add.run(row.id, wordsIn(row));
  };

  const find = function* (
    keys: readonly string[],
    sought: string | undefined,
    range: Range,
    max: number,
    from: "oldest" | "newest",
  ): Generator<void, number[]> {
    const words = wordsOf((sought ?? "").slice(0, MAX_SOUGHT_LENGTH)).slice(0, MAX_SOUGHT_WORDS);
    if (sought !== undefined && words.length === 0) return [];
    const terms = [...keys.map((key) => KEY + key), ...words];
    // Within quotes nothing is syntax, and a word has no quotes.
    const match = terms.map((term) => `"${term}"`).join(" AND ");
    const found: number[] = [];
    let { after, before } = range;
    // Parts may come and go between two turns: each is looked up where the one before it has ended.
    while (found.length < max && before - after > 1) {
      const part = parts.at(from === "oldest" ? after + 1 : before - 1);
      if (!part || part.first >= before) return found;
      const end = Math.min(before, parts.behind(part.first)?.first ?? before);
      const start = Math.max(after, part.first - 1);
      for (const { id } of tables.of(part.slot)[from].all(match, start, end, max - found.length)) found.push(id);
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
      const newest = parts.newest();
      put(isFull(newest) ? parts.open("used", first.id) : newest.slot, rows);
    },
    change: (row) => {
      for (const part of parts.all()) changeIn(part, row);
    },
    lose: (ids) => {
      for (const { slot, first, last } of parts.all()) {
        const rows = ids.filter((id) => id >= first && id <= last).length;
        if (rows > 0) parts.lost(slot, rows, now());
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
    renew: openRenewal({ parts, put, isFull, now }),
  };
}
