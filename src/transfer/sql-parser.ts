/** SQL text as dumps have it: INSERT, CREATE TABLE for its columns, COPY of PostgreSQL. Everything else is passed over; nothing is run. */
import { SQL_ESCAPES, SQL_QUOTES, SqlError, SqlReader, type SqlValue } from "./sql-reader.ts";

export type Statement =
  | { readonly kind: "insert"; readonly table: string; readonly columns: readonly string[] | undefined }
  | { readonly kind: "create"; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: "copy"; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: "other" };

/** In one row or table. */
const MAX_COLUMNS = 200;
/** What a part of CREATE TABLE begins with that is no column. */
const NO_COLUMN = /^(?:PRIMARY|KEY|UNIQUE|CONSTRAINT|INDEX|FULLTEXT|SPATIAL|CHECK|FOREIGN|LIKE|EXCLUDE)$/i;
const COMMA = ",";

/** Reads statements from `position` on, up to `end`; throws SqlError. */
export class SqlParser extends SqlReader {
  /** Passes over space, comments, semicolons, and commands of psql; whether nothing else is left, as far as these bytes go. */
  atEnd(): boolean {
    try {
      for (;;) {
        const character = this.next();
        if (character === "\\") this.passTo("\n");
        else if (character !== ";") return false;
        this.position++;
      }
    } catch (error) {
      if (error instanceof SqlError && error.reason === "end") return true;
      throw error;
    }
  }

  /** The beginning of a statement with rows, up to the first row; others up to their end. */
  statement(): Statement {
    const verb = /\w/.test(this.next()) ? this.word().toUpperCase() : "";
    if (verb === "INSERT" || verb === "REPLACE") return this.#insert();
    if (verb === "COPY") return this.#copy();
    if (verb === "CREATE") return this.#create();
    this.#passOver();
    return { kind: "other" };
  }

  /** The next row of an INSERT, or undefined at its end. */
  row(): SqlValue[] | undefined {
    if (this.next() === COMMA) this.position++;
    if (this.next() !== "(") {
      this.#passOver();
      return undefined;
    }
    this.position++;
    const values: SqlValue[] = [];
    for (;;) {
      values.push(this.value(0));
      if (values.length > MAX_COLUMNS) throw this.malformed(`more than ${MAX_COLUMNS} columns`);
      if (this.next() === COMMA) this.position++;
      else {
        this.expect(")");
        return values;
      }
    }
  }

  /** The next line of a COPY, or undefined at its end. */
  line(): SqlValue[] | undefined {
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0 || end >= this.end) throw new SqlError("end", this.end);
    const text = this.bytes.toString("utf8", this.position, end);
    this.position = end + 1;
    return text === "\\." ? undefined : text.split("\t", MAX_COLUMNS).map(copied);
  }

  #insert(): Statement {
    let word = this.word().toUpperCase();
    while (word !== "INTO") word = this.word().toUpperCase();
    const table = this.name();
    const columns = this.next() === "(" ? this.#names() : undefined;
    if (this.word().toUpperCase() !== "VALUES") throw this.malformed("VALUES was expected");
    return { kind: "insert", table, columns };
  }

  #copy(): Statement {
    const table = this.name();
    const columns = this.next() === "(" ? this.#names() : [];
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0 || end >= this.end) throw new SqlError("end", this.end);
    this.position = end + 1;
    return { kind: "copy", table, columns };
  }

  #create(): Statement {
    if (this.word().toUpperCase() !== "TABLE") {
      this.#passOver();
      return { kind: "other" };
    }
    let table = this.name();
    if (/^IF$/i.test(table)) {
      // NOT EXISTS
      for (let words = 0; words < 2; words++) this.word();
      table = this.name();
    }
    const columns = this.next() === "(" ? this.#columns() : [];
    this.#passOver();
    return { kind: "create", table, columns };
  }

  /** The first word of each part between parentheses. */
  #columns(): string[] {
    const columns: string[] = [];
    this.position++;
    for (;;) {
      const isQuoted = this.next() in SQL_QUOTES;
      const name = this.name();
      if (isQuoted || !NO_COLUMN.test(name)) columns.push(name);
      if (columns.length > MAX_COLUMNS) throw this.malformed(`more than ${MAX_COLUMNS} columns`);
      if (this.#passPart() === ")") return columns;
    }
  }

  /** Passes over the rest of a part, and the comma or parenthesis that ends it. */
  #passPart(): string {
    for (let depth = 0; ; ) {
      const character = this.#token();
      if (character === "(") depth++;
      else if (depth > 0 && character === ")") depth--;
      else if (depth === 0 && (character === ")" || character === COMMA)) return character;
    }
  }

  /** Passes over everything up to a semicolon. */
  #passOver(): void {
    while (this.#token() !== ";");
  }

  /** Passes over a string, a quoted name, or one character, which it returns. */
  #token(): string {
    const character = this.next();
    if (character === "'") this.string();
    else if (character in SQL_QUOTES) this.name();
    else this.position++;
    return character;
  }

  #names(): string[] {
    this.expect("(");
    const names: string[] = [];
    for (;;) {
      names.push(this.name());
      if (names.length > MAX_COLUMNS) throw this.malformed(`more than ${MAX_COLUMNS} columns`);
      if (this.next() === COMMA) this.position++;
      else {
        this.expect(")");
        return names;
      }
    }
  }
}

/** A field of COPY: `\N` is NULL. */
const copied = (field: string): SqlValue =>
  field === "\\N"
    ? null
    : field.replace(/\\([\s\S])/g, (_, letter: string) => ({ ...SQL_ESCAPES, v: "\v", f: "\f" })[letter] ?? letter);
