/** XEP-0359: ids in the order of arrival beside times by the clock: where they part, because the clock was wrong, an era begins. */
import type { Truncatable } from "../../store/tick.ts";
import type { Range } from "./0431-fulltext/index-row.ts";

/** From its first id on, an id is the time in microseconds since 1970, and `ahead` more. */
export interface Era {
  readonly first: number;
  readonly ahead: number;
}

export const eraTables = [
  "CREATE TABLE stanza_id_era (first INTEGER PRIMARY KEY, ahead INTEGER NOT NULL) STRICT;",
] as const;

/** In microseconds: a clock that is set back by less is waited for. */
const TOLERANCE = 1_000_000;
/** The year 2200: no id follows a clock beyond it, so that there are always ids left. */
const LATEST = 7_258_118_400_000_000;

/** Ids have followed the clock since the beginning. */
const FIRST: Era = { first: 0, ahead: 0 };

export class Eras implements Truncatable {
  #eras: Era[] = [];
  readonly #save: (era: Era) => void;
  #last = 0;

  constructor(save: (era: Era) => void) {
    this.#save = save;
  }

  /** Those in the store, in the order of their ids. The last may have begun with a message that no archive has. */
  load(eras: readonly Era[]): void {
    this.#eras = [...eras];
    this.skipTo(this.#era.first);
  }

  get length(): number {
    return this.#eras.length;
  }

  /** What has not been saved after all. */
  truncate(length: number): void {
    this.#eras.length = length;
  }

  skipTo(last: number): void {
    this.#last = Math.max(this.#last, last);
  }

  /** An id above all before, for something that arrives `now`, in milliseconds since 1970. */
  next(now: number): number {
    const time = now * 1000;
    let { ahead } = this.#era;
    let id = time;
    if (time > this.#last && time <= LATEST) ahead = 0;
    else {
      id = time + ahead;
      if (id < this.#last - TOLERANCE || id > LATEST) ahead = this.#last + 1 - time;
      id = Math.max(this.#last + 1, time + ahead);
    }
    if (ahead !== this.#era.ahead) this.#begin({ first: id, ahead });
    this.#last = id;
    return id;
  }

  /** When something with this id arrived, by the clock of then, in milliseconds since 1970. */
  timeOf(id: number): number {
    const { ahead } = this.#eras.findLast(({ first }) => first <= id) ?? FIRST;
    return Math.floor((id - ahead) / 1000);
  }

  /** The lowest id for something that has arrived at `time`, in milliseconds since 1970, or, where none has that time, later. */
  idAt(time: number): number {
    for (const [n, { first, ahead }] of [FIRST, ...this.#eras].entries()) {
      const id = Math.max(Math.ceil(time * 1000) + ahead, first);
      if (id < (this.#eras[n]?.first ?? Number.MAX_SAFE_INTEGER)) return id;
    }
    return this.#last;
  }

  /**
   * The ids of what arrived from `start` to `end` (both inclusive, milliseconds since 1970), in their order; eras that follow one
   * another are one range.
   */
  between(start: number, end: number): Range[] {
    const ranges: Range[] = [];
    for (const [n, { first, ahead }] of [FIRST, ...this.#eras].entries()) {
      const next = this.#eras[n]?.first ?? Number.MAX_SAFE_INTEGER;
      const after = Math.max(Math.ceil(start * 1000) + ahead, first) - 1;
      const before = Math.min(Math.floor(end * 1000) + 1000 + ahead, next);
      if (before - after <= 1) continue;
      const isAdjacent = ranges.at(-1)?.before === after + 1;
      const former = isAdjacent ? ranges.pop() : undefined;
      ranges.push({ after: former?.after ?? after, before });
    }
    return ranges;
  }

  get #era(): Era {
    return this.#eras.at(-1) ?? FIRST;
  }

  #begin(era: Era): void {
    this.#eras.push(era);
    this.#save(era);
  }
}
