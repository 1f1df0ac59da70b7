/** Why a source cannot be read, and where in it. */

/** By reason: what a sentence about it needs beyond the place. */
export interface SourceErrorDetails {
  /** Nothing is there, or it may not be read; `why` is the system's word for it (ENOENT, EACCES). */
  readonly unreadable: { readonly why: string };
  /** None of the sources that are known; `kinds` are their names. */
  readonly unknown: { readonly kinds: readonly string[] };
  /** A database that has to be written to a file first, by a command of the old server. */
  readonly "raw-database": { readonly server: string; readonly command: string };
  /** A link leads out of the folder of the source. */
  readonly outside: NoDetails;
  /** The text is not of its format; `why` in English, as programmers say it. */
  readonly malformed: { readonly why: string };
  /** A document type declaration (<!DOCTYPE): no data of a server has one. */
  readonly dtd: NoDetails;
  /** A program, where data were expected. */
  readonly code: NoDetails;
  /** In bytes. */
  readonly "too-large": { readonly maximum: number };
  /** What it is unpacked to does not fit into this folder (TMPDIR). */
  readonly "no-room": { readonly folder: string };
  /** Elements, tables or files in each other. */
  readonly "too-deep": { readonly maximum: number };
  /** The database has not the tables or columns of that server; `missing` is one of them. */
  readonly schema: { readonly missing: string };
  /** No domain of the source has this name; `domains` are those that it has. */
  readonly "no-such-domain": { readonly domain: string; readonly domains: readonly string[] };
}

type NoDetails = Readonly<Record<never, never>>;

export type SourceErrorReason = keyof SourceErrorDetails;

/** A file with a line, or a database with a table and a row. Lines and rows count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly table?: string | undefined;
  readonly row?: number | undefined;
}

/** The import stops. What is wrong with one thing alone is no error: it is left (`Left`), and the rest goes on. */
export class SourceError<Reason extends SourceErrorReason = SourceErrorReason> extends Error {
  readonly reason: Reason;
  readonly details: SourceErrorDetails[Reason];
  readonly place: Place;

  constructor(reason: Reason, place: Place, details: SourceErrorDetails[Reason]) {
    super(`${placeText(place)}: ${reason} ${JSON.stringify(details)}`);
    this.reason = reason;
    this.details = details;
    this.place = place;
  }
}

/** "roster.dat:12", "prosody.sqlite, prosodyarchive 17". */
export function placeText({ file, line, table, row }: Place): string {
  if (table === undefined) return line === undefined ? file : `${file}:${line}`;
  return row === undefined ? `${file}, ${table}` : `${file}, ${table} ${row}`;
}
