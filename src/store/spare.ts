/** The spare file (a ballast file): it takes up space that is given back when the disk is full, so that work can go on. */
import { randomBytes, randomFillSync } from "node:crypto";
import { rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { giveToFolderOwner } from "./folder-owner.ts";

/** What a start of the server needs until it has written its first page. */
const MAX_BYTES_FOR_START = 512 * 1024;
/** Bytes that are made and written at once. */
const PORTION = 256 * 1024;

export interface SpareFile {
  /** Its intended size in bytes. */
  readonly size: number;
  /** Its actual size. */
  bytes(): number;
  /** Brings it to its size, in the thread pool. Rejects with the error of the system. */
  fill(): Promise<void>;
  /** Gives the space back at once, except for what another start needs. */
  shrink(): void;
  /** Gives all of it back, at a start on a full disk. */
  release(): void;
  /** To be called at the end: keeps what a start on a full disk needs. Throws the error of the system. */
  leave(): void;
}

export function openSpareFile(path: string, size: number): SpareFile {
  const forStart = Math.min(MAX_BYTES_FOR_START, Math.floor(size / 2));
  const bytes = (): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const release = (): void => {
    for (const file of [path, `${path}.new`]) rmSync(file, { force: true });
  };
  return {
    size,
    bytes,
    fill: async () => {
      const beside = `${path}.new`;
      try {
        await rm(beside, { force: true });
        await fillNew(beside, size);
        giveToFolderOwner(beside);
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
    shrink: () => {
      if (bytes() > forStart) truncateSync(path, forStart);
    },
    release,
    leave: () => {
      if (bytes() >= forStart) return;
      try {
        rmSync(path, { force: true });
        writeFileSync(path, randomBytes(forStart), { mode: 0o600, flag: "wx" });
        giveToFolderOwner(path);
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

/** Random bytes: some file systems store zeros without taking up space. */
async function fillNew(path: string, size: number): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  const portion = new Uint8Array(Math.min(size, PORTION));
  for (let left = size; left > 0; left -= portion.length)
    await file.appendFile(randomFillSync(portion).subarray(0, left));
}
