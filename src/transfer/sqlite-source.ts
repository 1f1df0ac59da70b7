/** An SQLite file of another server: read as it is, and not written to, not even beside it. */
import { constants, SQLiteError, Database as Sqlite } from "bun:sqlite";
import { copyFileSync, existsSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { SourceError } from "./source-error.ts";
import { firstBytes } from "./source-files.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

/** By table: the columns that are read. */
export type Schema = Readonly<Record<string, readonly string[]>>;

export type Row = Readonly<Record<string, string | number | null | Uint8Array>>;

export interface SqliteSource {
  readonly file: string;
  /** Row after row. Throws SourceError malformed, too-large. */
  readonly rows: (table: string, sql: string, ...params: readonly (string | number)[]) => Generator<Row>;
  readonly columns: (table: string) => ReadonlySet<string>;
  readonly close: () => void;
}

/** What waits to be written into it. */
const BESIDE = ["-wal", "-journal"];
const MAGIC = Buffer.from("SQLite format 3\0");
/** Of one row: a vCard with a photo is the largest that there is. */
const MAX_ROW = 16 * 1024 * 1024;

/** Whether a file is a database. */
export const isSqlite = (path: string): boolean => MAGIC.equals(firstBytes(path, MAGIC.length));

/**
 * Opens a database that has these tables. What waits in a log beside it (-wal, -journal) is read in a copy in a temporary folder,
 * since SQLite would write it into the file. Throws SourceError: unreadable, malformed, schema; code, for triggers and views.
 */
export function openSqliteSource(path: string, schema: Schema): SqliteSource {
  const file = realpathSync(path);
  const copy = BESIDE.some((ending) => isFilled(file + ending)) ? copyOf(file) : undefined;
  const close = (): void => {
    sqlite?.close();
    copy?.folder.remove();
  };
  let sqlite: Sqlite | undefined;
  try {
    sqlite = guarded(file, () =>
      copy
        ? new Sqlite(copy.file, { readwrite: true })
        : new Sqlite(immutable(file), constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI),
    );
    const opened = sqlite;
    guarded(file, () => {
      for (const pragma of ["trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"])
        opened.run(`PRAGMA ${pragma}`);
    });
    const source = sqliteSource(opened, file, close);
    refusePrograms(opened, file);
    checkSchema(source, schema);
    return source;
  } catch (error) {
    close();
    throw error;
  }
}

/** Whether a database has these tables and columns, and none that are programs. Throws SourceError as openSqliteSource does. */
export function hasTables(path: string, schema: Schema): boolean {
  if (!isSqlite(path)) return false;
  try {
    openSqliteSource(path, schema).close();
    return true;
  } catch (error) {
    if (error instanceof SourceError && error.reason === "schema") return false;
    throw error;
  }
}

/** What is read of a database, for its digest. */
export const filesOfDatabase = (path: string): string[] =>
  ["", ...BESIDE].map((ending) => path + ending).filter((file) => existsSync(file));

const isFilled = (file: string): boolean => existsSync(file) && statSync(file).size > 0;

/** https://sqlite.org/uri.html: nothing else changes the file, so that no lock and no log is needed. */
const immutable = (file: string): string => `file:${file.split("/").map(encodeURIComponent).join("/")}?immutable=1`;

function copyOf(file: string): { readonly folder: TemporaryFolder; readonly file: string } {
  const folder = temporaryFolder();
  for (const ending of ["", ...BESIDE])
    if (existsSync(file + ending)) copyFileSync(file + ending, join(folder.path, basename(file) + ending));
  return { folder, file: join(folder.path, basename(file)) };
}

/** What reads an open database; `file` is named in errors. */
export function sqliteSource(sqlite: Sqlite, file: string, close: () => void): SqliteSource {
  return {
    file,
    rows: function* (table, sql, ...params) {
      let row = 0;
      // One of its own: another one of the same text may be half read.
      const statement = guarded(file, () => sqlite.prepare<Row, (string | number)[]>(sql), table);
      try {
        const iterator = guarded(file, () => statement.iterate(...params), table);
        for (;;) {
          row++;
          const next = guarded(file, () => iterator.next(), table, row);
          if (next.done) return;
          if (next.value.bytes !== undefined && Number(next.value.bytes) > MAX_ROW)
            throw new SourceError("too-large", { file, table, row }, { maximum: MAX_ROW });
          yield next.value;
        }
      } finally {
        statement.finalize();
      }
    },
    columns: (table) => {
      const columns = guarded(file, () =>
        sqlite.query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)").all(table),
      );
      return new Set(columns.map(({ name }) => name));
    },
    close,
  };
}

/**
 * SQL for a column of at most MAX_ROW bytes; a longer one is not read, and `bytes` beside it says how many it has, so that `rows`
 * refuses it.
 */
export const bounded = (column: string): string =>
  `CASE WHEN octet_length("${column}") > ${MAX_ROW} THEN NULL ELSE "${column}" END AS "${column}", octet_length("${column}") AS bytes`;

function refusePrograms(sqlite: Sqlite, file: string): void {
  const objects = guarded(file, () =>
    sqlite
      .query<{ type: string; name: string; sql: string | null }, []>("SELECT type, name, sql FROM sqlite_schema")
      .all(),
  );
  for (const { type, name, sql } of objects) {
    const isProgram = type === "trigger" || type === "view" || /^\s*CREATE\s+VIRTUAL/i.test(sql ?? "");
    if (isProgram) throw new SourceError("code", { file, table: name }, {});
  }
}

/** Throws SourceError schema where a table or a column is missing. */
export function checkSchema(source: SqliteSource, schema: Schema): void {
  const { file } = source;
  for (const [table, wanted] of Object.entries(schema)) {
    const columns = source.columns(table);
    const missing = wanted.find((column) => !columns.has(column));
    if (missing !== undefined) throw new SourceError("schema", { file, table }, { missing: `${table}.${missing}` });
  }
}

/** Errors of SQLite become those of the source. */
function guarded<T>(file: string, work: () => T, table?: string, row?: number): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SQLiteError)) throw error;
    throw new SourceError("malformed", { file, table, row }, { why: error.message });
  }
}
