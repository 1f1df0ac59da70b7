/** A file of a release, brought to the disk: what has come once is not fetched again, and nothing is kept that is not as the manifest says. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm, stat, truncate } from "node:fs/promises";
import { dirname } from "node:path";
import { createGunzip } from "node:zlib";
import { freeAt } from "../backup/database-copy.ts";
import type { ReleaseExecutable, ReleaseFile } from "./manifest.ts";
import { ReleaseError } from "./release-error.ts";
import type { Part, Source } from "./source.ts";

/** Milliseconds to wait after a cut, each time one without a byte more than before; then it is given up. */
const PAUSES = [0, 2_000, 10_000];

/** Mode 0600, and no link is followed at its end: the folder is the user's own. */
const APPEND = "a";

/**
 * Brings `file` to `path`, going on with what is there. `came` is called with the bytes so far. Rejects with ReleaseError cut,
 * wrong-bytes, no-room, answer, unreachable; what has come stays for the next time, unless it is wrong.
 */
export async function download(
  source: Source,
  file: ReleaseFile,
  path: string,
  came: (bytes: number) => void = () => {},
): Promise<void> {
  let failures = 0;
  let hasOpened = false;
  for (;;) {
    const before = await lengthOf(path);
    if (before > file.bytes) await truncate(path, 0);
    if (before === file.bytes) break;
    requireRoom(dirname(path), file.bytes - before);
    try {
      const part = await source.open(file.file, before);
      hasOpened = true;
      await append(part, file, path, before, came);
    } catch (error) {
      // Where nothing was ever heard of it, it is not the connection that was cut.
      if (!hasOpened || !(error instanceof ReleaseError) || error.problem.kind !== "unreachable") throw error;
    }
    const after = await lengthOf(path);
    if (after === file.bytes) break;
    failures = after > before ? 0 : failures + 1;
    const pause = source.isRemote ? PAUSES[failures] : undefined;
    if (pause === undefined) throw new ReleaseError({ kind: "cut", file: file.file, bytes: after, of: file.bytes });
    await Bun.sleep(pause);
  }
  if ((await digestOf(path)) === file.sha256) return;
  await rm(path, { force: true });
  throw new ReleaseError({ kind: "wrong-bytes", file: file.file });
}

async function append(
  { from, content }: Part,
  { file, bytes }: ReleaseFile,
  path: string,
  before: number,
  came: (bytes: number) => void,
): Promise<void> {
  await using handle = await open(path, APPEND, 0o600);
  // Somewhere else than was asked for: from the beginning, since a hole cannot be filled.
  const isNext = from === before;
  if (!isNext) await handle.truncate(0);
  if (!isNext && from !== 0) throw new ReleaseError({ kind: "wrong-bytes", file });
  let length = isNext ? before : 0;
  for await (const piece of content) {
    length += piece.length;
    if (length > bytes) {
      await handle.truncate(0);
      throw new ReleaseError({ kind: "wrong-bytes", file });
    }
    await handle.appendFile(piece);
    came(length);
  }
  await handle.sync();
}

/**
 * Unpacks an executable to the new file `to`, mode 0755, and reads no more than the manifest allows. On the disk when it resolves.
 * Rejects with ReleaseError wrong-bytes, no-room; nothing is left of it then.
 */
export async function unpack(
  packed: string,
  { file, executable }: ReleaseFile & { readonly executable: ReleaseExecutable },
  to: string,
): Promise<void> {
  await rm(to, { force: true });
  requireRoom(dirname(to), executable.unpackedBytes);
  try {
    await using handle = await open(to, "wx", 0o755);
    await handle.chmod(0o755);
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const piece of createReadStream(packed).pipe(createGunzip())) {
      bytes += piece.length;
      if (bytes > executable.unpackedBytes) break;
      hash.update(piece);
      await handle.appendFile(piece);
    }
    if (bytes !== executable.unpackedBytes || hash.digest("hex") !== executable.unpackedSha256)
      throw new ReleaseError({ kind: "wrong-bytes", file });
    await handle.sync();
  } catch (error) {
    await rm(to, { force: true });
    if (/^(?:Z_|ERR_)/.test((error as NodeJS.ErrnoException).code ?? ""))
      throw new ReleaseError({ kind: "wrong-bytes", file }, error);
    throw error;
  }
}

const lengthOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? 0 : Promise.reject(error)),
  );

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest("hex");
}

function requireRoom(folder: string, needed: number): void {
  const free = freeAt(folder);
  if (free < needed) throw new ReleaseError({ kind: "no-room", path: folder, needed, free });
}
