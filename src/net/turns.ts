/** Whose turn it is: work goes round by whom it is done for, so that who asks for much waits for itself alone. */
import type { Logger } from "../log.ts";

/** Does some of its work, until `isOver()` at the latest, and at least a little; true where there is more. */
export type Task = (isOver: () => boolean) => boolean;

export interface TurnsDeps {
  /** True where so much waits to leave that nothing more is begun in this turn of the event loop. */
  readonly isFull: () => boolean;
  readonly log: Pick<Logger, "error">;
  /** Milliseconds, of a clock that only goes forward. */
  readonly monotonic?: () => number;
}

/** Milliseconds after which sockets, timers and the store have their turn. */
const TURN_MS = 10;
/** Milliseconds for one key while others wait. */
const SLICE_MS = 2;

export class Turns {
  readonly #options: Required<TurnsDeps>;
  /** By key, what waits, oldest first; the key whose turn it is comes first. */
  readonly #waiting = new Map<string, Task[]>();
  /** When this turn of the event loop is over; 0 where none has begun. */
  #ends = 0;
  #isPlanned = false;
  #isStopped = false;

  constructor({ monotonic: now = () => performance.now(), ...options }: TurnsDeps) {
    this.#options = { ...options, monotonic: now };
  }

  /**
   * Does `task` for `key` (an account, an address, a domain): at once where nobody waits and this turn has time left,
   * otherwise when it is the key's turn, and again for as long as there is more.
   */
  take(key: string, task: Task): void {
    if (this.#isStopped) return;
    this.#begin();
    const isFree = this.#waiting.size === 0 && !this.#isOver();
    if (!isFree || this.#do(task, Math.min(this.#ends, this.#options.monotonic() + SLICE_MS))) this.#add(key, task);
  }

  /** What waits is forgotten, and nothing is taken any more. */
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
    if (this.#ends === 0) this.#ends = this.#options.monotonic() + TURN_MS;
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => this.#next());
  }

  /** Another turn of the event loop. */
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
    const ends = isAlone ? this.#ends : Math.min(this.#ends, this.#options.monotonic() + SLICE_MS);
    if (task && this.#do(task, ends)) tasks.push(task);
    this.#waiting.delete(key);
    if (tasks.length > 0 && !this.#isStopped) this.#waiting.set(key, tasks);
  }

  /** Whether there is more. A task that throws is over. */
  #do(task: Task, ends: number): boolean {
    try {
      return task(() => this.#options.monotonic() >= ends || this.#options.isFull());
    } catch (error) {
      this.#options.log.error({ event: "turn-failed", error });
      return false;
    }
  }

  #isOver(): boolean {
    return this.#options.monotonic() >= this.#ends || this.#options.isFull();
  }
}
