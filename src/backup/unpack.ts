/** A backup, read: entry by entry, held against its manifest. */
import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { createZstdDecompress } from "node:zlib";
import { AGE_MAGIC, decrypt, lockOf, MAX_HEADER } from "./age.ts";
import type { AgeKey } from "./age-keys.ts";
import { BackupError } from "./backup-error.ts";
import { MANIFEST, type Manifest, type Part, PREFIX, readManifest } from "./manifest.ts";
import { BLOCK, paddingOf, readHeader } from "./tar.ts";

/** Bytes of a manifest: millions of files. */
const MAX_MANIFEST = 1 << 30;
/** Empty blocks after the end, as tar pads its archives. */
const MAX_TAIL = 1 << 20;
/** Zstandard (RFC 8878 §3.1.1): how it begins. */
const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Is given a part's bytes; awaited. */
export interface PartWriter {
  write(bytes: Buffer): Promise<void>;
  end(): Promise<void>;
}

export interface ReadOptions {
  /** Of a backup that is encrypted. */
  readonly key?: AgeKey | undefined;
  /** Takes what is read of a part. */
  readonly begin?: (part: Part) => Promise<PartWriter | undefined>;
}

/** What is in a backup. Rejects with BackupError, and the system's errors. */
export async function manifestOf(file: string, key?: AgeKey): Promise<Manifest> {
  await using entries = await openBackup(file, key);
  return entries.manifest;
}

/**
 * Reads all of it, and compares each part with the manifest. Never more bytes than the manifest says. Rejects with BackupError,
 * and the system's errors.
 */
export async function readBackup(file: string, { key, begin }: ReadOptions = {}): Promise<Manifest> {
  await using opened = await openBackup(file, key);
  const { bytes, manifest } = opened;
  for (const part of manifest.parts) {
    const entry = readHeader(await bytes.exactly(BLOCK));
    if (entry === "end") throw new BackupError({ kind: "cut" });
    if (entry === "none" || entry.path !== PREFIX + part.path || entry.bytes !== part.bytes)
      throw new BackupError({ kind: "hostile", path: entry === "none" ? part.path : entry.path });
    const digest = createHash("sha256");
    const writer = await begin?.(part);
    try {
      for (let left = part.bytes; left > 0; ) {
        const piece = await bytes.atMost(left);
        left -= piece.length;
        digest.update(piece);
        await writer?.write(piece);
      }
    } finally {
      await writer?.end();
    }
    if (digest.digest("hex") !== part.sha256) throw new BackupError({ kind: "damaged", path: part.path });
    await bytes.exactly(paddingOf(part.bytes));
  }
  if (readHeader(await bytes.exactly(BLOCK)) !== "end") throw new BackupError({ kind: "hostile", path: "" });
  // To the end, whose checksum zstd compares.
  await bytes.rest(MAX_TAIL);
  return manifest;
}

interface OpenedBackup extends AsyncDisposable {
  readonly manifest: Manifest;
  readonly bytes: Bytes;
}

async function openBackup(file: string, key: AgeKey | undefined): Promise<OpenedBackup> {
  const lock = await lockAt(file);
  if (lock !== undefined && key === undefined) throw new BackupError({ kind: "encrypted", by: lock });
  const sealed = createReadStream(file, { highWaterMark: 1 << 18 });
  const source = lock !== undefined && key ? Readable.from(decrypt(sealed, key), { objectMode: false }) : sealed;
  const plain = source.pipe(createZstdDecompress());
  source.once("error", (error) => plain.destroy(error));
  const close = async (): Promise<void> => {
    sealed.destroy();
    source.destroy();
    plain.destroy();
  };
  try {
    const bytes = new Bytes(plain);
    const entry = readHeader(await bytes.exactly(BLOCK));
    if (entry === "end" || entry === "none" || entry.path !== MANIFEST || entry.bytes > MAX_MANIFEST)
      throw new BackupError({ kind: "not-a-backup" });
    const manifest = readManifest((await bytes.exactly(entry.bytes)).toString());
    await bytes.exactly(paddingOf(entry.bytes));
    return { manifest, bytes, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whether a file begins as a backup does, encrypted or not; false where it cannot be read. */
export function looksLikeBackup(file: string): boolean {
  try {
    const descriptor = openSync(file, "r");
    const start = Buffer.alloc(AGE_MAGIC.length);
    try {
      readSync(descriptor, start);
    } finally {
      closeSync(descriptor);
    }
    return start.equals(AGE_MAGIC) || start.subarray(0, MAGIC.length).equals(MAGIC);
  } catch {
    return false;
  }
}

/** What opens it; undefined where it is not encrypted. Rejects with BackupError not-a-backup where it is not compressed either. */
async function lockAt(file: string): Promise<ReturnType<typeof lockOf> | undefined> {
  await using handle = await open(file, "r");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_HEADER), 0, MAX_HEADER, 0);
  if (buffer.subarray(0, AGE_MAGIC.length).equals(AGE_MAGIC)) return lockOf(buffer.subarray(0, bytesRead));
  if (!buffer.subarray(0, MAGIC.length).equals(MAGIC)) throw new BackupError({ kind: "not-a-backup" });
  return undefined;
}

/** Takes a stream's bytes in the lengths that are asked for. */
class Bytes {
  readonly #pieces: AsyncIterator<Buffer>;
  #piece: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#pieces = stream[Symbol.asyncIterator]();
  }

  /** Rejects with BackupError cut at the end. */
  async atMost(length: number): Promise<Buffer> {
    if (this.#piece.length === 0 && !(await this.#next())) throw new BackupError({ kind: "cut" });
    const taken = this.#piece.subarray(0, length);
    this.#piece = this.#piece.subarray(taken.length);
    return taken;
  }

  async exactly(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = length; left > 0; ) {
      const piece = await this.atMost(left);
      pieces.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  /** Reads to the end. Rejects with BackupError hostile where that is more than `most` bytes. */
  async rest(most: number): Promise<void> {
    let bytes = this.#piece.length;
    while (await this.#next()) {
      bytes += this.#piece.length;
      if (bytes > most) throw new BackupError({ kind: "hostile", path: "" });
    }
  }

  /** False at the end. */
  async #next(): Promise<boolean> {
    for (;;) {
      const { done, value } = await this.#pieces.next().catch((error: NodeJS.ErrnoException) => {
        throw readError(error);
      });
      if (done) return false;
      this.#piece = value;
      if (value.length > 0) return true;
    }
  }
}

/** What zstd says of a file that is cut, or has other bytes than were written. */
function readError(error: NodeJS.ErrnoException): Error {
  if (error instanceof BackupError) return error;
  const { code = "" } = error;
  if (/^(?:Z_BUF_ERROR|ZSTD_error_srcSize_wrong|ERR_STREAM_PREMATURE_CLOSE)$/.test(code))
    return new BackupError({ kind: "cut" }, error);
  return /^E[A-Z]+$/.test(code) && error.syscall !== undefined
    ? error
    : new BackupError({ kind: "damaged", path: "" }, error);
}
