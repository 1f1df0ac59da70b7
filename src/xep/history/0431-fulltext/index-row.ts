/** The rows of the text index, and where they are read from again. */

/** Of ids, both exclusive. */
export interface Range {
  readonly after: number;
  readonly before: number;
}

/** What a row is found by. `keys` are letters and digits, and match as a whole. */
export interface Entry {
  readonly keys: readonly string[];
  readonly text: string;
}

export interface IndexedRow extends Entry {
  readonly id: number;
}

/** A row with the cost of indexing it, and of having read it, in characters (words.ts). */
export interface ReadRow extends IndexedRow {
  readonly cost: number;
}

/** Reads rows from where they are stored. */
export interface RowSource {
  /** Undefined for a row that has been deleted. */
  read(id: number): ReadRow | undefined;
  /** The ids in this range, in ascending order. */
  idsIn(range: Range, max: number): readonly number[];
}
