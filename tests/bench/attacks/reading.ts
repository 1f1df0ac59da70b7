/** Memory, disk and CPU of a server at one moment. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { cpuClock } from "../../support/process/cpu-clock.ts";

export interface Reading {
  /** Anonymous memory, in bytes: what is its own, and no file. */
  readonly memory: number;
  /** Bytes of the database, its log and all else in the home. */
  readonly disk: number;
  /** Seconds of CPU since it was started. */
  readonly cpu: number;
}

/** Zeros where there is no such process. */
export function readingOf(pid: number, home: string): Reading {
  return { memory: anonymousMemory(pid), disk: sizeOf(home), cpu: cpuClock(pid) };
}

function anonymousMemory(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** What the files hold; one that goes away meanwhile holds nothing. */
function sizeOf(folder: string): number {
  const sizes = readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
