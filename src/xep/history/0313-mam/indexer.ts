/** Adds archived messages to the text index, in batches and with a delay: many at once cost a fraction of each alone. */
import { MINUTE } from "../../../clock.ts";
import type { Database } from "../../../store/database.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import type { Entry, IndexedRow, ReadRow } from "../0431-fulltext/index-row.ts";
import type { TextIndex } from "../0431-fulltext/text-index.ts";
import { costOf } from "../0431-fulltext/words.ts";
import { indexEntryOf } from "./index-keys.ts";
import type { MessageStore, Row } from "./message-store.ts";

/**
 * How long messages wait to be indexed, in milliseconds, and how many of them do: each step writes several pages of its own. A search
 * does not wait.
 */
const DELAY = 5 * MINUTE;
const MAX_WAITING = 1000;
/** What is indexed in one step: rows, and their cost. */
const ROWS_PER_STEP = 2000;
const MAX_STEP_COST = 30_000;
/** The cost of a row beside its text, and the characters of a message that are parsed at the cost of one indexed character (words.ts). */
const ROW_COST = 10;
const LENGTH_READ_PER_COST = 20;
/** Entries that are kept in memory until they are indexed, and the length of their messages; others are read from the archive. */
const MAX_CACHED = 2000;
const MAX_CACHED_LENGTH = 4000;

export interface IndexerDeps {
  readonly db: Database;
  readonly messages: MessageStore;
  readonly index: TextIndex;
  /** Calls back after so many milliseconds. */
  readonly schedule: (milliseconds: number, callback: () => void) => void;
}

/** The index and `upTo` are written in one transaction, so that a crash loses nothing. */
export class Indexer {
  readonly #deps: IndexerDeps;
  readonly #upTo;
  readonly #setUpTo;
  /** By id, in ascending order. */
  readonly #entries = new Map<number, Entry>();
  /** Messages that were added since the last step, or a few more. */
  #waiting = 0;
  /** How much work adds messages of former times now: they are indexed afterwards, in order. */
  #held = 0;
  /** When the next step is due: not at all, at the end of the delay, or at once. */
  #due: "never" | "later" | "now" = "never";

  constructor(deps: IndexerDeps) {
    this.#deps = deps;
    this.#upTo = deps.db.read<{ up_to: number }>("SELECT up_to FROM archive_indexed");
    this.#setUpTo = deps.db.write("UPDATE archive_indexed SET up_to = ?");
    deps.db.onTick((lost) => {
      // The id of a lost message is given to another one.
      if (lost) this.#entries.clear();
    });
  }

  /** The highest id that has been indexed, even if that message has been deleted; 0 where all is indexed anew. */
  get upTo(): number {
    return this.#upTo.get()?.up_to ?? 0;
  }

  /** A message has been archived; `length` in characters. */
  added(id: number, entry: Entry, length: number): void {
    if (this.#entries.size < MAX_CACHED && length <= MAX_CACHED_LENGTH) this.#entries.set(id, entry);
    this.#waiting += 1;
    this.#plan(this.#waiting >= MAX_WAITING ? "now" : "later");
  }

  /** No message is indexed until `release`, while messages of former times are added. */
  hold(): void {
    this.#held += 1;
  }

  release(): void {
    this.#held -= 1;
    this.#plan("now");
  }

  /** A message is added with a number that is not above `upTo`: all are indexed again. */
  restart(): void {
    this.#deps.index.clear();
    this.#entries.clear();
    this.#setUpTo.run(0);
  }

  /** Plans to index the messages that were waiting when the server stopped. */
  start(): void {
    this.#plan("later");
  }

  /** Indexes the messages that are in the archive now, in steps. */
  *catchUp(): Generator<void, void> {
    const newest = this.#deps.messages.newestId();
    while (this.#held === 0 && this.upTo < newest && this.#step()) yield;
  }

  /** The message in a row has been replaced. */
  changed(row: Row): void {
    this.#entries.delete(row.id);
    if (row.id > this.upTo) return;
    this.#deps.index.change({ id: row.id, ...indexEntryOf(row, parseElement(row.xml)) });
  }

  /** Messages have been deleted. */
  removed(ids: readonly number[]): void {
    this.#deps.index.markDeleted(ids);
  }

  /** Compacts the index by one step; returns whether there is more to do. */
  compact(): boolean {
    const { index, messages } = this.#deps;
    return index.compact({
      read: (id) => this.#read(id),
      idsIn: (range, max) => messages.idsWithin(range, max),
    });
  }

  #plan(due: "later" | "now"): void {
    if (this.#due === due || this.#due === "now") return;
    this.#due = due;
    this.#deps.schedule(due === "now" ? 0 : DELAY, () => this.#turn(due));
  }

  #turn(due: "later" | "now"): void {
    // Another turn was due at once.
    if (this.#due !== due) return;
    this.#due = "never";
    if (this.#held > 0) return;
    if (this.#deps.db.atomically(() => this.#step())) this.#plan("now");
  }

  /** Returns whether there is more to index. */
  #step(): boolean {
    const { messages, index } = this.#deps;
    messages.list();
    const ids = messages.idsWithin({ after: this.upTo, before: Number.MAX_SAFE_INTEGER }, ROWS_PER_STEP);
    const rows: IndexedRow[] = [];
    let [last, cost] = [0, 0];
    for (const id of ids) {
      if (cost >= MAX_STEP_COST) break;
      const row = this.#cached(id) ?? this.#read(id);
      if (row) rows.push(row);
      cost += row?.cost ?? ROW_COST;
      last = id;
    }
    index.add(rows);
    if (last > 0) this.#setUpTo.run(last);
    for (const id of this.#entries.keys()) {
      if (id > last) break;
      this.#entries.delete(id);
    }
    const isMore = ids.length === ROWS_PER_STEP || last < (ids.at(-1) ?? 0);
    this.#waiting = isMore ? Math.max(0, this.#waiting - rows.length) : 0;
    return isMore;
  }

  #cached(id: number): ReadRow | undefined {
    const entry = this.#entries.get(id);
    return entry && { id, ...entry, cost: ROW_COST + costOf(entry.text) };
  }

  #read(id: number): ReadRow | undefined {
    const row = this.#deps.messages.get(id);
    if (!row) return undefined;
    const entry = indexEntryOf(row, parseElement(row.xml));
    return { id, ...entry, cost: ROW_COST + costOf(entry.text) + row.xml.length / LENGTH_READ_PER_COST };
  }
}
