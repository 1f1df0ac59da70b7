/** The rows of `ejabberdctl backup` (a disk_log of Mnesia) and of `ejabberdctl dump` (text), where they are in the file. */
import { FileWindow } from "../file-window.ts";
import { LiteralError, literalSourceError } from "../literal-error.ts";
import { type Place, SourceError } from "../source-error.ts";
import { firstBytes } from "../source-files.ts";
import { itemOf, listOf, MAX_DEPTH, MAX_ROW, type Term, Tuple, textOf } from "./term.ts";
import { decodeName, decodeRow, decodeTerm } from "./term-binary.ts";
import { TermParser, termIn } from "./term-text.ts";

/** A row of a table, or, before the rows, the names of a table's columns. */
export interface RowPlace {
  readonly offset: number;
  readonly length: number;
  readonly row: Tuple;
}

export interface RowFormat {
  readonly matches: (file: string) => boolean;
  /**
   * From the first to the last. `itemsOf`: how many of its first items a row of a table has here, its name included; 0 for a row that
   * nobody asks for. What is not asked for is looked at, too. Throws SourceError.
   */
  readonly rows: (file: string, itemsOf: (table: string) => number) => Generator<RowPlace>;
  /** The row in these bytes of the file. Throws LiteralError. */
  readonly decode: (bytes: Buffer) => Term;
}

const MAGIC = Buffer.from([1, 2, 3, 4]);
const MARK = Buffer.from("bWLA");
/** In the first term: Mnesia's own files are logs of other kinds. */
const KIND = "backup_log";
const BEGINNING = 100;
/** Before each term: its length, and the mark. */
const HEAD = 8;
const MD5 = 16;
/** A term of so many bytes has a checksum before it (disk_log.hrl). */
const WITH_CHECKSUM = 65_528;

export const backup: RowFormat = {
  matches: (file) => {
    const start = Buffer.from(firstBytes(file, BEGINNING));
    const mark = MAGIC.length + HEAD;
    const isLog =
      start.subarray(0, MAGIC.length).equals(MAGIC) && start.subarray(mark, mark + MARK.length).equals(MARK);
    return isLog && start.includes(KIND);
  },
  rows: function* (file, itemsOf) {
    const window = new FileWindow(file, MAX_ROW + HEAD + MD5);
    let table = "backup";
    try {
      if (!window.has(HEAD)) return;
      window.position += HEAD;
      for (let row = 1; window.has(1); row++) {
        const { offset, length } = nextRecord(window, { file, table, row });
        const bytes = window.bytes.subarray(window.position, window.position + length);
        const place = { file, table, row };
        const name = textOf(guarded(place, () => decodeName(bytes)));
        table = name ?? table;
        const items = name === undefined ? 0 : itemsOf(name);
        if (items > 0) yield { offset, length, row: guarded(place, () => rowOf(decodeRow(bytes, items))) };
        window.position += length;
      }
    } finally {
      window.close();
    }
  },
  decode: decodeTerm,
};

/** Leaves the window at the term. */
function nextRecord(window: FileWindow, place: Place): { readonly offset: number; readonly length: number } {
  const fail = (why: string): SourceError => new SourceError("malformed", place, { why });
  if (!window.has(HEAD)) throw fail("the file ends too early");
  const length = window.bytes.readUInt32BE(window.position);
  if (!window.bytes.subarray(window.position + 4, window.position + HEAD).equals(MARK)) throw fail("this is no record");
  if (length > MAX_ROW) throw new SourceError("too-large", place, { maximum: MAX_ROW });
  const before = HEAD + (length >= WITH_CHECKSUM ? MD5 : 0);
  if (!window.has(before + length)) throw fail("the file ends too early");
  window.position += before;
  return { offset: window.offset, length };
}

export const dump: RowFormat = {
  matches: (file) => /^\s*\{tables,\s*\[/.test(Buffer.from(firstBytes(file, 200)).toString("latin1")),
  rows: function* (file, itemsOf) {
    const window = new FileWindow(file, MAX_ROW);
    try {
      for (;;) {
        const found = textRow(window, itemsOf);
        if (found === "more") {
          if (!window.more()) throw new SourceError("malformed", placeIn(window), { why: "the file ends too early" });
        } else if (found === "end") {
          window.position = window.end;
          if (!window.more()) return;
        } else {
          yield { offset: window.offset, length: found.end - window.position, row: found.row };
          window.position = found.end;
        }
      }
    } finally {
      window.close();
    }
  },
  decode: termIn,
};

function textRow(
  window: FileWindow,
  itemsOf: (table: string) => number,
): { readonly row: Tuple; readonly end: number } | "more" | "end" {
  const parser = new TermParser(window.bytes, window.position, window.end);
  try {
    if (parser.atEnd()) return "end";
    window.position = parser.position;
    const term = parser.row(itemsOf);
    parser.endTerm();
    return { row: rowOf(term), end: parser.position };
  } catch (error) {
    if (error instanceof LiteralError && error.reason === "end") return "more";
    throw error instanceof LiteralError
      ? sourceError(error, { file: window.file, line: window.line(error.position) })
      : error;
  }
}

/** {tables, [{Table, [{record_name, …}, {attributes, […]}]}]} of a dump, {schema, Table, […]} of a backup: columns by table. */
export function columnsIn(row: Tuple): [table: string, columns: string[]][] {
  const kind = textOf(row.items[0]);
  const declarations =
    kind === "tables" ? listOf(row.items[1]) : kind === "schema" ? [new Tuple(row.items.slice(1))] : [];
  return declarations.flatMap((declaration) => {
    const [table, properties] = [textOf(itemOf(declaration, 0)), listOf(itemOf(declaration, 1))];
    const attributes = properties.find((property) => textOf(itemOf(property, 0)) === "attributes");
    const columns = listOf(itemOf(attributes, 1)).map((column) => textOf(column) ?? "");
    return table === undefined || columns.length === 0 ? [] : [[table, columns] as [string, string[]]];
  });
}

const rowOf = (term: Term): Tuple => (term instanceof Tuple ? term : new Tuple([]));

const placeIn = (window: FileWindow): Place => ({ file: window.file, line: window.line() });

function guarded<T>(place: Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof LiteralError ? sourceError(error, place) : error;
  }
}

/** As of the source, at a place in it. */
export const sourceError = (error: LiteralError, place: Place): SourceError =>
  literalSourceError(error, place, MAX_DEPTH);
