/** Files that others send: a folder for each day, names that tell nothing, mode 0600, written as they arrive. */
import { open, opendir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fullError } from "./errors.ts";
import { giveToFolderOwner, makeFolder } from "./folder-owner.ts";

export interface StoredFile {
  /** The folder that it is in: "2026-11-30". */
  readonly day: string;
  readonly name: string;
}

export interface FileFolder {
  /**
   * Writes what `content` reads to a new file, in portions as they come. Resolves when the file and its name are on the disk.
   * Rejects with StoreError full where the disk has no room, with LengthError where there were not exactly so many bytes, and
   * with the error of reading; nothing of the file is left then.
   */
  write(file: StoredFile, content: ReadableStream<Uint8Array> | null, bytes: number): Promise<void>;
  /** Undefined where there is no such file. */
  read(file: StoredFile): Promise<Blob | undefined>;
  /** Resolves when they are gone, and the folders that are empty then; those that were not there are no error. */
  remove(files: readonly StoredFile[]): Promise<void>;
  /** Resolves when the folder of a day is gone, where it had no file. */
  removeIfEmpty(day: string): Promise<void>;
  /** The folders, the oldest first. */
  days(): Promise<readonly string[]>;
  /** The names in a folder, some at a time; files that are being written are among them. */
  names(day: string): AsyncIterable<readonly string[]>;
}

/** There were more or fewer bytes than announced. */
export class LengthError extends Error {}

/** Added to the name of a file that is being written. */
const UNFINISHED = ".part";
const NAMES_AT_ONCE = 100;
const DAY_FOLDER = /^\d{4}-\d\d-\d\d$/;

/** The folder need not be there yet. */
export function openFileFolder(path: string): FileFolder {
  const pathOf = ({ day, name }: StoredFile): string => join(path, day, name);
  /** Days whose folders are on the disk, and need not be synced for each file. */
  const synced = new Set<string>();

  const removeIfEmpty = async (day: string): Promise<void> => {
    synced.delete(day);
    try {
      await rmdir(join(path, day));
    } catch (error) {
      if (!hasCode(error, "ENOTEMPTY", "ENOENT", "EEXIST")) throw error;
    }
  };

  return {
    write: async (file, content, bytes) => {
      const unfinished = `${pathOf(file)}${UNFINISHED}`;
      try {
        makeFolder(join(path, file.day));
        await writeNew(unfinished, content, bytes);
        await rename(unfinished, pathOf(file));
        await syncFolder(join(path, file.day));
        // The folder's own name, too: it is made with its first file.
        if (!synced.has(file.day)) for (const folder of [path, dirname(path)]) await syncFolder(folder);
        synced.add(file.day);
      } catch (error) {
        await Promise.all([unfinished, pathOf(file)].map((left) => rm(left, { force: true })));
        await removeIfEmpty(file.day);
        throw hasCode(error, "ENOSPC", "EDQUOT") ? fullError(error) : error;
      }
    },
    read: async (file) => {
      const found = Bun.file(pathOf(file));
      return (await found.exists()) ? found : undefined;
    },
    remove: async (files) => {
      await Promise.all(files.map((file) => rm(pathOf(file), { force: true })));
      for (const day of new Set(files.map((file) => file.day))) await removeIfEmpty(day);
    },
    removeIfEmpty,
    days: async () => (await entriesOf(path)).filter((name) => DAY_FOLDER.test(name)).sort(),
    names: async function* (day) {
      const folder = await opened(join(path, day));
      if (!folder) return;
      let names: string[] = [];
      for await (const { name } of folder) {
        if (names.push(name) < NAMES_AT_ONCE) continue;
        yield names;
        names = [];
      }
      if (names.length > 0) yield names;
    },
  };
}

/** Never through a link that the folder's owner has put there: root may be writing. */
async function writeNew(path: string, content: ReadableStream<Uint8Array> | null, bytes: number): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  // The umask may have removed rights of the owner.
  await file.chmod(0o600);
  giveToFolderOwner(path, file.fd);
  // By its descriptor: Bun then streams with a few megabytes of memory, whatever the size.
  await Bun.write(Bun.file(file.fd), new Response(content));
  const { size } = await file.stat();
  if (size !== bytes) throw new LengthError(`${size} bytes instead of ${bytes}`);
  await file.datasync();
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders; its file system journals their entries.
  if (process.platform === "win32") return;
  await using folder = await open(path, "r");
  await folder.sync();
}

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  codes.includes((error as NodeJS.ErrnoException).code ?? "");

async function entriesOf(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}

async function opened(path: string) {
  try {
    return await opendir(path, { bufferSize: NAMES_AT_ONCE });
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
