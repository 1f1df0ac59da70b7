/** How long the disk of a home takes for a few bytes, tried with a file of its own. */
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { VolumeFacts } from "./volume.ts";

const TRIES = 5;
/** As much as SQLite writes at least. */
const BYTES = 4096;
/** A disk that takes longer for all of them is slow enough to be judged. */
const PATIENCE_MS = 5000;

/** Undefined where nothing can be written there. The file is gone afterwards. */
export async function syncTime(folder: string): Promise<VolumeFacts["sync"]> {
  const path = join(folder, `.sync-${crypto.randomUUID()}`);
  try {
    await using file = await open(path, "wx", 0o600);
    await rm(path);
    const began = performance.now();
    const times: number[] = [];
    while (times.length < TRIES && performance.now() - began < PATIENCE_MS) {
      const start = performance.now();
      await file.write(Buffer.alloc(BYTES, times.length), 0, BYTES, 0);
      await file.datasync();
      times.push(performance.now() - start);
    }
    const sorted = times.toSorted((one, other) => one - other);
    return {
      usual: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
      longest: Math.round(sorted.at(-1) ?? 0),
    };
  } catch {
    await rm(path, { force: true }).catch(() => {});
    return undefined;
  }
}
