/** A domain of a home gets another name: in the database and in config.toml, while no server runs. */
import { SQLiteError } from "bun:sqlite";
import { randomUUID } from "node:crypto";
import { chmodSync, constants, existsSync, readFileSync, rmSync, statfsSync, statSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { domainChanges } from "../config/renamed-domain.ts";
import type { Config } from "../config/schema.ts";
import { changeConfig } from "../config/write.ts";
import type { Home } from "../home.ts";
import type { Logger } from "../log.ts";
import { modules } from "../modules.ts";
import { RECORD_AT_COMMAND_LINE } from "../operations/audit.ts";
import { openDatabase } from "../store/database.ts";
import { syncFile, syncFolder, textOf, writeDurably } from "../store/durable-file.ts";
import { fullError } from "../store/errors.ts";
import { giveToFolderOwner, makeFolder } from "../store/folder-owner.ts";
import { takeLock } from "../store/lock.ts";
import { openSqlite } from "../store/sqlite-file.ts";
import { countRenamed, renameTables } from "../transfer/rename-tables.ts";
import { FIND_MOVED_DOMAIN, RECORD_MOVED_DOMAIN } from "../xep/0283-moved-domain.ts";
import { openOfflineKernel } from "./offline.ts";
import { isRenaming, renameJournalOf } from "./rename-journal.ts";
import { storedAddresses, tableOwners } from "./stored-addresses.ts";

/** As `parseDomain` returns them. */
export interface DomainNames {
  readonly from: string;
  readonly to: string;
}

export type RenameProblem =
  /** `served`: the new name is that of another domain here. `in-use`: there are accounts or rooms of that name from before. */
  | { readonly reason: "not-served" | "served" | "in-use" }
  /** One of the two is a service of the other, such as its rooms. */
  | { readonly reason: "service"; readonly name: string }
  /** Bytes. */
  | { readonly reason: "space"; readonly needed: number; readonly free: number };

export interface RenamePlan extends DomainNames {
  /** By former name, of the domain and the services below it. */
  readonly names: ReadonlyMap<string, string>;
  readonly problem: RenameProblem | undefined;
  readonly accounts: number;
  readonly rooms: number;
  /** Archived messages that name the domain. */
  readonly messages: number;
  /** Bytes of the database. */
  readonly size: number;
}

export interface RenameChoice {
  /** Contacts on other servers are told once the server runs (XEP-0283). */
  readonly tellsContacts: boolean;
  /** How many texts of how many have been looked at. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface RenamedDomain {
  /** The folder with the database and config.toml as they were. */
  readonly copy: string;
}

/** For a while the database is there twice, and its log holds all that changes. */
const SPACE_FACTOR = 2.5;

/** What would change. Reads alone, also while a server runs. */
export async function planRename(home: Home, config: Config, log: Logger, given: DomainNames): Promise<RenamePlan> {
  const { from, to } = given;
  const names = namesOf(given, await servicesOf(home, config, log));
  const size = existsSync(home.database) ? statSync(home.database).size : 0;
  const counts = size === 0 ? new Map<string, number>() : countIn(home, names);
  const plan = {
    ...{ from, to, names, size },
    accounts: counts.get("accounts") ?? 0,
    rooms: counts.get("rooms_room") ?? 0,
    messages: counts.get("archive_message") ?? 0,
  };
  return { ...plan, problem: problemOf(home, config, plan) };
}

function problemOf(home: Home, config: Config, plan: Omit<RenamePlan, "problem">): RenameProblem | undefined {
  const { from, to, names, size } = plan;
  const { domains } = config.general;
  if (!domains.includes(from)) return { reason: "not-served" };
  if (domains.includes(to)) return { reason: "served" };
  const service = [...names].find(([former, now]) => former !== from && (former === to || now === from));
  if (service) return { reason: "service", name: service[0] === to ? to : from };
  if (size === 0) return undefined;
  const there = countIn(home, new Map([[to, from]]));
  if ((there.get("accounts") ?? 0) + (there.get("rooms_room") ?? 0) > 0) return { reason: "in-use" };
  const needed = Math.ceil(size * SPACE_FACTOR) + config.limits.free_disk;
  const { bavail, bsize } = statfsSync(home.directory);
  return bavail * bsize < needed ? { reason: "space", needed, free: bavail * bsize } : undefined;
}

/** The labels of services below each domain. */
async function servicesOf(home: Home, config: Config, log: Logger): Promise<ReadonlySet<string>> {
  const { kernel, close } = await openOfflineKernel(home, config, log, "trial");
  try {
    return kernel.booted.subdomains;
  } finally {
    await close();
  }
}

const namesOf = ({ from, to }: DomainNames, labels: Iterable<string>): ReadonlyMap<string, string> =>
  new Map([[from, to], ...[...labels].map((label) => [`${label}.${from}`, `${label}.${to}`] as const)]);

function countIn(home: Home, names: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const sqlite = openSqlite(home.database, true);
  try {
    return countRenamed({ sqlite, addresses: storedAddresses, names });
  } finally {
    sqlite.close();
  }
}

/**
 * Renames all: after it, or after a kill at any point and the next start, either everything has the new name or nothing has.
 * Rejects with StoreError, "locked" where another process has the home and "full" where the disk is, and with the system's error.
 */
export async function renameDomain(
  home: Home,
  config: Config,
  log: Logger,
  plan: RenamePlan,
  { tellsContacts, onProgress }: RenameChoice,
): Promise<RenamedDomain> {
  const lock = takeLock(home.lock, process.pid);
  try {
    await migrateAndClose(home, log);
    const id = randomUUID();
    const text = changeConfig(textOf(home.config) ?? "", modules, domainChanges(config, plan.from, plan.to));
    writeDurably(renameJournalOf(home), JSON.stringify({ id, config: text } satisfies Journal));
    try {
      await copyAll(home, id);
      renameAll(home, id, plan, { tellsContacts, onProgress });
    } finally {
      complete(home);
    }
    return { copy: copyOf(home, id) };
  } finally {
    lock.release();
  }
}

function renameAll(home: Home, id: string, { from, to, names }: RenamePlan, choice: RenameChoice): void {
  const { tellsContacts, onProgress } = choice;
  const sqlite = openSqlite(home.database, false);
  try {
    // Committed is on the disk before config.toml changes. Rows of tables belong to each other again at the end.
    for (const pragma of ["synchronous = FULL", "foreign_keys = OFF", "cache_spill = ON", "cache_size = -131072"])
      sqlite.run(`PRAGMA ${pragma}`);
    sqlite.run("BEGIN IMMEDIATE");
    for (const [done, total] of renameTables({ sqlite, addresses: storedAddresses, names })) onProgress?.(done, total);
    sqlite.run(RECORD_MOVED_DOMAIN, [id, from, to, Date.now(), tellsContacts ? 0 : 1]);
    sqlite.run(RECORD_AT_COMMAND_LINE, [Date.now(), "domain.rename", `${from} → ${to}`]);
    sqlite.run("COMMIT");
    sqlite.run("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    throw isFull(error) ? fullError(error) : error;
  } finally {
    sqlite.close();
  }
}

const isFull = (error: unknown): boolean => error instanceof SQLiteError && error.code === "SQLITE_FULL";

/**
 * Ends what a kill has interrupted: config.toml follows the database. To be called before config.toml is read. Throws StoreError,
 * "locked" where the renaming still goes on.
 */
export function completeRename(home: Home): void {
  if (!isRenaming(home)) return;
  const lock = takeLock(home.lock, process.pid);
  try {
    complete(home);
  } finally {
    lock.release();
  }
}

interface Journal {
  readonly id: string;
  /** What config.toml becomes. */
  readonly config: string;
}

function complete(home: Home): void {
  const journal = renameJournalOf(home);
  const { id, config } = JSON.parse(readFileSync(journal, "utf8")) as Journal;
  if (isCommitted(home, id)) writeDurably(home.config, config);
  else rmSync(copyOf(home, id), { recursive: true, force: true });
  rmSync(journal);
}

function isCommitted(home: Home, id: string): boolean {
  const sqlite = openSqlite(home.database, false);
  try {
    using found = sqlite.prepare(FIND_MOVED_DOMAIN);
    return found.get(id) !== null;
  } finally {
    sqlite.close();
  }
}

/** All tables are those of this program, and all is in one file. */
async function migrateAndClose(home: Home, log: Logger): Promise<void> {
  const db = openDatabase(home.database, { log });
  try {
    for (const { name, tables } of tableOwners) db.migrate(name, tables);
  } finally {
    await db.close();
  }
}

/** Where the database and config.toml are as they were; backups leave it out. */
const copyOf = (home: Home, id: string): string => join(home.directory, `former-name-${id.slice(0, 8)}`);

async function copyAll(home: Home, id: string): Promise<void> {
  const folder = copyOf(home, id);
  makeFolder(folder);
  for (const path of [home.database, home.config]) {
    const copy = join(folder, basename(path));
    // Where the file system can share blocks, a copy takes no time and no space.
    await copyFile(path, copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o600);
    giveToFolderOwner(copy);
    syncFile(copy);
  }
  syncFolder(folder);
  syncFolder(home.directory);
}
