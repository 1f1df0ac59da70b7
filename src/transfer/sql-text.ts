/** A dump in SQL: the tables that are wanted, read into a temporary database, and from there like one. */
import { SQLiteError, type SQLQueryBindings, type Database as Sqlite } from "bun:sqlite";
import { FileWindow } from "./file-window.ts";
import { SourceError } from "./source-error.ts";
import { firstBytes } from "./source-files.ts";
import { SqlParser, type Statement } from "./sql-parser.ts";
import { SqlError, type SqlValue } from "./sql-reader.ts";
import { checkSchema, type Schema, type SqliteSource, sqliteSource } from "./sqlite-source.ts";
import { temporaryDatabase } from "./temporary-database.ts";

const MAX_STATEMENT = 16 * 1024 * 1024;
/** In the first bytes of dumps in which a backslash escapes: those of MySQL, and those that ejabberd writes for it. */
const OF_MYSQL = /^-- (?:MySQL|MariaDB) dump|^-- Mnesia table|^\/\*!|ENGINE=/m;
/** Bytes that tell what a file is. */
const BEGINNING = 65_536;

/** Whether a file is SQL with one of these tables, and with these words: as far as its beginning tells. */
export function isSqlText(path: string, tables: readonly string[], words = /(?:)/): boolean {
  const text = Buffer.from(firstBytes(path, BEGINNING)).toString("latin1");
  const named = new RegExp(
    `^(?:INSERT INTO|CREATE TABLE(?: IF NOT EXISTS)?|COPY) ["\`\\w.]*\\b(?:${tables.join("|")})\\b`,
    "im",
  );
  return !text.includes("\0") && named.test(text) && words.test(text);
}

export interface SqlTextOptions {
  /** The tables that are read; others are passed over. */
  readonly tables: readonly string[];
  /** Columns that must be there. */
  readonly schema: Schema;
  /** Columns of numbers; the others are text. */
  readonly integers: readonly string[];
  /** By table: the columns by which it is asked, in order. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
}

/** Throws SourceError: unreadable, malformed, too-large, schema; code, for values that are programs. */
export function openSqlText(path: string, { tables, schema, integers, indexes }: SqlTextOptions): SqliteSource {
  const sqlite = temporaryDatabase();
  try {
    sqlite.transaction(() => fill(path, new TableWriter(sqlite, new Set(tables), new Set(integers))))();
    const source = sqliteSource(sqlite, path, () => sqlite.close());
    checkSchema(source, schema);
    for (const [table, columns] of Object.entries(indexes)) {
      const known = source.columns(table);
      const found = columns.filter((column) => known.has(column)).map(quoted);
      if (found.length > 0)
        sqlite.run(`CREATE INDEX ${quoted(`by ${table}`)} ON ${quoted(table)} (${found.join(", ")})`);
    }
    return source;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Makes tables as they are filled. */
class TableWriter {
  readonly #sqlite: Sqlite;
  readonly #wanted: ReadonlySet<string>;
  readonly #integers: ReadonlySet<string>;
  /** Columns, as CREATE TABLE has named them. */
  readonly #declared = new Map<string, readonly string[]>();
  readonly #made = new Set<string>();

  constructor(sqlite: Sqlite, wanted: ReadonlySet<string>, integers: ReadonlySet<string>) {
    this.#sqlite = sqlite;
    this.#wanted = wanted;
    this.#integers = integers;
  }

  declare(table: string, columns: readonly string[]): void {
    if (!this.#wanted.has(table) || columns.length === 0) return;
    this.#declared.set(table, columns);
    this.#make(table, columns);
  }

  /** What stores the rows of a statement; undefined for a table that is not wanted, or whose columns are not known. */
  into(table: string, given: readonly string[] | undefined): ((row: readonly SqlValue[]) => void) | undefined {
    const columns = given && given.length > 0 ? given : this.#declared.get(table);
    if (!this.#wanted.has(table) || !columns) return undefined;
    this.#make(table, columns);
    const marks = columns.map(() => "?").join(", ");
    const insert = this.#sqlite.query(
      `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(", ")}) VALUES (${marks})`,
    );
    return (row) => void insert.run(...columns.map((_, index): SQLQueryBindings => row[index] ?? null));
  }

  #make(table: string, columns: readonly string[]): void {
    if (this.#made.has(table)) return;
    const typed = [...new Set(columns)].map(
      (column) => `${quoted(column)} ${this.#integers.has(column) ? "INTEGER" : "TEXT"}`,
    );
    this.#sqlite.run(`CREATE TABLE ${quoted(table)} (${typed.join(", ")})`);
    this.#made.add(table);
  }
}

function fill(path: string, writer: TableWriter): void {
  const hasBackslashes = OF_MYSQL.test(Buffer.from(firstBytes(path, BEGINNING)).toString("latin1"));
  const window = new FileWindow(path, MAX_STATEMENT);
  /** What `work` reads; it is tried again with more of the file where that ends too early. */
  const read = <T>(work: (parser: SqlParser) => T): T => {
    for (;;) {
      const parser = new SqlParser(window.bytes, window.position, window.end, hasBackslashes);
      try {
        const result = work(parser);
        window.position = parser.position;
        return result;
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        if (error.reason === "end" && window.more()) continue;
        const place = { file: path, line: window.line(Math.min(error.position, window.end)) };
        if (error.reason === "code") throw new SourceError("code", place, {});
        throw new SourceError("malformed", place, { why: error.message || "the file ends too early" });
      }
    }
  };
  const hasMore = (): boolean => {
    while (read((parser) => parser.atEnd())) if (!window.more()) return false;
    return true;
  };
  try {
    while (hasMore()) {
      const statement = read((parser) => parser.statement());
      if (statement.kind === "create") writer.declare(statement.table, statement.columns);
      else if (statement.kind !== "other") store(statement, read, writer);
    }
  } catch (error) {
    if (!(error instanceof SQLiteError)) throw error;
    // A column that its table does not have, as another statement has made that.
    throw new SourceError("malformed", { file: path, line: window.line() }, { why: error.message });
  } finally {
    window.close();
  }
}

type Reading = <T>(work: (parser: SqlParser) => T) => T;

function store(statement: Extract<Statement, { kind: "insert" | "copy" }>, read: Reading, writer: TableWriter): void {
  const insert = writer.into(statement.table, statement.columns);
  for (;;) {
    const row = read((parser) => (statement.kind === "copy" ? parser.line() : parser.row()));
    if (!row) return;
    insert?.(row);
  }
}
