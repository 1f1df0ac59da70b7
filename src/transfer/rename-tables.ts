/** A domain gets another name in all tables of a database, in one transaction of the caller's. */
import type { SQLQueryBindings, Database as Sqlite } from "bun:sqlite";
import type { Element } from "ltx";
import type { ColumnContent, StoredAddresses } from "../store/stored-addresses.ts";
import { StreamError } from "../stream-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { type Renaming, renamingOf } from "./renaming.ts";
import { type Column, contentsOf } from "./table-contents.ts";

/** Characters of texts that are read at once. */
const PORTION = 1 << 20;

export interface TableRenaming {
  /** A connection in a transaction, without foreign keys. */
  readonly sqlite: Sqlite;
  readonly addresses: readonly StoredAddresses[];
  /** The new name of each domain, both as `parseDomain` returns them. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Yields how many texts of how many have been looked at. Throws Error where a table or column is not known, or where a row would
 * lose the one that it belongs to.
 */
export function* renameTables({ sqlite, addresses, names }: TableRenaming): Generator<readonly [number, number]> {
  const renaming = renamingOf(names);
  const { columns, dropped } = contentsOf(sqlite, addresses);
  const jids = columns.filter(({ content }) => content === "jid");
  const texts = columns.filter(({ content }) => content !== "jid");
  collectAddresses(sqlite, jids, names, renaming);
  const triggers = takeTriggers(sqlite);
  for (const sql of addresses.flatMap(({ merge = [] }) => merge)) sqlite.run(sql);
  for (const table of dropped) sqlite.run(`DELETE FROM ${table}`);
  const total = texts.reduce((sum, { table }) => sum + countOf(sqlite, table), 0);
  let done = 0;
  for (const column of texts)
    for (const rows of renameTexts(sqlite, column, textRenaming(column.content, names, renaming))) {
      done += rows;
      yield [done, total];
    }
  for (const { table, name } of jids)
    sqlite.run(
      `UPDATE OR REPLACE ${table} SET ${name} = (SELECT new FROM temp.renamed WHERE old = ${name})
        WHERE ${name} IN (SELECT old FROM temp.renamed)`,
    );
  for (const sql of addresses.flatMap(({ recount = [] }) => recount)) sqlite.run(sql);
  for (const sql of triggers) sqlite.run(sql);
  sqlite.run("DROP TABLE temp.renamed");
  const [orphan] = rowsOf<{ table: string }>(sqlite, "PRAGMA foreign_key_check");
  if (orphan) throw new Error(`a row of ${orphan.table} belongs to nothing any more`);
}

/**
 * By table, how many rows have an address that changes; of a table without addresses, how many have the first domain in a text.
 * Reads alone.
 */
export function countRenamed({ sqlite, addresses, names }: TableRenaming): ReadonlyMap<string, number> {
  const { renamed } = renamingOf(names);
  const [first = ""] = names.keys();
  const { columns } = contentsOf(sqlite, addresses);
  const counts = new Map<string, number>();
  for (const { table, name, content } of columns) {
    const having = `FROM ${table} WHERE instr(${name}, ?) > 0`;
    if (content === "jid") {
      const sql = `SELECT ${name} AS jid, count(*) AS n ${having} GROUP BY ${name}`;
      const changed = rowsOf<{ jid: string; n: number }>(sqlite, sql, first).filter(({ jid }) => renamed(jid) !== jid);
      const count = changed.reduce((sum, { n }) => sum + n, 0);
      counts.set(table, Math.max(count, counts.get(table) ?? 0));
    } else if (!columns.some((column) => column.table === table && column.content === "jid")) {
      const [row] = rowsOf<{ n: number }>(sqlite, `SELECT count(*) AS n ${having}`, first);
      counts.set(table, row?.n ?? 0);
    }
  }
  return counts;
}

/** Makes the table `renamed` of all addresses that get another form. */
function collectAddresses(
  sqlite: Sqlite,
  columns: readonly Column[],
  names: ReadonlyMap<string, string>,
  { renamed }: Renaming,
): void {
  sqlite.run("CREATE TEMP TABLE renamed (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID");
  using add = sqlite.prepare("INSERT OR IGNORE INTO temp.renamed VALUES (?, ?)");
  for (const { table, name } of columns)
    for (const domain of names.keys())
      for (const { jid } of rowsOf<{ jid: string }>(
        sqlite,
        `SELECT DISTINCT ${name} AS jid FROM ${table} WHERE instr(${name}, ?) > 0`,
        domain,
      )) {
        const ours = renamed(jid);
        if (ours !== jid) add.run(jid, ours);
      }
}

/** Drops the triggers, which count by themselves. Returns the statements that make them again. */
function takeTriggers(sqlite: Sqlite): readonly string[] {
  const triggers = rowsOf<{ name: string; sql: string }>(
    sqlite,
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid",
  );
  for (const { name } of triggers) sqlite.run(`DROP TRIGGER ${name}`);
  return triggers.map(({ sql }) => sql);
}

type TextRenaming = (text: string) => string;

/** What is stored in a column, with its addresses renamed. */
function textRenaming(content: ColumnContent, names: ReadonlyMap<string, string>, renaming: Renaming): TextRenaming {
  const inXml: TextRenaming = (text) => {
    const element = elementIn(text);
    return element && renaming.renameIn(element) ? print(element) : text;
  };
  const inText: TextRenaming = (text) => (text.startsWith("<") ? inXml(text) : renaming.renamed(text));
  const walk = (value: unknown, isNamed: boolean, keys: readonly string[]): unknown => {
    if (typeof value === "string") return isNamed ? inText(value) : value;
    if (Array.isArray(value)) return value.map((one) => walk(one, isNamed, keys));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one, keys.includes(key), keys)]));
  };
  const rename: TextRenaming =
    typeof content === "object"
      ? (text) => JSON.stringify(walk(JSON.parse(text), false, content.json))
      : (text) => inXml(text);
  const domains = [...names.keys()];
  /** Without one of the domains in it, in whatever case, there is nothing to rename. */
  const mayName = (text: string): boolean => {
    const lower = text.toLowerCase();
    return lower.includes("xn--") || domains.some((domain) => lower.includes(domain));
  };
  return (text) => (mayName(text) ? rename(text) : text);
}

/** Undefined for a text that is none: it stays as it is. */
function elementIn(text: string): Element | undefined {
  try {
    return parseElement(text);
  } catch (error) {
    if (error instanceof StreamError) return undefined;
    throw error;
  }
}

/** Yields the number of rows after each portion. */
function* renameTexts(sqlite: Sqlite, { table, name, keys }: Column, rename: TextRenaming): Generator<number> {
  const list = keys.join(", ");
  const order = `ORDER BY ${list}`;
  const places = keys.map(() => "?").join(", ");
  // SQLite gives rowid the name of the column that is it.
  const named = keys.map((key, index) => `${key} AS key${index}`).join(", ");
  const select = `SELECT ${named}, ${name} AS text FROM ${table}`;
  using first = sqlite.prepare<Row, Param[]>(`${select} ${order}`);
  using next = sqlite.prepare<Row, Param[]>(`${select} WHERE (${list}) > (${places}) ${order}`);
  using update = sqlite.prepare(
    `UPDATE ${table} SET ${name} = ? WHERE ${keys.map((key) => `${key} = ?`).join(" AND ")}`,
  );
  for (let last: Param[] | undefined; ; ) {
    const rows = portionOf(last === undefined ? first.iterate() : next.iterate(...last));
    const end = rows.at(-1);
    if (end === undefined) return;
    for (const row of rows) {
      const { text } = row;
      const changed = typeof text === "string" ? rename(text) : text;
      if (changed !== undefined && changed !== text) update.run(changed, ...keyOf(row, keys));
    }
    last = keyOf(end, keys);
    yield rows.length;
  }
}

type Param = string | number | bigint | null;
type Row = Readonly<Record<string, Param>>;

const keyOf = (row: Row, keys: readonly string[]): Param[] => keys.map((_, index) => row[`key${index}`] ?? null);

/** What is read is not changed meanwhile. */
function portionOf(rows: Iterable<Row>): readonly Row[] {
  const portion: Row[] = [];
  let length = 0;
  for (const row of rows) {
    portion.push(row);
    length += 100 + (typeof row.text === "string" ? row.text.length : 0);
    if (length > PORTION) break;
  }
  return portion;
}

function rowsOf<Row>(sqlite: Sqlite, sql: string, ...params: SQLQueryBindings[]): readonly Row[] {
  using statement = sqlite.prepare<Row, SQLQueryBindings[]>(sql);
  return statement.all(...params);
}

const countOf = (sqlite: Sqlite, table: string): number =>
  rowsOf<{ n: number }>(sqlite, `SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0;
