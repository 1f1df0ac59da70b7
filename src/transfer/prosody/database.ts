/** Prosody's storage "sql": the tables `prosody` and `prosodyarchive` in SQLite. */

import { elementIn } from "../foreign-xml.ts";
import { instantOf } from "../instant.ts";
import { SourceError } from "../source-error.ts";
import { isSqlText, openSqlText, type SqlTextOptions } from "../sql-text.ts";
import {
  bounded,
  hasTables,
  isSqlite,
  openSqliteSource,
  type Row,
  type Schema,
  type SqliteSource,
} from "../sqlite-source.ts";
import type { ArchiveEntry, ProsodyData } from "./data.ts";
import { fromJson } from "./json.ts";
import type { LuaKey, LuaValue } from "./lua.ts";

const TABLE = "prosody";
const ARCHIVE = "prosodyarchive";
const PROSODY_SCHEMA: Schema = {
  [TABLE]: ["host", "user", "store", "key", "type", "value"],
  [ARCHIVE]: ["sort_id", "host", "user", "store", "key", "when", "with", "type", "value"],
};

const TEXT_OPTIONS: SqlTextOptions = {
  tables: [TABLE, ARCHIVE],
  schema: PROSODY_SCHEMA,
  integers: ["sort_id", "when"],
  indexes: { [TABLE]: ["host", "user", "store"], [ARCHIVE]: ["host", "user", "store", "sort_id"] },
};

/** Whether a file is a database of Prosody's, or a dump of one in SQL. Throws SourceError, as openSqliteSource does. */
export const isDatabase = (path: string): boolean =>
  hasTables(path, PROSODY_SCHEMA) || isSqlText(path, [TABLE, ARCHIVE]);

/** Throws SourceError. */
export function openDatabase(path: string): ProsodyData {
  const source = isSqlite(path) ? openSqliteSource(path, PROSODY_SCHEMA) : openSqlText(path, TEXT_OPTIONS);
  const names = (sql: string, ...params: string[]): string[] => [
    ...new Set([TABLE, ARCHIVE].flatMap((table) => [...namesIn(source, table, sql.replace("TABLE", table), params)])),
  ];
  return {
    hosts: () => names("SELECT DISTINCT host AS name FROM TABLE"),
    stores: (host) => new Set(names("SELECT DISTINCT store AS name FROM TABLE WHERE host = ?", host)),
    users: (host, store) =>
      names("SELECT DISTINCT user AS name FROM TABLE WHERE host = ? AND store = ? AND user <> ''", host, store).sort(),
    table: (host, user, store) => {
      const rows = source.rows(
        TABLE,
        `SELECT key, type, ${bounded("value")} FROM ${TABLE} WHERE host = ? AND user = ? AND store = ? ORDER BY rowid`,
        ...[host, user, store],
      );
      const fields = new Map<LuaKey, LuaValue>();
      let array: readonly LuaValue[] = [];
      for (const row of rows) {
        const value = storedValue(row, source.file);
        // What has no text as its key is in the row of the empty key.
        if (row.key !== "") fields.set(String(row.key), value);
        else if (typeof value === "object" && value !== null && "fields" in value) {
          for (const [key, each] of value.fields) fields.set(key, each);
          ({ array } = value);
        }
      }
      return fields.size + array.length === 0 ? undefined : { array, fields };
    },
    entries: function* (host, user, store) {
      const sql = `SELECT key, "when", "with", type, ${bounded("value")} FROM ${ARCHIVE}
        WHERE host = ? AND user = ? AND store = ? ORDER BY sort_id`;
      for (const row of source.rows(ARCHIVE, sql, host, user, store)) yield entryOf(row);
    },
    close: source.close,
  };
}

function* namesIn(source: SqliteSource, table: string, sql: string, params: readonly string[]): Generator<string> {
  for (const { name } of source.rows(table, sql, ...params)) yield String(name);
}

function storedValue({ key, type, value }: Row, file: string): LuaValue {
  if (type === "number") return Number(value);
  if (type === "boolean") return value === "true";
  if (type !== "json") return String(value);
  const parsed = fromJson(String(value));
  if (parsed === undefined)
    throw new SourceError(
      "malformed",
      { file, table: TABLE },
      { why: `the value of ${String(key).slice(0, 80)} is no JSON` },
    );
  return parsed;
}

function entryOf({ key, when, with: peer, type, value }: Row): ArchiveEntry {
  const text = type === "xml" ? String(value) : undefined;
  return {
    key: String(key),
    when: typeof when === "number" ? instantOf(when * 1000) : undefined,
    with: String(peer),
    text,
    get element() {
      return text === undefined ? undefined : elementIn(text);
    },
  };
}
