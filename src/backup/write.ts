/** A backup's file: written under another name, synced, read again and compared, and only then there. */
import { existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../store/durable-file.ts";
import { giveToFolderOwner } from "../store/folder-owner.ts";
import { encrypt, newFileKey } from "./age.ts";
import type { AgeRecipient } from "./age-keys.ts";
import { BackupError } from "./backup-error.ts";
import { requireRoom } from "./database-copy.ts";
import type { Manifest } from "./manifest.ts";
import { UNFINISHED } from "./rotation.ts";
import { readBackup } from "./unpack.ts";

export interface WrittenBackup {
  readonly manifest: Manifest;
  /** Of the file. */
  readonly bytes: number;
}

/** `file` is there already. */
export class FileExistsError extends Error {}

export interface WriteOptions {
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes that stay free on the disk; it ends with BackupError no-room before. None by default. */
  readonly reserve?: number | undefined;
  /** It is encrypted for this one (age.ts). */
  readonly recipient?: AgeRecipient | undefined;
}

/**
 * Mode 0600; never over a file. Rejects with FileExistsError, with BackupError where what was written is not what was read, and
 * with the error of the system, of reading; nothing is left then.
 */
export async function writeBackup(
  content: ReadableStream<Uint8Array>,
  file: string,
  options: WriteOptions = {},
): Promise<WrittenBackup> {
  const { signal, recipient } = options;
  const fileKey = newFileKey();
  const unfinished = file + UNFINISHED;
  try {
    if (existsSync(file)) throw new FileExistsError(file);
    await rm(unfinished, { force: true });
    const pieces = piecesOf(content);
    const bytes = await written(recipient ? encrypt(pieces, recipient, fileKey) : pieces, unfinished, options);
    const assertWanted = async (): Promise<void> => signal?.throwIfAborted();
    const manifest = await readBackup(unfinished, {
      // Whoever encrypts for somebody else cannot open it afterwards.
      key: recipient && { fileKey },
      begin: async () => ({ write: assertWanted, end: assertWanted }),
    });
    if (existsSync(file)) throw new FileExistsError(file);
    await rename(unfinished, file);
    syncFolder(dirname(file));
    return { manifest, bytes };
  } catch (error) {
    await content.cancel().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Bytes between two looks at the free space. */
const LOOK_AFTER = 4_000_000;

async function written(
  pieces: AsyncIterable<Uint8Array>,
  path: string,
  { signal, reserve = 0 }: WriteOptions,
): Promise<number> {
  await using handle = await open(path, "wx", 0o600);
  // The umask may have removed rights of the owner.
  await handle.chmod(0o600).catch(ifUnknown);
  giveToFolderOwner(path, handle.fd);
  let bytes = 0;
  let looked = 0;
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    if (reserve > 0 && bytes >= looked) {
      requireRoom(dirname(path), piece.length, reserve);
      looked = bytes + LOOK_AFTER;
    }
    await writeAll(handle, piece);
    bytes += piece.length;
  }
  await handle.sync();
  return bytes;
}

/** Where the server is killed, it ends there, and what was written is found to be cut. */
async function* piecesOf(content: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = content.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        if (error instanceof BackupError) throw error;
        return { done: true, value: undefined } as const;
      });
      if (done || !value) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

/** Sticks with FAT have no modes. */
function ifUnknown(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPERM" && error.code !== "ENOTSUP") throw error;
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}
