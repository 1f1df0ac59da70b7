/** Memory, disk and CPU of a server at one moment. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { cpuClock } from "../../support/process/cpu-clock.ts";

export interface Reading {
  /** Anonymous memory in bytes: private, and not backed by a file. */
  readonly memory: number;
  /** Bytes of all files in the home. */
  readonly disk: number;
  /** Seconds of CPU since it was started. */
  readonly cpu: number;
}

/** Returns zeros where there is no such process. */
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

/** The sum of file sizes; a file removed meanwhile counts as empty. */
function sizeOf(folder: string): number {
  const sizes = readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
