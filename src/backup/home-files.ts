/** The files of a home that a backup takes along, held as they are while it is written. */
import { constants } from "node:fs";
import { copyFile, link, mkdir, opendir, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSafePath, PREFIX } from "./manifest.ts";
import { fitsHeader } from "./tar.ts";

/** Of this process, made anew, of an update, or backups themselves: no part of a backup. The database is copied by SQLite. */
const LEFT_OUT =
  /^(?:data\.sqlite(?:-.*)?|control\.sock|lock(?:-.*)?|sessions\.journal|spare(?:\..*)?|backups|update|former-.*|\..*|.*\.(?:part|new))$/;
/** Below a folder: files that are being written. */
const UNFINISHED = /\.(?:part|new)$/;

export interface HeldFile {
  /** In the home, with "/" between folders. */
  readonly path: string;
  /** Where it is read. */
  readonly source: string;
}

/**
 * Gives each file of the home a second name in `folder`, which lasts when the first one is replaced or deleted; where the file
 * system knows no second names, it is read where it is. To be called again, it adds what is new. Links in the home itself are
 * followed (a folder of files on another disk), others are not. `leftOut`: a folder that does not go along.
 */
export async function holdFiles(
  home: string,
  folder: string,
  held: Map<string, HeldFile>,
  leftOut?: string,
): Promise<void> {
  for await (const path of pathsIn(home, "", 0)) {
    if (leftOut !== undefined && join(home, path).startsWith(`${leftOut}/`)) continue;
    if (held.has(path) || !isSafePath(path) || !fitsHeader(PREFIX + path)) continue;
    const first = await realpath(join(home, path)).catch(ifGone);
    const source = first && (await hold(first, join(folder, path), !path.includes("/")));
    if (source !== undefined) held.set(path, { path, source });
  }
}

/** Folders in folders. */
const MAX_DEPTH = 8;

async function* pathsIn(home: string, folder: string, depth: number): AsyncGenerator<string> {
  const entries = await opendir(join(home, folder)).catch(ifGone);
  if (!entries) return;
  for await (const entry of entries) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if ((depth === 0 ? LEFT_OUT : UNFINISHED).test(entry.name)) continue;
    const facts = entry.isSymbolicLink() && depth === 0 ? await stat(join(home, path)).catch(ifGone) : entry;
    if (facts?.isFile()) yield path;
    else if (facts?.isDirectory() && depth < MAX_DEPTH) yield* pathsIn(home, path, depth + 1);
  }
}

/** Files in the home itself, such as config.toml: an editor may write into the same file. All others are replaced. In bytes. */
const MAX_COPIED = 1_000_000;

/** Where the file can be read from now on; undefined where it is gone. */
async function hold(source: string, second: string, isEdited: boolean): Promise<string | undefined> {
  try {
    await mkdir(dirname(second), { recursive: true, mode: 0o700 });
    if (isEdited && (await stat(source)).size <= MAX_COPIED) await copyFile(source, second);
    else await link(source, second);
    return second;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (/^(?:EXDEV|EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK|EACCES)$/.test(code ?? "")) return source;
    throw error;
  }
}

function ifGone(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
  throw error;
}

/** Never through a link that was put in the place of a file. */
export const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);
