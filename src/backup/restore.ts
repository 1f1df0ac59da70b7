/** A home out of a backup: unpacked and checked beside what is there, and only then put in its place. */
import { existsSync, lstatSync, readdirSync, statSync, utimesSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Home } from "../home.ts";
import { syncFolder } from "../store/durable-file.ts";
import { giveToFolderOwner, makeFolder } from "../store/folder-owner.ts";
import type { AgeKey } from "./age-keys.ts";
import { changeDatabase, checkDatabase, requireRoom } from "./database-copy.ts";
import { ENDED, WAITING } from "./ended.ts";
import { partWriter } from "./extract.ts";
import { DATABASE, type Manifest } from "./manifest.ts";
import { readBackup } from "./unpack.ts";

/** In the home: on its disk, so that a rename is all that is left to do. */
const WORK = ".restore";
/** What stays where it is: the lock that is held, the socket, backups, homes that were put aside. */
const STAYS = /^(?:lock(?:-.*)?|control\.sock|backups|former-.*|\.restore)$/;
/** The last of a home that comes, and the first that goes: without it there is no home, and no server starts on half of one. */
const CONFIG = "config.toml";
/** What goes along with a file of the home where it is put aside. */
const DATABASE_FILES = new Set(["data.sqlite", "data.sqlite-wal", "data.sqlite-shm"]);

export interface Restored {
  readonly manifest: Manifest;
  /** Where the home is that was there before; undefined where there was none. */
  readonly former: string | undefined;
  /** Stanzas that waited for other servers, and are not sent. */
  readonly notSent: number;
}

export interface RestoreOptions {
  /** Stanzas that waited for other servers are sent, though they may have been sent since. */
  readonly sendsWaiting: boolean;
  /** In milliseconds since 1970. */
  readonly now: number;
  /** Of a backup that is encrypted. */
  readonly key?: AgeKey | undefined;
}

/** When the home was last changed, in milliseconds since 1970; undefined where there is none. */
export function lastChange({ config, database }: Pick<Home, "config" | "database">): number | undefined {
  const times = [config, database, `${database}-wal`]
    .filter((path) => existsSync(path))
    .map((path) => statSync(path).mtimeMs);
  return times.length === 0 ? undefined : Math.floor(Math.max(...times));
}

/** Whether there is something in the folder that is no home: it is not to be moved. */
export function isSomethingElse(home: Home): boolean {
  const { directory } = home;
  if (lastChange(home) !== undefined || !existsSync(directory)) return false;
  return readdirSync(directory).some((name) => !STAYS.test(name) && !isOfSetup(directory, name));
}

/** What the first questions of setup leave: answers, and folders for what is not there yet. */
function isOfSetup(directory: string, name: string): boolean {
  if (name === "setup.json") return true;
  const path = join(directory, name);
  const isFolder = (entry: { isDirectory(): boolean }): boolean => entry.isDirectory();
  return isFolder(lstatSync(path)) && readdirSync(path, { recursive: true, withFileTypes: true }).every(isFolder);
}

/**
 * The caller holds the home's lock. Rejects with BackupError, and the system's errors; until everything is unpacked and checked,
 * nothing of the home has changed.
 */
export async function restore(
  file: string,
  home: Home,
  manifest: Manifest,
  options: RestoreOptions,
): Promise<Restored> {
  const { directory } = home;
  const work = join(directory, WORK);
  await rm(work, { recursive: true, force: true });
  requireRoom(
    directory,
    manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0),
    0,
  );
  try {
    await mkdir(work, { mode: 0o700 });
    await readBackup(file, { key: options.key, begin: (part) => partWriter(work, part) });
    const database = join(work, DATABASE);
    await checkDatabase(database);
    const ended = options.sendsWaiting ? ENDED : [WAITING, ...ENDED];
    const [first = 0] = changeDatabase(database, ended);
    for (const beside of ["-wal", "-shm"]) await rm(database + beside, { force: true });
    await synced(database);
    // As old as the backup: to do it again needs no leave, as long as nothing has been changed.
    const seconds = manifest.created / 1000;
    for (const path of [database, join(work, CONFIG)]) if (existsSync(path)) utimesSync(path, seconds, seconds);
    giveAll(directory, work);
    const former = await putAside(directory, options.now);
    await putInPlace(directory, work);
    return { manifest, former, notSent: options.sendsWaiting ? 0 : first };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function synced(path: string): Promise<void> {
  await using file = await open(path, "r+");
  await file.sync();
}

/** What root has unpacked belongs to the owner of the home, as what the server makes. The folders above come first. */
function giveAll(directory: string, work: string): void {
  if (process.getuid?.() !== 0) return;
  giveToFolderOwner(work);
  for (const path of readdirSync(work, { recursive: true, encoding: "utf8" }).sort())
    giveToFolderOwner(join(work, path));
  syncFolder(directory);
}

/** Moves what is in the home into a folder there. Undefined where there was nothing. */
async function putAside(directory: string, now: number): Promise<string | undefined> {
  const names = readdirSync(directory).filter((name) => !STAYS.test(name));
  if (names.every((name) => isOfSetup(directory, name))) {
    for (const name of names) await rm(join(directory, name), { recursive: true });
    return undefined;
  }
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(":", "-");
  let former = join(directory, `former-${stamp}`);
  for (let number = 2; existsSync(former); number++) former = join(directory, `former-${stamp}-${number}`);
  makeFolder(former);
  // The database with its log, which it cannot do without.
  const order = (name: string): number => (name === CONFIG ? 0 : DATABASE_FILES.has(name) ? 1 : 2);
  for (const name of names.toSorted((a, b) => order(a) - order(b)))
    await rename(join(directory, name), join(former, name));
  syncFolder(former);
  syncFolder(directory);
  return former;
}

async function putInPlace(directory: string, work: string): Promise<void> {
  const names = readdirSync(work).toSorted((a, b) => Number(a === CONFIG) - Number(b === CONFIG));
  for (const name of names) {
    // All the others are on the disk before it is a home.
    if (name === CONFIG) syncFolder(directory);
    await rename(join(work, name), join(directory, name));
  }
  syncFolder(directory);
}
