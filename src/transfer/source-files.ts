/** The files of a source: read in chunks, and none outside of its folder. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { SourceError } from "./source-error.ts";

const CHUNK = 262_144;

/** The real path of a file in a folder, or of the folder itself. Throws SourceError: unreadable, outside. */
export function pathInside(folder: string, file: string): string {
  const [root, path] = [realPath(folder), realPath(file)];
  if (path !== root && !path.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new SourceError("outside", { file }, {});
  return path;
}

function realPath(file: string): string {
  return readable(file, () => realpathSync(file));
}

/** What `read` returns. Throws SourceError unreadable where the system refuses. */
export function readable<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new SourceError("unreadable", { file }, { why: code });
  }
}

/** The bytes of a file; each chunk is valid until the next one is read. Throws SourceError unreadable. */
export function* chunksOf(file: string): Generator<Uint8Array> {
  const descriptor = readable(file, () => openSync(file, "r"));
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const length = readable(file, () => readSync(descriptor, buffer, 0, CHUNK, null));
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** At most so many of the first bytes of a file; none where it is no file that can be read. */
export function firstBytes(file: string, most: number): Uint8Array {
  try {
    if (!statSync(file).isFile()) return new Uint8Array();
    const descriptor = openSync(file, "r");
    const buffer = Buffer.alloc(most);
    const length = readSync(descriptor, buffer, 0, most, 0);
    closeSync(descriptor);
    return buffer.subarray(0, length);
  } catch {
    return new Uint8Array();
  }
}

/** Of names, sizes and times of files. Throws SourceError unreadable. */
export function digestOfFiles(files: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const { size, mtimeMs } = readable(file, () => statSync(file));
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest("hex");
}
