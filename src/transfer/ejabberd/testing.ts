/** Writes terms of Erlang in the external term format, and backups of them, for tests. */
import { Atom, type Term, TermMap, Tuple } from "./term.ts";
import { parseTerm } from "./term-text.ts";

/** The bytes of a term. */
export const encoded = (term: Term): Buffer => Buffer.concat([Buffer.of(131), bytesOf(term)]);

const sized = (tag: number, length: number, bytes: 1 | 2 | 4): Buffer => {
  const head = Buffer.alloc(1 + bytes);
  head[0] = tag;
  head.writeUIntBE(length, 1, bytes);
  return head;
};

function bytesOf(term: Term): Buffer {
  if (typeof term === "string") {
    const bytes = Buffer.from(term);
    return Buffer.concat([sized(109, bytes.length, 4), bytes]);
  }
  if (term instanceof Atom) return Buffer.concat([sized(119, Buffer.byteLength(term.name), 1), Buffer.from(term.name)]);
  if (term instanceof Tuple) return Buffer.concat([sized(104, term.items.length, 1), ...term.items.map(bytesOf)]);
  if (term instanceof TermMap)
    return Buffer.concat([sized(116, term.entries.length, 4), ...term.entries.flat().map(bytesOf)]);
  if (Array.isArray(term)) {
    if (term.length === 0) return Buffer.of(106);
    return Buffer.concat([sized(108, term.length, 4), ...term.map(bytesOf), Buffer.of(106)]);
  }
  const number = Buffer.alloc(5);
  number[0] = 98;
  number.writeInt32BE(Number(term), 1);
  return number;
}

/** A backup with rows that are written as text: "{passwd, …}". */
export function backupOf(rows: readonly (string | Buffer)[]): Buffer {
  const records = ['{log_header, backup_log, <<"1.2">>}', ...rows].map((row) => {
    const bytes = typeof row === "string" ? encoded(parseTerm(row)) : row;
    const head = Buffer.alloc(8);
    head.writeUInt32BE(bytes.length);
    head.write("bWLA", 4);
    return Buffer.concat([head, Buffer.alloc(bytes.length >= 65_528 ? 16 : 0), bytes]);
  });
  return Buffer.concat([Buffer.of(1, 2, 3, 4, 0, 0, 0, 0), ...records]);
}

/** A dump with the same. */
export const dumpOf = (rows: readonly string[]): string =>
  `{tables,[{passwd,[{record_name,passwd},{attributes,[us,password]}]}]}.\n${rows.map((row) => `${row}.\n`).join("")}`;
