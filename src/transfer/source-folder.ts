/** The folder of a source: its files are listed and opened, and no link leads out of it. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { SourceError } from "./source-error.ts";

export interface SourceFolder {
  /** Without links. */
  readonly path: string;
  /** The names in a folder below it, sorted; none where there is no such folder. Throws SourceError unreadable, outside. */
  readonly names: (...parts: string[]) => string[];
  /** All files below it. Throws SourceError unreadable, outside. */
  readonly files: () => Iterable<string>;
  /** Where a file or folder is, without links; undefined where nothing is. Throws SourceError unreadable, outside. */
  readonly find: (...parts: string[]) => string | undefined;
}

/** Throws SourceError unreadable. */
export function openFolder(path: string): SourceFolder {
  const root = attempt(path, () => realpathSync(path));
  const find = (...parts: string[]): string | undefined => {
    const wanted = join(root, ...parts);
    const found = attempt(wanted, () => realpathSync(wanted), isAbsent);
    if (found !== undefined && found !== root && !found.startsWith(root.endsWith(sep) ? root : root + sep))
      throw new SourceError("outside", { file: wanted }, {});
    return found;
  };
  const folder: SourceFolder = {
    path: root,
    find,
    files: () => filesBelow(folder, []),
    names: (...parts) => {
      const folder = find(...parts);
      if (folder === undefined) return [];
      return (attempt(folder, () => readdirSync(folder), isNoFolder) ?? []).sort();
    },
  };
  return folder;
}

function* filesBelow(folder: SourceFolder, parts: readonly string[]): Generator<string> {
  for (const name of folder.names(...parts)) {
    const path = folder.find(...parts, name);
    if (path === undefined) continue;
    // A link to a folder may lead in a circle.
    const isLink = path !== join(folder.path, ...parts, name);
    if (!statSync(path).isDirectory()) yield path;
    else if (!isLink) yield* filesBelow(folder, [...parts, name]);
  }
}

/** The whole file. Throws SourceError unreadable, too-large. */
export function readWhole(path: string, maximum: number): Buffer {
  const { size } = attempt(path, () => statSync(path));
  if (size > maximum) throw new SourceError("too-large", { file: path }, { maximum });
  return withFile(path, (fd) => {
    const bytes = Buffer.alloc(size);
    let length = 0;
    while (length < size) {
      const read = readSync(fd, bytes, length, size - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  });
}

function withFile<T>(path: string, work: (fd: number) => T): T {
  const fd = openFile(path);
  try {
    return attempt(path, () => work(fd));
  } finally {
    closeSync(fd);
  }
}

/** Opens a file for reading: never a pipe or a device, which would not end. Throws SourceError unreadable. */
export function openFile(path: string): number {
  const fd = attempt(path, () => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new SourceError("unreadable", { file: path }, { why: "no file" });
}

const isAbsent = (code: string): boolean => code === "ENOENT" || code === "ENOTDIR";
const isNoFolder = (code: string): boolean => code === "ENOTDIR";

/** What `work` returns; undefined for an error that is allowed. Throws SourceError unreadable. */
function attempt<T>(file: string, work: () => T): T;
function attempt<T>(file: string, work: () => T, isAllowed: (code: string) => boolean): T | undefined;
function attempt<T>(file: string, work: () => T, isAllowed: (code: string) => boolean = () => false): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (isAllowed(code)) return undefined;
    throw new SourceError("unreadable", { file }, { why: code });
  }
}
