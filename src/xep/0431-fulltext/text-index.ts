/** XEP-0431: the index itself: which rows have which words, over SQLite's FTS5. */
import type { Database } from "../../store/database.ts";
import { folded, wordsOf } from "./words.ts";

/**
 * Beyond ASCII, words come folded and with spaces between, so the plainest tokenizer will do: to it, all that are letters.
 * What was indexed is not kept, and where in a text a word stands is not told.
 */
export const textTables = [
  `CREATE VIRTUAL TABLE fulltext_index USING fts5(
    words, content='', contentless_delete=1, detail=none, tokenize='ascii'
  );`,
  // Measured: a fifth less work for each row than with SQLite's 4, and searches cost the same.
  "INSERT INTO fulltext_index (fulltext_index, rank) VALUES ('automerge', 8);",
] as const;

/** Before a key: a character of private use, which is in no word. */
const KEY = "\uE000";
/** What no text is allowed to cost: characters that are indexed, and that are looked for; words of the latter. */
const MOST_INDEXED = 20_000;
const MOST_SOUGHT = 1000;
const MOST_WORDS = 20;

export interface Range {
  /** Both exclusive. */
  readonly after: number;
  readonly before: number;
}

export interface TextIndex {
  /** A row that is not there yet; `keys` are letters and digits, found as a whole. */
  add(id: number, keys: readonly string[], text: string): void;
  remove(id: number): void;
  /** The rows with all the keys and all the words of `sought`, where that is given; the oldest of them, or the newest. */
  find(
    keys: readonly string[],
    sought: string | undefined,
    range: Range,
    max: number,
    from: "oldest" | "newest",
  ): number[];
}

export function openTextIndex(db: Database): TextIndex {
  const add = db.write("INSERT INTO fulltext_index (rowid, words) VALUES (?, ?)");
  const remove = db.write("DELETE FROM fulltext_index WHERE rowid = ?");
  const select = (order: string) =>
    db.read<{ id: number }>(
      `SELECT rowid AS id FROM fulltext_index
       WHERE fulltext_index MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid ${order} LIMIT ?`,
    );
  const found = { oldest: select("ASC"), newest: select("DESC") };

  return {
    add: (id, keys, text) =>
      void add.run(id, [...keys.map((key) => KEY + key), folded(text.slice(0, MOST_INDEXED))].join(" ")),
    remove: (id) => void remove.run(id),
    find: (keys, sought, { after, before }, max, from) => {
      const words = wordsOf((sought ?? "").slice(0, MOST_SOUGHT)).slice(0, MOST_WORDS);
      if (sought !== undefined && words.length === 0) return [];
      const terms = [...keys.map((key) => KEY + key), ...words];
      // Within quotes nothing is syntax, and a word has no quotes.
      const match = terms.map((term) => `"${term}"`).join(" AND ");
      return found[from].all(match, after, before, max).map(({ id }) => id);
    },
  };
}
