/** Where the rows of a file are, by table and owner, in order: an index in a temporary database, since a backup has them in any order. */
import type { Database as Sqlite } from "bun:sqlite";
import { closeSync, readSync } from "node:fs";
import { BoundedMap } from "../../bounded-map.ts";
import { LiteralError } from "../literal-error.ts";
import { openFile } from "../source-folder.ts";
import { temporaryDatabase } from "../temporary-database.ts";
import { type RowFormat, sourceError } from "./rows.ts";
import { type Term, Tuple } from "./term.ts";

/** Where a row belongs. */
export interface RowKey {
  /** The table. */
  readonly kind: string;
  /** Whose it is: an address, or the number of a node. */
  readonly owner: string;
  readonly order: number;
}

export interface RowIndex {
  /** Sorted. */
  readonly owners: (kind: string) => Generator<string>;
  /** In the order of their keys. Throws SourceError. */
  readonly rows: (kind: string, owner: string) => Generator<Tuple>;
  /** The same; each is read when, and as often as, it is asked for. */
  readonly places: (kind: string, owner: string) => Generator<() => Tuple>;
  readonly close: () => void;
}

/**
 * `keyOf` says where a row belongs, of which it gets as many items as `itemsOf` says; undefined for a row that nobody asks for.
 * Throws SourceError.
 */
export function indexRows(
  file: string,
  format: RowFormat,
  itemsOf: (table: string) => number,
  keyOf: (row: Tuple) => RowKey | undefined,
): RowIndex {
  const sqlite = temporaryDatabase();
  try {
    fill(sqlite, format.rows(file, itemsOf), keyOf);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const reader = new PlaceReader(file);
  const read = (offset: number, length: number): Tuple =>
    tupleIn(() => format.decode(reader.read(offset, length)), file);
  // Each has a statement of its own: another one of the same text may be half read.
  function* each<Row>(sql: string, ...params: string[]): Generator<Row> {
    const statement = sqlite.prepare<Row, string[]>(sql);
    try {
      yield* statement.iterate(...params);
    } finally {
      statement.finalize();
    }
  }
  function* places(kind: string, owner: string): Generator<() => Tuple> {
    const sql = `SELECT position, length FROM place WHERE owner = (SELECT id FROM owner WHERE kind = ? AND name = ?)
      ORDER BY number, position`;
    for (const { position, length } of each<{ position: number; length: number }>(sql, kind, owner))
      yield () => read(position, length);
  }
  return {
    owners: function* (kind) {
      const sql = "SELECT name FROM owner WHERE kind = ? ORDER BY name";
      for (const { name } of each<{ name: string }>(sql, kind)) yield name;
    },
    rows: function* (kind, owner) {
      for (const row of places(kind, owner)) yield row();
    },
    places,
    close: () => {
      reader.close();
      sqlite.close();
    },
  };
}

/** Owners whose numbers are remembered. */
const MAX_KNOWN = 10_000;

/** Bytes that are read at once where rows follow each other. */
const AHEAD = 65_536;

/** Reads pieces of a file: those that nearly follow each other, as they mostly do, several at once. */
class PlaceReader {
  readonly #fd: number;
  #bytes = Buffer.alloc(AHEAD);
  #from = 0;
  #to = 0;

  /** Throws SourceError unreadable. */
  constructor(file: string) {
    this.#fd = openFile(file);
  }

  /** The bytes are valid until the next ones are read. */
  read(offset: number, length: number): Buffer {
    if (offset < this.#from || offset + length > this.#to) this.#fill(offset, length);
    return this.#bytes.subarray(offset - this.#from, offset - this.#from + length);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #fill(offset: number, length: number): void {
    const isNext = offset >= this.#from && offset < this.#to + AHEAD;
    if (length > this.#bytes.length) this.#bytes = Buffer.alloc(length);
    const most = isNext ? this.#bytes.length : length;
    this.#from = offset;
    this.#to = offset + readSync(this.#fd, this.#bytes, 0, most, offset);
  }
}

function fill(sqlite: Sqlite, rows: ReturnType<RowFormat["rows"]>, keyOf: (row: Tuple) => RowKey | undefined): void {
  sqlite.run("CREATE TABLE owner (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, UNIQUE (kind, name))");
  sqlite.run("CREATE TABLE place (owner INTEGER, number INTEGER, position INTEGER, length INTEGER)");
  const insert = sqlite.query("INSERT INTO place VALUES (?, ?, ?, ?)");
  const add = sqlite.query("INSERT OR IGNORE INTO owner (kind, name) VALUES (?, ?)");
  const find = sqlite.query<{ id: number }, [string, string]>("SELECT id FROM owner WHERE kind = ? AND name = ?");
  const known = new BoundedMap<string, number>(MAX_KNOWN);
  const ownerOf = ({ kind, owner }: RowKey): number => {
    const key = `${kind} ${owner}`;
    let id = known.get(key);
    if (id === undefined) {
      add.run(kind, owner);
      id = find.get(kind, owner)?.id ?? 0;
      known.set(key, id);
    }
    return id;
  };
  sqlite.transaction(() => {
    for (const { row, offset, length } of rows) {
      const key = keyOf(row);
      if (key) insert.run(ownerOf(key), key.order, offset, length);
    }
  })();
  // All that is asked for is in the index: the table is not read.
  sqlite.run("CREATE INDEX by_owner ON place (owner, number, position, length)");
}

function tupleIn(decode: () => Term, file: string): Tuple {
  try {
    const term = decode();
    return term instanceof Tuple ? term : new Tuple([]);
  } catch (error) {
    throw error instanceof LiteralError ? sourceError(error, { file }) : error;
  }
}
