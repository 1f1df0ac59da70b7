/** A backup, made of a home: what is in it is fixed and counted first, then it is sent as it is compressed. */
import { createHash } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, type Writable } from "node:stream";
import { constants, createZstdCompress } from "node:zlib";
import { ownFolder } from "../store/durable-file.ts";
import { BackupError } from "./backup-error.ts";
import { copyDatabase, databaseFacts } from "./database-copy.ts";
import { type HeldFile, holdFiles, READ } from "./home-files.ts";
import { type BackupFacts, DATABASE, MANIFEST, type Manifest, type Part, PREFIX, writeManifest } from "./manifest.ts";
import { END, headerOf, paddingOf } from "./tar.ts";
import { workFolder } from "./work-folder.ts";

export interface Packed extends AsyncDisposable {
  readonly manifest: Manifest;
  /** Compressed, made as it is read. Errors with BackupError changed. What has been held is let go at its end. */
  content(): ReadableStream<Uint8Array>;
}

export interface PackDeps extends Pick<BackupFacts, "version" | "created" | "host" | "domains" | "beforeUpdate"> {
  /** The folder of the home; its lock is held by this process. */
  readonly home: string;
  readonly database: string;
  /** The folder of backups, absolute: none of them goes along. */
  readonly backups?: string | undefined;
  /** Bytes that are to stay free on the disk of the home. */
  readonly reserve: number;
}

/** Bytes that are read at once. */
const AT_ONCE = 1 << 16;

/** One at a time in a home. Rejects with BackupError no-room, database-damaged, and the system's errors; nothing is left then. */
export async function pack(deps: PackDeps): Promise<Packed> {
  const { home, database, reserve, backups, ...facts } = deps;
  const work = workFolder(home);
  let gone: Promise<void> | undefined;
  /** Once: another backup may have begun by then. */
  const letGo = (): Promise<void> => {
    gone ??= rm(work, { recursive: true, force: true });
    return gone;
  };
  await rm(work, { recursive: true, force: true });
  try {
    ownFolder(work);
    const held = new Map<string, HeldFile>();
    // Before the copy: what is deleted while it is made. After it: what has come meanwhile.
    await holdFiles(home, work, held, backups);
    const copy = join(work, DATABASE);
    await copyDatabase(database, copy, reserve);
    await holdFiles(home, work, held, backups);
    // The database first: it tells what the files are.
    const sources = [{ path: DATABASE, source: copy }, ...held.values()];
    const parts: Part[] = [];
    for (const { path, source } of sources) parts.push({ path, ...(await digestOf(source)) });
    const manifest: Manifest = { ...facts, ...(await databaseFacts(copy)), parts };
    const entries = parts.map((part, index) => ({ ...part, source: sources[index]?.source ?? "" }));
    return {
      manifest,
      content: () => {
        const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
        compress.once("close", () => void letGo());
        send(tarOf(manifest, entries), compress).catch((error) => compress.destroy(error));
        return Readable.toWeb(compress) as unknown as ReadableStream<Uint8Array>;
      },
      [Symbol.asyncDispose]: letGo,
    };
  } catch (error) {
    await letGo();
    throw error;
  }
}

/** Resolves when all has been taken, and the end told. Rejects with what `pieces` or `stream` has failed with, or where it was closed. */
async function send(pieces: AsyncIterable<Buffer>, stream: Writable): Promise<void> {
  let fail = (_: Error): void => {};
  stream.once("close", () => fail(new Error("closed")));
  for await (const piece of pieces) {
    if (stream.destroyed) throw new Error("closed");
    await new Promise<void>((resolve, reject) => {
      fail = reject;
      stream.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
  stream.end();
}

/** A piece is to be used before the next one is asked for: all have the same memory. */
async function* tarOf(
  manifest: Manifest,
  entries: readonly (Part & { readonly source: string })[],
): AsyncGenerator<Buffer> {
  const text = Buffer.from(writeManifest(manifest));
  const modified = manifest.created / 1000;
  yield headerOf(MANIFEST, text.length, modified);
  yield text;
  yield Buffer.alloc(paddingOf(text.length));
  for (const { path, bytes, source } of entries) {
    yield headerOf(PREFIX + path, bytes, modified);
    await using file = await open(source, READ);
    let read = 0;
    for await (const piece of piecesOf(file)) {
      read += piece.length;
      if (read > bytes) break;
      yield piece;
    }
    if (read !== bytes) throw new BackupError({ kind: "changed", path });
    yield Buffer.alloc(paddingOf(bytes));
  }
  yield END;
}

async function digestOf(path: string): Promise<Pick<Part, "bytes" | "sha256">> {
  await using file = await open(path, READ);
  const digest = createHash("sha256");
  let bytes = 0;
  for await (const piece of piecesOf(file)) {
    digest.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: digest.digest("hex") };
}

/** All have the same memory: what a large file would leave behind else would be as large as it. */
async function* piecesOf(file: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(AT_ONCE);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, AT_ONCE);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
