/** Some files out of a backup, into a folder of the caller's. */
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AgeKey } from "./age-keys.ts";
import { requireRoom } from "./database-copy.ts";
import type { Manifest, Part } from "./manifest.ts";
import { type PartWriter, readBackup } from "./unpack.ts";

export interface ExtractOptions {
  readonly key: AgeKey | undefined;
  /** By its path in the home. */
  readonly isWanted: (path: string) => boolean;
}

/**
 * Reads and compares all of the backup, as readBackup does, and writes what is wanted of it. Rejects as that does, and with
 * BackupError no-room before anything is written.
 */
export async function extract(
  file: string,
  folder: string,
  { parts }: Pick<Manifest, "parts">,
  { key, isWanted }: ExtractOptions,
): Promise<void> {
  const wanted = parts.filter(({ path }) => isWanted(path));
  requireRoom(
    folder,
    wanted.reduce((sum, { bytes }) => sum + bytes, 0),
    0,
  );
  const begin = async (part: Part): Promise<PartWriter | undefined> =>
    isWanted(part.path) ? await partWriter(folder, part) : undefined;
  await readBackup(file, { key, begin });
}

/** Into a new file of its own, mode 0600, synced. */
export async function partWriter(folder: string, { path }: Pick<Part, "path">): Promise<PartWriter> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const file = await open(target, "wx", 0o600);
  return {
    write: (bytes) => writeAll(file, bytes),
    end: async () => {
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}
