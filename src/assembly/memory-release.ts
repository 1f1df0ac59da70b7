/** Memory that a burst of work leaves behind is given back to the system once the burst is over. */
import { readFileSync } from "node:fs";
import { type Clock, SECOND, systemClock } from "../clock.ts";
import { forgetParsedJids } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import type { Database } from "../store/database.ts";

export interface MemoryReleaseDeps {
  readonly clock: Pick<Clock, "after" | "monotonic">;
  /** Milliseconds of CPU that this process has used since its start, in all threads. */
  readonly cpu: () => number;
  /** Bytes of this process that are in memory and no file's: files are taken out of it by the system where it lacks memory. */
  readonly memory: () => number;
  /** Frees what can be had again; everything waits for it, and for `collect`, which is called a second later. */
  readonly release: () => void;
  /** Gives what is free back to the system. */
  readonly collect: () => void;
  readonly log: Pick<Logger, "debug">;
}

/** Between two looks at what is used, and after one that was not quiet: the end of a burst is to be noticed soon. */
const INTERVAL_MS = 5 * SECOND;
const BUSY_INTERVAL_MS = 2 * SECOND;
/** What begins with the server is done by then. */
const SETTLING_MS = 2 * SECOND;
/** A look is quiet where less than this share of a core was used since the one before; to collect the garbage of a burst takes half of it. */
const QUIET_SHARE = 0.02;
/** Where this share is not used for so many looks, next to nothing has been done for a minute. */
const STILL_SHARE = 0.001;
const STILL_LOOKS = 12;
/** Then a part of the work suffices: hardly anybody is there to wait, and what the last work has left would stay for hours. */
const STILL_WORK = 0.1;
/** Nothing is given back where less than this has been added to what is needed with nobody there. */
const MIN_GROWTH = 16 * 1024 * 1024;
/** A release that gave back less was not worth its pause. */
const MIN_GAIN = 4 * 1024 * 1024;
/**
 * Compiled code is given back, too, and compiled again when it runs, up to 300 ms of CPU: that has to be a part of all work. So much work
 * lies between two releases, or the part above; more, up to the latter, after those that were not worth it. A thousand sign-ins are 500 ms.
 */
const MIN_CPU_MS = 0.4 * SECOND;
const MAX_CPU_MS = 100 * SECOND;

/**
 * JavaScriptCore collects garbage while something is allocated, and keeps its heap, and the code that it has compiled, as large
 * as the last burst has made them: 20 MiB after 1,000 logins, 80 MiB after a busy evening. The start leaves the code that only a
 * start runs, 2 MiB: that is given back as soon as it has become quiet.
 */
export class MemoryRelease {
  readonly #deps: MemoryReleaseDeps;
  #cancelTimer: () => void;
  #isQuiet = false;
  #stillLooks = 0;
  #isStart = true;
  /** At the last look. */
  #cpu: number;
  #time: number;
  /** CPU at the last release, and how much more there has to be until the next. */
  #released = 0;
  #minCpu: number;
  /** Of the start, any is worth it. */
  #minGain = 0;
  /** The least memory that it has needed, at the start or later. */
  #least: number;

  constructor(deps: MemoryReleaseDeps) {
    this.#deps = deps;
    this.#cpu = deps.cpu();
    this.#time = deps.clock.monotonic();
    // The work of the start counts: many apps may be back at once.
    this.#minCpu = MIN_CPU_MS / 2;
    this.#least = deps.memory();
    this.#cancelTimer = this.#lookIn(SETTLING_MS);
  }

  stop(): void {
    this.#cancelTimer();
  }

  #lookIn(ms: number): () => void {
    return this.#deps.clock.after(ms, () => this.#look());
  }

  #look(): void {
    const [cpu, time] = [this.#deps.cpu(), this.#deps.clock.monotonic()];
    const share = (cpu - this.#cpu) / (time - this.#time);
    [this.#cpu, this.#time] = [cpu, time];
    const wasQuiet = this.#isQuiet;
    this.#isQuiet = share < QUIET_SHARE;
    this.#stillLooks = share < STILL_SHARE ? this.#stillLooks + 1 : 0;
    this.#cancelTimer = this.#lookIn(this.#isQuiet ? INTERVAL_MS : BUSY_INTERVAL_MS);
    if (this.#isStart && this.#isQuiet) this.#giveBack();
    else if (this.#isQuiet && !wasQuiet) this.#after(this.#minCpu);
    else if (this.#stillLooks === STILL_LOOKS) this.#after(STILL_WORK * this.#minCpu);
  }

  /** Called once each time that it has become quiet, or still. */
  #after(work: number): void {
    const isDue = this.#cpu - this.#released >= work;
    if (isDue && this.#deps.memory() - this.#least >= MIN_GROWTH) this.#giveBack();
  }

  #giveBack(): void {
    const { clock, memory, release, collect } = this.#deps;
    const before = memory();
    this.#isStart = false;
    release();
    // The engine frees once nothing else is to be done.
    this.#cancelTimer();
    this.#cancelTimer = clock.after(SECOND, () => {
      collect();
      this.#given(before, memory());
      this.#cancelTimer = this.#lookIn(INTERVAL_MS);
    });
  }

  #given(before: number, after: number): void {
    const { cpu, log } = this.#deps;
    this.#least = Math.min(this.#least, after);
    this.#minCpu = before - after < this.#minGain ? Math.min(2 * this.#minCpu, MAX_CPU_MS) : MIN_CPU_MS;
    this.#minGain = MIN_GAIN;
    this.#released = cpu();
    log.debug({ event: "memory-released", before, after });
  }
}

/** proc(5), status; elsewhere all that is in memory. */
function ownMemory(): number {
  try {
    const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1")) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // There is no such file.
  }
  return process.memoryUsage.rss();
}

/** For this process. */
export function releaseMemory(db: Pick<Database, "releaseMemory">, log: Pick<Logger, "debug">): MemoryRelease {
  return new MemoryRelease({
    clock: systemClock,
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    memory: ownMemory,
    release: () => {
      db.releaseMemory();
      forgetParsedJids();
      Bun.shrink();
    },
    // What the engine has freed is its allocator's, which keeps it until it is asked.
    collect: () => {
      Bun.gc(true);
      Bun.shrink();
    },
    log,
  });
}
