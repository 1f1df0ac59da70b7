/** The first entry of a backup: what is in it. */
import { BackupError } from "./backup-error.ts";

/** Of the format; a reader refuses a higher one. */
export const FORMAT = 1;
export const MANIFEST = "manifest.json";
/** In front of the paths of all other entries. */
export const PREFIX = "home/";
/** The database, as a path in the home. */
export const DATABASE = "data.sqlite";

export interface Part {
  /** In the home, with "/" between folders. */
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

export interface Counts {
  readonly accounts: number;
  /** In the archives of people and rooms. */
  readonly messages: number;
  readonly rooms: number;
  /** Uploaded ones. */
  readonly files: number;
}

export interface BackupFacts {
  /** Of the program that has made it. */
  readonly version: string;
  /** In milliseconds since 1970. */
  readonly created: number;
  /** The name of the machine. */
  readonly host: string;
  readonly domains: readonly string[];
  /** The versions of the tables, by owner (store/migrate.ts). */
  readonly schema: Readonly<Record<string, number>>;
  readonly counts: Counts;
  /** Made before an update: the version that was to be installed. */
  readonly beforeUpdate?: string | undefined;
}

export interface Manifest extends BackupFacts {
  readonly parts: readonly Part[];
}

export const writeManifest = ({ created, parts, ...facts }: Manifest): string =>
  `${JSON.stringify({ format: FORMAT, program: "jabber-home", ...facts, created: new Date(created).toISOString(), parts }, null, 1)}\n`;

const MAX_TEXT = 255;
const MAX_PARTS = 10_000_000;
const MAX_DOMAINS = 1000;
/** Letters, digits and what file names of this program have besides; no part begins with a dot. */
const SEGMENT = /^[\p{L}\p{N}_@+=,~-][\p{L}\p{N}\p{M}_@+=,~. -]*$/u;
/** Names that mean something else than a file on Windows. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Whether a path may be written below a home: relative, without "..", and no name that a system takes for something else. */
export const isSafePath = (path: string): boolean =>
  path.length <= MAX_TEXT && path.split("/").every((segment) => SEGMENT.test(segment) && !DEVICE.test(segment));

/** Throws BackupError not-a-backup, newer, hostile. */
export function readManifest(text: string): Manifest {
  const given = parsed(text);
  if (given.program !== "jabber-home") throw notOne();
  const version = textIn(given.version);
  if (typeof given.format !== "number" || given.format < 1) throw notOne();
  if (given.format > FORMAT) throw new BackupError({ kind: "newer", version });
  const created = Date.parse(textIn(given.created));
  if (!Number.isFinite(created)) throw notOne();
  const { accounts, messages, rooms, files } = objectIn(given.counts);
  return {
    version,
    created,
    host: textIn(given.host),
    domains: listIn(given.domains, MAX_DOMAINS).map(textIn),
    schema: Object.fromEntries(Object.entries(objectIn(given.schema)).map(([owner, step]) => [owner, countIn(step)])),
    counts: {
      accounts: countIn(accounts),
      messages: countIn(messages),
      rooms: countIn(rooms),
      files: countIn(files),
    },
    ...(given.beforeUpdate === undefined ? {} : { beforeUpdate: textIn(given.beforeUpdate) }),
    parts: partsIn(given.parts),
  };
}

function partsIn(given: unknown): readonly Part[] {
  const files = new Set<string>();
  const folders = new Set<string>();
  const parts = listIn(given, MAX_PARTS).map((each): Part => {
    const { path, bytes, sha256 } = objectIn(each);
    if (typeof path !== "string" || typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) throw notOne();
    // Some file systems know no difference between upper and lower case, nor between forms of a letter.
    const folded = path.normalize("NFC").toLowerCase();
    if (!isSafePath(path) || files.has(folded) || folders.has(folded)) throw new BackupError({ kind: "hostile", path });
    files.add(folded);
    for (const folder of foldersOf(folded)) {
      if (files.has(folder)) throw new BackupError({ kind: "hostile", path });
      folders.add(folder);
    }
    return { path, bytes: countIn(bytes), sha256 };
  });
  if (!files.has(DATABASE)) throw notOne();
  return parts;
}

/** "a", "a/b" of "a/b/c". */
const foldersOf = (path: string): string[] =>
  path
    .split("/")
    .slice(0, -1)
    .map((_, index, segments) => segments.slice(0, index + 1).join("/"));

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectIn(JSON.parse(text));
  } catch (error) {
    throw error instanceof SyntaxError ? notOne() : error;
  }
}

function objectIn(given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw notOne();
  return given as Readonly<Record<string, unknown>>;
}

function listIn(given: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(given) || given.length > most) throw notOne();
  return given;
}

/** One line, which a terminal can be shown. */
function textIn(given: unknown): string {
  if (typeof given !== "string" || given.length > MAX_TEXT || /\p{C}/u.test(given)) throw notOne();
  return given;
}

function countIn(given: unknown): number {
  if (!Number.isSafeInteger(given) || (given as number) < 0) throw notOne();
  return given as number;
}

const notOne = (): BackupError => new BackupError({ kind: "not-a-backup" });
