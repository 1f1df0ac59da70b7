/** What the tables of a database hold of addresses, as their owners say it. */
import type { Database as Sqlite } from "bun:sqlite";
import type { ColumnContent, StoredAddresses } from "../store/stored-addresses.ts";

/** A column that holds addresses, or texts with addresses. */
export interface Column {
  readonly table: string;
  readonly name: string;
  readonly content: Exclude<ColumnContent, "other">;
  /** The columns by which a row is found, in their order. */
  readonly keys: readonly string[];
}

export interface TableContents {
  readonly columns: readonly Column[];
  /** Tables whose rows mean nothing under another name. */
  readonly dropped: readonly string[];
}

interface ColumnRow {
  readonly tableName: string;
  readonly isWithoutRowid: number;
  readonly name: string;
  readonly type: string;
  readonly key: number;
}

/** Throws Error where a column of text or bytes is not known. */
export function contentsOf(sqlite: Sqlite, addresses: readonly StoredAddresses[]): TableContents {
  const { columns, dropped, unknown } = read(sqlite, addresses);
  if (unknown.length > 0) throw new Error(`nobody says what is in ${unknown.join(", ")}`);
  return { columns, dropped };
}

/** The columns of text or bytes of which no owner says what they hold: "table.column". */
export const unknownColumns = (sqlite: Sqlite, addresses: readonly StoredAddresses[]): readonly string[] =>
  read(sqlite, addresses).unknown;

function read(sqlite: Sqlite, addresses: readonly StoredAddresses[]): TableContents & { unknown: readonly string[] } {
  const said = new Map(addresses.flatMap(({ tables }) => Object.entries(tables)));
  const families = [...said.keys()].flatMap((table) => (table.endsWith("*") ? [table.slice(0, -1)] : []));
  const columns: Column[] = [];
  const dropped = new Set<string>();
  const unknown: string[] = [];
  const rows = columnsIn(sqlite);
  for (const { tableName: table, isWithoutRowid, name, type } of rows) {
    const here = said.get(table);
    if (here === "dropped") {
      dropped.add(table);
      continue;
    }
    const content = here?.[name];
    const isFree = type === "INTEGER" || type === "REAL";
    if (content === undefined) {
      if (!isFree && !families.some((family) => table.startsWith(family))) unknown.push(`${table}.${name}`);
    } else if (content !== "other") {
      const keys = rows.filter((row) => row.tableName === table && row.key > 0).sort((a, b) => a.key - b.key);
      columns.push({ table, name, content, keys: isWithoutRowid ? keys.map((row) => row.name) : ["rowid"] });
    }
  }
  return { columns, dropped: [...dropped], unknown };
}

function columnsIn(sqlite: Sqlite): readonly ColumnRow[] {
  using statement = sqlite.prepare<ColumnRow, []>(
    `SELECT tables.name AS tableName, tables.wr AS isWithoutRowid, columns.name, columns.type, columns.pk AS key
      FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
      WHERE tables.schema = 'main' AND tables.type IN ('table', 'virtual', 'shadow') AND tables.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY tables.name, columns.cid`,
  );
  return statement.all();
}
