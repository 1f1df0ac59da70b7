/** A file of nothing: what it takes up on the disk is given back when there is no other room, so that work can go on. */
import { randomBytes } from "node:crypto";
import { rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";

/** What a start needs, to the first page that is written. */
const MAX_BYTES_FOR_START = 512 * 1024;

export interface SpareFile {
  /** How much it is meant to be. */
  readonly size: number;
  /** How much would be free without it. */
  bytes(): number;
  /** Takes up the room, in the background; rejects with what the system says. */
  fill(): Promise<void>;
  /** Gives the room back at once, but for what another start needs. */
  shrink(): void;
  /** Gives all of it back: this is the start. */
  release(): void;
  /** At the end: another start may meet a full disk. Throws what the system says. */
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
        // Random: some file systems store zeros in no room at all.
        await writeFile(beside, randomBytes(size), { mode: 0o600 });
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
        writeFileSync(path, randomBytes(forStart), { mode: 0o600 });
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}
