/** Keeps the text index in step with the archive, a little behind: many messages at once cost a fraction of each alone. */
import type { Database } from "../../../store/database.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import type { Entry, IndexedRow, ReadRow, TextIndex } from "../0431-fulltext/text-index.ts";
import { costOf } from "../0431-fulltext/words.ts";
import { entryOf } from "./keys.ts";
import type { Messages, Row } from "./messages.ts";

/** How long messages wait to be indexed, in milliseconds, and how many of them do: whoever searches does not wait. */
const PAUSE = 30_000;
const MAX_WAITING = 500;
/** How much is indexed in one go, between which the server does other things: rows, and what they and their texts cost. */
const STEP = 2000;
const STEP_COST = 30_000;
/** What a row costs beside its text, and how much of a message is read again at the cost of one character (words.ts). */
const ROW_COST = 10;
const LENGTH_READ_PER_COST = 20;
/** How many entries are remembered until then, and of messages how long, in characters. */
const MAX_REMEMBERED = 2000;
const MAX_REMEMBERED_LENGTH = 4000;

export interface IndexingParts {
  readonly db: Database;
  readonly messages: Messages;
  readonly index: TextIndex;
  /** Milliseconds, and what is to be done then. */
  readonly schedule: (milliseconds: number, callback: () => void) => void;
}

/** Nothing is forgotten over a crash: the index, and how far it has got, are written together. */
export class Indexing {
  readonly #parts: IndexingParts;
  readonly #upTo;
  readonly #setUpTo;
  /** What the index will be told of some of those that wait, by id, the lowest first: what is not here is read again. */
  readonly #entries = new Map<number, Entry>();
  /** How many have come since the last step, or a few more. */
  #waiting = 0;
  /** When the next step is due: nobody has asked for one, at the end of the pause, or at once. */
  #due: "never" | "later" | "now" = "never";

  constructor(parts: IndexingParts) {
    this.#parts = parts;
    this.#upTo = parts.db.read<{ up_to: number }>("SELECT up_to FROM archive_indexed");
    this.#setUpTo = parts.db.write("UPDATE archive_indexed SET up_to = ?");
    parts.db.onTick((lost) => {
      // An id of a message that was not kept is given to another one.
      if (lost) this.#entries.clear();
    });
  }

  /** The highest id that has been indexed, even if that message is gone. */
  get upTo(): number {
    return this.#upTo.get()?.up_to ?? 0;
  }

  /** A message has been added, so many characters long. */
  added(id: number, entry: Entry, length: number): void {
    if (this.#entries.size < MAX_REMEMBERED && length <= MAX_REMEMBERED_LENGTH) this.#entries.set(id, entry);
    this.#waiting += 1;
    this.#plan(this.#waiting >= MAX_WAITING ? "now" : "later");
  }

  /** What waited when the server stopped goes on waiting, and then has its turn. */
  begin(): void {
    this.#plan("later");
  }

  /** Indexes what there is now, in steps between which others may come in. */
  *catchUp(): Generator<void, void> {
    const newest = this.#parts.messages.newest();
    while (this.upTo < newest && this.#step()) yield;
  }

  /** What is known of a message that has changed. */
  changed(row: Row): void {
    this.#entries.delete(row.id);
    if (row.id > this.upTo) return;
    this.#parts.index.change({ id: row.id, ...entryOf(row, parseElement(row.xml)) });
  }

  /** Messages are gone. */
  removed(ids: readonly number[]): void {
    this.#parts.index.lose(ids);
  }

  /** Clears away what is left of those that are gone, a little; whether there is more. */
  renew(): boolean {
    const { index, messages } = this.#parts;
    return index.renew({
      read: (id) => this.#read(id),
      idsIn: (range, max) => messages.within(range, max),
    });
  }

  #plan(due: "later" | "now"): void {
    if (this.#due === due || this.#due === "now") return;
    this.#due = due;
    this.#parts.schedule(due === "now" ? 0 : PAUSE, () => this.#turn(due));
  }

  #turn(due: "later" | "now"): void {
    // Overtaken by one that was due at once.
    if (this.#due !== due) return;
    this.#due = "never";
    if (this.#parts.db.atomically(() => this.#step())) this.#plan("now");
  }

  /** Whether there is more. */
  #step(): boolean {
    const { messages, index } = this.#parts;
    const ids = messages.within({ after: this.upTo, before: Number.MAX_SAFE_INTEGER }, STEP);
    const rows: IndexedRow[] = [];
    let [last, cost] = [0, 0];
    for (const id of ids) {
      if (cost >= STEP_COST) break;
      const row = this.#remembered(id) ?? this.#read(id);
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
    const isMore = ids.length === STEP || last < (ids.at(-1) ?? 0);
    this.#waiting = isMore ? Math.max(0, this.#waiting - rows.length) : 0;
    return isMore;
  }

  #remembered(id: number): ReadRow | undefined {
    const entry = this.#entries.get(id);
    return entry && { id, ...entry, cost: ROW_COST + costOf(entry.text) };
  }

  #read(id: number): ReadRow | undefined {
    const row = this.#parts.messages.get(id);
    if (!row) return undefined;
    const entry = entryOf(row, parseElement(row.xml));
    return { id, ...entry, cost: ROW_COST + costOf(entry.text) + row.xml.length / LENGTH_READ_PER_COST };
  }
}
