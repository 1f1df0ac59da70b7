/** File descriptors: where hardly any is left, listeners pause. One that cannot accept would be told so without end. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";

/** Accepts nobody for a while. */
export interface Pausable {
  pause(): void;
  /** Throws what the system says where it cannot listen again. */
  resume(): void;
}

export interface DescriptorsDeps {
  /** How many this process may have; Infinity where nobody says. */
  readonly limit: number;
  /** How many it has now; undefined where nobody says. */
  readonly used: () => number | undefined;
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn" | "info">;
}

/** Kept for the database, for questions to DNS and for what this server calls by itself; a small process keeps an eighth. */
const MAX_RESERVE = 64;
/** Milliseconds between two looks: for what others than accepted connections take, and while listeners pause. */
const LOOK_INTERVAL_MS = 15_000;
const PAUSED_LOOK_INTERVAL_MS = 1000;
/** Milliseconds in which it is said once. */
const WARNING_INTERVAL_MS = 3_600_000;

export class Descriptors {
  readonly #parts: DescriptorsDeps;
  readonly #reserve: number;
  readonly #listeners: Pausable[] = [];
  /** Those that accept nobody now. */
  #paused: Pausable[] = [];
  /** So many more connections, and it is looked again. */
  #until = 0;
  #saidAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(parts: DescriptorsDeps) {
    this.#parts = parts;
    this.#reserve = Math.min(MAX_RESERVE, Math.ceil(parts.limit / 8));
  }

  /** From now on they pause when there is need to. */
  watch(...listeners: readonly Pausable[]): void {
    this.#listeners.push(...listeners);
    if (this.#left() !== Number.POSITIVE_INFINITY) this.#lookAfter(LOOK_INTERVAL_MS);
  }

  /** One more connection has been accepted. */
  accepted(): void {
    this.#until -= 1;
    if (this.#until <= 0) this.#look();
  }

  stop(): void {
    this.#cancel?.();
    this.#listeners.length = 0;
    this.#paused = [];
  }

  #left(): number {
    const used = this.#parts.limit === Number.POSITIVE_INFINITY ? undefined : this.#parts.used();
    return used === undefined ? Number.POSITIVE_INFINITY : this.#parts.limit - used - this.#reserve;
  }

  #look(): void {
    const left = this.#left();
    // The rest may be taken by others meanwhile: half of it is.
    this.#until = Math.max(1, Math.floor(left / 2));
    if (left <= 0) this.#pause();
  }

  #pause(): void {
    if (this.#paused.length > 0 || this.#listeners.length === 0) return;
    const { clock, log, limit } = this.#parts;
    this.#paused = [...this.#listeners];
    for (const listener of this.#paused) listener.pause();
    if (clock.monotonic() - this.#saidAt >= WARNING_INTERVAL_MS) {
      this.#saidAt = clock.monotonic();
      const remedy =
        "let the program open more files (LimitNOFILE= in its systemd unit, or ulimit -n), or lower limits.connections";
      log.warn({ event: "no-new-connections", reason: "hardly any file descriptor is left", limit, remedy });
    }
    this.#lookAfter(PAUSED_LOOK_INTERVAL_MS);
  }

  /** Once there is twice the reserve again, or listeners would come and go with each connection. */
  #resume(): void {
    if (this.#left() < this.#reserve) return;
    const { log } = this.#parts;
    const waiting = this.#paused;
    this.#paused = [];
    for (const listener of waiting) {
      try {
        listener.resume();
      } catch (error) {
        this.#paused.push(listener);
        log.warn({ event: "not-listening-again", reason: String(error) });
      }
    }
    if (this.#paused.length === 0) log.info({ event: "new-connections-again" });
  }

  #lookAfter(milliseconds: number): void {
    this.#cancel?.();
    this.#cancel = this.#parts.clock.after(milliseconds, () => this.#hasWaited());
  }

  #hasWaited(): void {
    if (this.#paused.length > 0) this.#resume();
    else this.#look();
    this.#lookAfter(this.#paused.length > 0 ? PAUSED_LOOK_INTERVAL_MS : LOOK_INTERVAL_MS);
  }
}

/** How many files this process has open, where the system tells. */
export function openFiles(): number | undefined {
  try {
    // Linux 6.2 and later say it at once.
    return statSync("/proc/self/fd").size || readdirSync("/proc/self/fd").length;
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Not even this one can be opened any more.
    return code === "EMFILE" || code === "ENFILE" ? Number.POSITIVE_INFINITY : undefined;
  }
}

/**
 * How many of a process's files may be connections: three quarters of its limit, for the database and outgoing
 * connections need some as well. `limits` is the text of /proc/self/limits; Infinity where it does not say.
 */
export const connectionsFor = (limits: string): number => Math.floor(filesFor(limits) * 0.75);

/** How many files a process may have open, as /proc/self/limits has it; Infinity where it does not say. */
export function filesFor(limits: string): number {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}

/** The text of /proc/self/limits; empty where there is none. */
export function processLimits(): string {
  try {
    return readFileSync("/proc/self/limits", "utf8");
  } catch {
    return "";
  }
}
