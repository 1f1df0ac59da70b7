/** A consistent copy of the database, made in another thread while the server writes on. */
import { Database as Sqlite } from "bun:sqlite";
import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { openWorkerConnection } from "../store/worker-connection.ts";
import { BackupError } from "./backup-error.ts";
import type { Counts } from "./manifest.ts";

/**
 * Writes the database at `from` to the new file `to` (VACUUM INTO), and looks whether it is whole. `reserve`: bytes that are to
 * stay free on the disk. Rejects with BackupError no-room, database-damaged.
 */
export async function copyDatabase(from: string, to: string, reserve: number): Promise<void> {
  const log = `${from}-wal`;
  const needed = statSync(from).size + (existsSync(log) ? statSync(log).size : 0);
  requireRoom(dirname(to), needed, reserve);
  const connection = openWorkerConnection(from);
  try {
    // The log stays until the copy is made: it is no longer than what is written meanwhile.
    await connection.run(["PRAGMA busy_timeout = 5000", `VACUUM INTO '${to.replaceAll("'", "''")}'`]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/full/.test(why))
      throw new BackupError({ kind: "no-room", path: dirname(to), needed, free: freeAt(dirname(to)) });
    throw new BackupError({ kind: "database-damaged", why }, error);
  } finally {
    connection.stop();
  }
  await checkDatabase(to);
}

/** `PRAGMA quick_check` in another thread. Rejects with BackupError database-damaged. */
export async function checkDatabase(path: string): Promise<void> {
  const connection = openWorkerConnection(path);
  try {
    const rows = await connection.run(["PRAGMA quick_check(1)"]);
    const found = rows[0]?.[0]?.quick_check;
    if (found !== "ok") throw new BackupError({ kind: "database-damaged", why: String(found) });
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError({ kind: "database-damaged", why: error instanceof Error ? error.message : String(error) });
  } finally {
    connection.stop();
  }
}

export interface DatabaseFacts {
  readonly schema: Readonly<Record<string, number>>;
  readonly counts: Counts;
}

const COUNTED = {
  accounts: "accounts",
  messages: "archive_message",
  rooms: "rooms_room",
  files: "files_file",
} as const;

/** Of a copy, in another thread: what is counted may be millions of rows. Rejects with BackupError database-damaged. */
export async function databaseFacts(path: string): Promise<DatabaseFacts> {
  const connection = openWorkerConnection(path);
  try {
    const [tables = [], migrations = []] = await connection.run([
      "SELECT name FROM sqlite_schema WHERE type = 'table'",
      "SELECT owner, version FROM migrations",
    ]);
    const there = new Set(tables.map(({ name }) => name));
    const names = Object.entries(COUNTED);
    const counted = await connection.run(
      names.map(([, table]) => (there.has(table) ? `SELECT count(*) AS count FROM ${table}` : "SELECT 0 AS count")),
    );
    return {
      schema: Object.fromEntries(migrations.map(({ owner, version }) => [String(owner), Number(version)])),
      counts: Object.fromEntries(
        names.map(([name], index) => [name, Number(counted[index]?.[0]?.count)]),
      ) as unknown as Counts,
    };
  } catch (error) {
    throw new BackupError({ kind: "database-damaged", why: error instanceof Error ? error.message : String(error) });
  } finally {
    connection.stop();
  }
}

/** Bytes that an unprivileged user may write. */
export const freeAt = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** Throws BackupError no-room where fewer than `needed` bytes beside `reserve` are free. */
export function requireRoom(folder: string, needed: number, reserve: number): void {
  const free = freeAt(folder);
  if (free < needed + reserve) throw new BackupError({ kind: "no-room", path: folder, needed: needed + reserve, free });
}

/** Runs statements on a database that nobody else uses, in one transaction, and closes it without a log. Throws SQLiteError. */
export function changeDatabase(
  path: string,
  statements: readonly { readonly table: string; readonly sql: string }[],
): number[] {
  const sqlite = new Sqlite(path, { readwrite: true });
  try {
    const has = sqlite.prepare<{ one: number }, [string]>("SELECT 1 AS one FROM sqlite_schema WHERE name = ?");
    const changes = sqlite
      .transaction(() => statements.map(({ table, sql }) => (has.get(table) ? sqlite.run(sql).changes : 0)))
      .immediate();
    has.finalize();
    return changes;
  } finally {
    sqlite.close();
  }
}
