/** Fair scheduling: tasks run round-robin by key (an account, an address, a domain), so that much work of one delays no other. */
import { systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";

/** Does a part of its work, at least a little, and stops when `isOver()`. Returns true where there is more to do. */
export type Task = (isOver: () => boolean) => boolean;

export interface TurnsDeps {
  /** True where so much output is queued that no more work is begun in this turn of the event loop. */
  readonly isFull: () => boolean;
  readonly log: Pick<Logger, "error">;
  /** Clock.monotonic; by default the system's. */
  readonly monotonic?: () => number;
}

/** Milliseconds of work after which the event loop goes on with sockets, timers and the store. */
const TURN_MS = 10;
/** Milliseconds of work for one key while others wait. */
const SLICE_MS = 2;

export class Turns {
  readonly #deps: Required<TurnsDeps>;
  /** The waiting tasks of each key, oldest first; the key that is next comes first. */
  readonly #waiting = new Map<string, Task[]>();
  /** When the work of this turn of the event loop ends; 0 where none has begun. */
  #ends = 0;
  #isPlanned = false;
  #isStopped = false;

  constructor({ monotonic = systemClock.monotonic, ...deps }: TurnsDeps) {
    this.#deps = { ...deps, monotonic };
  }

  /**
   * Runs `task` for `key`: at once where no task waits and this turn has time left, otherwise when it is the key's turn, and
   * again for as long as there is more to do.
   */
  take(key: string, task: Task): void {
    if (this.#isStopped) return;
    this.#begin();
    const isFree = this.#waiting.size === 0 && !this.#isOver();
    if (!isFree || this.#do(task, Math.min(this.#ends, this.#deps.monotonic() + SLICE_MS))) this.#add(key, task);
  }

  /** Drops all tasks; later ones are ignored. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.clear();
  }

  #add(key: string, task: Task): void {
    const tasks = this.#waiting.get(key);
    if (tasks) tasks.push(task);
    else this.#waiting.set(key, [task]);
  }

  #begin(): void {
    if (this.#ends === 0) this.#ends = this.#deps.monotonic() + TURN_MS;
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => this.#next());
  }

  /** A new turn of the event loop. */
  #next(): void {
    this.#isPlanned = false;
    this.#ends = 0;
    if (this.#waiting.size === 0) return;
    this.#begin();
    for (let key = this.#first(); key !== undefined && !this.#isOver(); key = this.#first()) this.#round(key);
  }

  #first(): string | undefined {
    return this.#waiting.keys().next().value;
  }

  #round(key: string): void {
    const tasks = this.#waiting.get(key) ?? [];
    const task = tasks.shift();
    const isAlone = this.#waiting.size === 1;
    const ends = isAlone ? this.#ends : Math.min(this.#ends, this.#deps.monotonic() + SLICE_MS);
    if (task && this.#do(task, ends)) tasks.push(task);
    this.#waiting.delete(key);
    if (tasks.length > 0 && !this.#isStopped) this.#waiting.set(key, tasks);
  }

  /** Runs a part of a task; returns whether there is more. A task that throws is done. */
  #do(task: Task, ends: number): boolean {
    try {
      return task(() => this.#deps.monotonic() >= ends || this.#deps.isFull());
    } catch (error) {
      this.#deps.log.error({ event: "turn-failed", error });
      return false;
    }
  }

  #isOver(): boolean {
    return this.#deps.monotonic() >= this.#ends || this.#deps.isFull();
  }
}
