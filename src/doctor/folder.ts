/** The folder of a home: whether it is there, whose it is, who may read what is in it, and what is in the way of its files. */
import { accessSync, constants, lstatSync, readdirSync, readlinkSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { HOUR } from "../clock.ts";
import type { Home } from "../home.ts";
import { orNothing, systemText } from "./system-files.ts";

/** Paths are absolute, modes as chmod(1) writes them: "0644". */
export interface FolderFacts {
  /** "shut": this user may not look into it. */
  readonly state: "there" | "missing" | "shut" | "no-folder";
  readonly path: string;
  /** Others than the owner and the group of a service may enter or change it. */
  readonly openMode?: string;
  /** Files that others may read or change, and should not. */
  readonly open: readonly { readonly path: string; readonly mode: string }[];
  /** What its owner may not read and write. */
  readonly locked: readonly { readonly path: string; readonly mode: string }[];
  /** What does not belong to the owner of the folder. */
  readonly foreign?: { readonly count: number; readonly path: string; readonly owner: string; readonly wanted: string };
  /** A folder in place of a file, or the other way round. */
  readonly inTheWay: readonly { readonly path: string; readonly wanted: "file" | "folder" | "socket" }[];
  /** Links to what is not there. */
  readonly broken: readonly { readonly path: string; readonly target: string }[];
  /** Messages that wait for an import to be begun again, untouched for some hours. */
  readonly unfinishedImport?: { readonly path: string; readonly bytes: number };
  /** The file of the secret, where it has something else in it. */
  readonly damagedSecret?: string;
}

/** The group of a service may enter the folder, and nothing else. */
const OPEN_FOLDER = 0o067;
const OPEN_FILE = 0o077;
/** 32 bytes in base64url (store/home-secret.ts). */
const SECRET = /^[\w-]{43}$/;

/** `maxFiles`: so many are looked at for their owners; a home may have files of years. */
export function folderFacts(home: Home, maxFiles = 5000): FolderFacts {
  const path = home.directory;
  const nothing = { path, open: [], locked: [], inTheWay: [], broken: [] };
  const stat = statOf(path);
  if (stat === "denied") return { ...nothing, state: "shut" };
  if (!stat) return { ...nothing, state: "missing" };
  if (!stat.isDirectory()) return { ...nothing, state: "no-folder" };
  if (!isAllowed(path, constants.R_OK | constants.W_OK | constants.X_OK)) return { ...nothing, state: "shut" };
  const files = filesOf(home);
  const secret = files.some((file) => file.path === home.secret) ? systemText(home.secret) : undefined;
  const foreign = foreignFiles(path, stat, maxFiles);
  const unfinishedImport = unfinishedImportIn(path);
  return {
    ...{ path, state: "there", open: hasModes ? openFiles(files) : [], locked: hasModes ? lockedFiles(files) : [] },
    ...(hasModes && (stat.mode & OPEN_FOLDER) !== 0 ? { openMode: modeText(stat) } : {}),
    ...(foreign ? { foreign } : {}),
    ...(unfinishedImport ? { unfinishedImport } : {}),
    inTheWay: inTheWay(home),
    broken: brokenLinks(home),
    ...(secret === undefined || SECRET.test(secret) ? {} : { damagedSecret: home.secret }),
  };
}

const hasModes = process.platform !== "win32";

interface SeenFile {
  readonly path: string;
  readonly stat: Stats;
}

/** What holds messages, keys or passwords. */
function filesOf({ config, database, secret, lock, certificate, directory }: Home): readonly SeenFile[] {
  const keys = ["", "self-signed"].flatMap((folder) =>
    ["key.pem", "account-key.pem"].map((name) => join(certificate, folder, name)),
  );
  const backups = (orNothing(() => readdirSync(join(directory, "backups"))) ?? [])
    .filter((name) => /\.tar\.zst(\.age)?$/.test(name))
    .map((name) => join(directory, "backups", name));
  const database_ = ["", "-wal", "-shm"].map((beside) => database + beside);
  return [config, ...database_, secret, lock, ...keys, ...backups].flatMap((path): SeenFile[] => {
    const stat = orNothing(() => statSync(path));
    return stat?.isFile() ? [{ path, stat }] : [];
  });
}

const openFiles = (files: readonly SeenFile[]) =>
  files.filter(({ stat }) => (stat.mode & OPEN_FILE) !== 0).map(({ path, stat }) => ({ path, mode: modeText(stat) }));

const lockedFiles = (files: readonly SeenFile[]) =>
  files.filter(({ stat }) => (stat.mode & 0o600) !== 0o600).map(({ path, stat }) => ({ path, mode: modeText(stat) }));

/** As operations/import-run.ts names them; one that goes on writes to it, or is being stored. */
const SPOOL = /^import-[0-9a-f]+\.spool$/;
const ABANDONED = 6 * HOUR;

function unfinishedImportIn(home: string): FolderFacts["unfinishedImport"] {
  for (const name of orNothing(() => readdirSync(home)) ?? []) {
    const path = join(home, name);
    const stat = SPOOL.test(name) ? orNothing(() => lstatSync(path)) : undefined;
    if (stat?.isFile() && Date.now() - stat.mtimeMs > ABANDONED) return { path, bytes: stat.size };
  }
  return undefined;
}

const MAX_DEPTH = 3;

function foreignFiles(home: string, { uid: wanted }: Stats, maxFiles: number): FolderFacts["foreign"] {
  if (!hasModes) return undefined;
  let left = maxFiles;
  let found: { path: string; owner: string } | undefined;
  let count = 0;
  const visit = (folder: string, depth: number): void => {
    for (const name of orNothing(() => readdirSync(folder)) ?? []) {
      if (left-- <= 0) return;
      const path = join(folder, name);
      const stat = orNothing(() => lstatSync(path));
      if (!stat) continue;
      if (stat.uid !== wanted) {
        count += 1;
        found ??= { path, owner: userName(stat.uid) };
      }
      if (stat.isDirectory() && depth < MAX_DEPTH) visit(path, depth + 1);
    }
  };
  visit(home, 1);
  return found && { count, wanted: userName(wanted), ...found };
}

function inTheWay(home: Home): FolderFacts["inTheWay"] {
  const files = [home.config, home.database, home.secret, home.lock].map((path) => ({ path, wanted: "file" }) as const);
  const folders = [home.certificate, join(home.certificate, "self-signed"), home.folder("files")].map(
    (path) => ({ path, wanted: "folder" }) as const,
  );
  return [...files, ...folders, { path: home.controlSocket, wanted: "socket" } as const].filter(({ path, wanted }) => {
    const stat = statOf(path);
    if (!stat || stat === "denied") return false;
    if (wanted === "file") return !stat.isFile();
    return wanted === "folder" ? !stat.isDirectory() : !stat.isSocket();
  });
}

const brokenLinks = (home: Home): FolderFacts["broken"] =>
  [home.config, home.database, home.secret, home.lock, home.certificate, home.folder("files")].flatMap((path) => {
    const isLink = orNothing(() => lstatSync(path))?.isSymbolicLink() ?? false;
    return isLink && !statOf(path) ? [{ path, target: readlinkSync(path) }] : [];
  });

/** Undefined where there is nothing. */
function statOf(path: string): Stats | "denied" | undefined {
  try {
    return statSync(path);
  } catch (error) {
    return /^(EACCES|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? "") ? "denied" : undefined;
  }
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch (error) {
    // A file system that is read-only is said apart.
    return (error as NodeJS.ErrnoException).code === "EROFS";
  }
}

/** passwd(5): the name of a user, or the number where there is none. */
const userName = (uid: number): string =>
  (systemText("/etc/passwd") ?? "")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([, , id]) => id === String(uid))?.[0] ?? String(uid);

const modeText = ({ mode }: Stats): string => (mode & 0o777).toString(8).padStart(4, "0");
