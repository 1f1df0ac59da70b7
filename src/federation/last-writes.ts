/** What was last written for each key: where a full disk has taken nothing of a tick, it is written again later. */
import type { Database } from "../store/database.ts";

/** Keys of which something may be lost at the same time; beyond them, the oldest are forgotten. */
const MAX_LOST = 10_000;

interface Written<Value> {
  readonly value: Value;
}

export class LastWrites<Value> {
  readonly #db: Pick<Database, "afterCommit">;
  readonly #write: (value: Value) => void;
  /** Of this tick. */
  readonly #uncommitted = new Map<string, Written<Value>>();
  readonly #lost = new Map<string, Value>();

  /** `write` may be called again with the same value. */
  constructor(db: Pick<Database, "afterCommit">, write: (value: Value) => void) {
    this.#db = db;
    this.#write = write;
  }

  /** In place of what was written for this key before. */
  write(key: string, value: Value): void {
    this.#uncommitted.delete(key);
    this.#lose(key, value);
    this.again();
  }

  /** Writes what was lost. */
  again(): void {
    for (const [key, value] of this.#lost) {
      // Where it throws, this is still lost.
      this.#write(value);
      this.#lost.delete(key);
      this.#await(key, { value });
    }
  }

  /** What was lost for this key. */
  lost(key: string): Value | undefined {
    return this.#lost.get(key);
  }

  /** What is not committed for this key: it was lost, or written in this tick. */
  uncommitted(key: string): Value | undefined {
    return this.#lost.get(key) ?? this.#uncommitted.get(key)?.value;
  }

  #await(key: string, written: Written<Value>): void {
    const isLast = (): boolean => this.#uncommitted.get(key) === written && this.#uncommitted.delete(key);
    this.#uncommitted.set(key, written);
    this.#db.afterCommit(isLast, () => {
      if (isLast()) this.#lose(key, written.value);
    });
  }

  #lose(key: string, value: Value): void {
    this.#lost.delete(key);
    this.#lost.set(key, value);
    for (const [oldest] of this.#lost) {
      if (this.#lost.size <= MAX_LOST) return;
      this.#lost.delete(oldest);
    }
  }
}
