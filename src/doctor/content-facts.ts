/** What is in the database that nobody may have noticed: no administrator, files that are gone, apps that are not woken, rooms without owner. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openReadingWorker } from "../store/worker-connection.ts";

export interface ContentFacts {
  /** Not there where accounts are elsewhere. */
  readonly administrators?: number;
  readonly accounts?: number;
  /** Of the newest files that people have uploaded: how many were looked for, and those that are not on the disk. */
  readonly files?: { readonly looked: number; readonly missing: number; readonly example?: string };
  /** Services by which apps are woken (XEP-0357) that have failed several times in a row, and for how many accounts. */
  readonly push?: readonly { readonly service: string; readonly accounts: number; readonly failures: number }[];
  /** Rooms whose owners are all accounts that are gone. */
  readonly ownerless?: { readonly count: number; readonly example: string };
}

export interface ContentDeps {
  readonly database: string;
  /** The folder of uploaded files. */
  readonly files: string;
  readonly domains: readonly string[];
  /** This server keeps the accounts itself. */
  readonly isInternal: boolean;
}

const MAX_FILES = 500;
/** A service that restarts is back by then. */
const MIN_FAILURES = 3;

/** What cannot be read is not there. Rejects never. */
export async function contentFacts({ database, files, domains, isInternal }: ContentDeps): Promise<ContentFacts> {
  const worker = openReadingWorker(database);
  const asked = async (sql: string) =>
    (await worker.run(["PRAGMA busy_timeout = 5000", sql]).catch(() => undefined))?.[1];
  try {
    const [people] = (await asked("SELECT count(*) AS accounts, sum(admin) AS administrators FROM accounts")) ?? [];
    const newest = await asked(`SELECT id, uploaded FROM files_file ORDER BY uploaded DESC LIMIT ${MAX_FILES}`);
    const push = await asked(
      `SELECT jid, count(DISTINCT account) AS accounts, max(failures) AS failures FROM push_service
       WHERE failures >= ${MIN_FAILURES} GROUP BY jid ORDER BY accounts DESC LIMIT 20`,
    );
    const [ownerless] = (isInternal ? await asked(ownerlessRooms(domains)) : undefined) ?? [];
    return {
      ...(people && isInternal
        ? { accounts: Number(people.accounts), administrators: Number(people.administrators ?? 0) }
        : {}),
      ...(newest ? { files: missingOf(newest, files) } : {}),
      ...(push && push.length > 0
        ? {
            push: push.map(({ jid, accounts, failures }) => ({
              ...{ service: String(jid), accounts: Number(accounts), failures: Number(failures) },
            })),
          }
        : {}),
      ...(ownerless && Number(ownerless.count) > 0
        ? { ownerless: { count: Number(ownerless.count), example: String(ownerless.example) } }
        : {}),
    };
  } finally {
    worker.stop();
  }
}

function missingOf(
  rows: readonly Readonly<Record<string, unknown>>[],
  folder: string,
): NonNullable<ContentFacts["files"]> {
  const missing = rows.filter(({ id, uploaded }) => !existsSync(join(folder, dayOf(Number(uploaded)), String(id))));
  const example = missing[0] && String(missing[0].id);
  return { looked: rows.length, missing: missing.length, ...(example === undefined ? {} : { example }) };
}

/** The folder of a file (store/file-folder.ts): its day in UTC. */
const dayOf = (uploaded: number): string => new Date(uploaded).toISOString().slice(0, 10);

const ownerlessRooms = (domains: readonly string[]): string =>
  `SELECT count(*) AS count, min(jid) AS example FROM rooms_room AS room WHERE NOT EXISTS (
     SELECT 1 FROM rooms_affiliation AS owner WHERE owner.room = room.id AND owner.affiliation = 'owner'
       AND (substr(owner.jid, instr(owner.jid, '@') + 1) NOT IN (${domains.map(quoted).join(", ")})
         OR EXISTS (SELECT 1 FROM accounts WHERE account = owner.jid)))`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
