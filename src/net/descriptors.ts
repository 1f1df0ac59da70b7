/** File descriptors: listeners pause where hardly any is left, because a listener that cannot accept would spin. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { type Clock, HOUR } from "../clock.ts";
import type { Logger } from "../log.ts";

/** A listener that can stop accepting for a while. */
export interface Pausable {
  pause(): void;
  /** Throws the error of the system where it cannot listen again. */
  resume(): void;
}

export interface DescriptorsDeps {
  /** How many this process may have; Infinity where that is not known. */
  readonly limit: number;
  /** How many it has now; undefined where that is not known. */
  readonly used: () => number | undefined;
  readonly clock: Clock;
  readonly log: Pick<Logger, "warn" | "info">;
}

/** Kept for the database, DNS queries and outgoing connections; of a small limit, an eighth is kept. */
const MAX_RESERVE = 64;
/** Milliseconds between two looks, because other parts open files as well; and while listeners are paused. */
const LOOK_INTERVAL_MS = 15_000;
const PAUSED_LOOK_INTERVAL_MS = 1000;
/** Milliseconds between two warnings. */
const WARNING_INTERVAL_MS = HOUR;

export class Descriptors {
  readonly #parts: DescriptorsDeps;
  readonly #reserve: number;
  readonly #listeners: Pausable[] = [];
  /** Those that are paused. */
  #paused: Pausable[] = [];
  /** Connections until the next look. */
  #untilLook = 0;
  #warnedAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(parts: DescriptorsDeps) {
    this.#parts = parts;
    this.#reserve = Math.min(MAX_RESERVE, Math.ceil(parts.limit / 8));
  }

  /** From now on these pause when descriptors run out. */
  watch(...listeners: readonly Pausable[]): void {
    this.#listeners.push(...listeners);
    if (this.#left() !== Number.POSITIVE_INFINITY) this.#lookAfter(LOOK_INTERVAL_MS);
  }

  /** To be called for each connection that was accepted. */
  accepted(): void {
    this.#untilLook -= 1;
    if (this.#untilLook <= 0) this.#look();
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
    // Other parts may take descriptors meanwhile: half of them are assumed to go.
    this.#untilLook = Math.max(1, Math.floor(left / 2));
    if (left <= 0) this.#pause();
  }

  #pause(): void {
    if (this.#paused.length > 0 || this.#listeners.length === 0) return;
    const { clock, log, limit } = this.#parts;
    this.#paused = [...this.#listeners];
    for (const listener of this.#paused) listener.pause();
    if (clock.monotonic() - this.#warnedAt >= WARNING_INTERVAL_MS) {
      this.#warnedAt = clock.monotonic();
      const remedy =
        "let the program open more files (LimitNOFILE= in its systemd unit, or ulimit -n), or lower limits.connections";
      log.warn({ event: "no-new-connections", reason: "hardly any file descriptor is left", limit, remedy });
    }
    this.#lookAfter(PAUSED_LOOK_INTERVAL_MS);
  }

  /** Only once there is twice the reserve, so that listeners do not pause and resume with each connection. */
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
    this.#cancel = this.#parts.clock.after(milliseconds, () => this.#timerFired());
  }

  #timerFired(): void {
    if (this.#paused.length > 0) this.#resume();
    else this.#look();
    this.#lookAfter(this.#paused.length > 0 ? PAUSED_LOOK_INTERVAL_MS : LOOK_INTERVAL_MS);
  }
}

/** How many files this process has open; undefined where the system does not tell. */
export function openFiles(): number | undefined {
  try {
    // Linux 6.2 and later give the number as the size.
    return statSync("/proc/self/fd").size || readdirSync("/proc/self/fd").length;
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Not even this folder can be opened any more.
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
