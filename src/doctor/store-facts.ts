/** The database of a home: its size, whether it is whole, and whether this program knows its tables. Read, never changed. */
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DiskDay } from "../store/disk-history.ts";
import { openReadingWorker, type Rows } from "../store/worker-connection.ts";
import { orNothing } from "./system-files.ts";

/** In bytes. */
export interface StoreFacts {
  readonly path: string;
  /** There is no database; and there has been one, by what lies beside it. */
  readonly isMissing?: true;
  readonly wasThere?: true;
  readonly bytes: number;
  /** Of the log that has not been moved into the file yet. */
  readonly logBytes: number;
  /** That nothing is in any more. */
  readonly unused?: number;
  /** "index": what is wrong is in indexes alone, which can be made anew. Not there where it was not looked at. */
  readonly integrity?: "whole" | "index" | "damaged";
  /** What SQLite says of it; at most MAX_PROBLEMS. */
  readonly problems?: readonly string[];
  /** The version of this program that wrote it, where it is a later one: "" where the database does not say which. */
  readonly newer?: string;
  /** Free space and size of the database, a day a row, the oldest first. */
  readonly days?: readonly DiskDay[];
}

const MAX_PROBLEMS = 20;
/** Beyond this size, indexes are not compared with their tables: an SD card would read for many minutes. */
const MAX_WHOLE_CHECK = 1_000_000_000;
/** How SQLite speaks of an index that does not agree with its table. */
const INDEX_PROBLEM =
  /^(row \d+ missing from index|wrong # of entries in index|non-unique entry in index|rowid not at end-of-record for row \d+ of index|row \d+ values differ from index)/;

/** `known`: the versions of all tables that this program makes. Rejects never. */
export async function storeFacts(path: string, known: Readonly<Record<string, number>>): Promise<StoreFacts> {
  const bytes = sizeOf(path);
  const size = { path, bytes: bytes ?? 0, logBytes: sizeOf(`${path}-wal`) ?? 0 };
  if (bytes === undefined) return { ...size, isMissing: true, ...(wasThere(path) ? { wasThere: true } : {}) };
  const worker = openReadingWorker(path);
  try {
    const asked = async (sql: string): Promise<Rows[number]> => (await worker.run([BUSY, sql]))[1] ?? [];
    const tried = async (sql: string): Promise<Rows[number]> => await asked(sql).catch(() => []);
    const integrity = await integrityOf(asked, bytes);
    const versions = (await tried("SELECT * FROM migrations")) as readonly Version[];
    const newer = versions.find(({ owner, version }) => version > (known[owner] ?? Number.POSITIVE_INFINITY));
    const days = (await tried("SELECT day, free, database FROM disk_day ORDER BY day")) as readonly Row[];
    const unused = await unusedBytes(tried);
    return {
      ...size,
      ...integrity,
      ...(unused === undefined ? {} : { unused }),
      ...(newer ? { newer: newer.program ?? "" } : {}),
      ...(days.length > 0 ? { days: days.map(dayOf) } : {}),
    };
  } finally {
    worker.stop();
  }
}

/** A server leaves these: its lock, its log, and the space that it keeps. */
const wasThere = (path: string): boolean =>
  [`${path}-wal`, join(dirname(path), "lock"), join(dirname(path), "spare")].some((beside) => existsSync(beside));

const BUSY = "PRAGMA busy_timeout = 5000";

type Row = Readonly<Record<string, unknown>>;
interface Version extends Row {
  readonly owner: string;
  readonly version: number;
  readonly program?: string | null;
}

const dayOf = ({ day, free, database }: Row): DiskDay => ({
  day: Number(day),
  free: Number(free),
  database: Number(database),
});

async function integrityOf(
  asked: (sql: string) => Promise<Rows[number]>,
  bytes: number,
): Promise<Pick<StoreFacts, "integrity" | "problems">> {
  const pragma = bytes > MAX_WHOLE_CHECK ? "quick_check" : "integrity_check";
  try {
    const rows = await asked(`PRAGMA ${pragma}(${MAX_PROBLEMS})`);
    const problems = rows.map((row) => String(Object.values(row)[0])).filter((line) => line !== "ok");
    if (problems.length === 0) return { integrity: "whole" };
    return { integrity: problems.every((line) => INDEX_PROBLEM.test(line)) ? "index" : "damaged", problems };
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/^(Error: )?SQLiteError: /, "");
    // What may not be read, or is busy, says nothing of what is in it.
    if (!/malformed|not a database|corrupt/i.test(why)) return {};
    return { integrity: "damaged", problems: [why] };
  }
}

async function unusedBytes(tried: (sql: string) => Promise<Rows[number]>): Promise<number | undefined> {
  const [pages] = await tried("PRAGMA freelist_count");
  const [size] = await tried("PRAGMA page_size");
  return pages && size ? Number(pages.freelist_count) * Number(size.page_size) : undefined;
}

const sizeOf = (path: string): number | undefined => orNothing(() => statSync(path).size);
