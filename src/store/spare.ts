/** A file of nothing: what it takes up on the disk is given back when there is no other room, so that work can go on. */
import { randomBytes } from "node:crypto";
import { rmSync, statSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";

export interface Spare {
  /** How much it is meant to be. */
  readonly size: number;
  /** How much would be free without it. */
  bytes(): number;
  /** Takes up the room, in the background; rejects with what the system says. */
  fill(): Promise<void>;
  /** Gives the room back at once. */
  release(): void;
}

export function spareAt(path: string, size: number): Spare {
  return {
    size,
    bytes: () => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
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
    release: () => {
      for (const file of [path, `${path}.new`]) rmSync(file, { force: true });
    },
  };
}
