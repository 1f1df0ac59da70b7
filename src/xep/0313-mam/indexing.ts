/** Keeps the text index in step with the archive, a little behind: many messages at once cost a fraction of each alone. */
import type { Database } from "../../store/database.ts";
import { parseElement } from "../../xml/parse-element.ts";
import type { TextIndex } from "../0431-fulltext/text-index.ts";
import { type Entry, entryOf } from "./keys.ts";
import type { Messages, Row } from "./messages.ts";

/** How long messages wait to be indexed, in milliseconds, and how many of them do: whoever searches does not wait. */
const PAUSE = 30_000;
const MOST_WAITING = 500;
/** How many are indexed in one go, between which the server does other things. */
const STEP = 250;
/** How many a search catches up with by itself. */
const MOST_CAUGHT_UP = 5000;

export interface IndexingParts {
  readonly db: Database;
  readonly messages: Messages;
  readonly index: TextIndex;
  /** Milliseconds, and what is to be done then. */
  readonly later: (milliseconds: number, callback: () => void) => void;
}

/** Nothing is forgotten over a crash: the index, and how far it has got, are written together. */
export class Indexing {
  readonly #parts: IndexingParts;
  readonly #upTo;
  readonly #setUpTo;
  /** What the index will be told of those that wait, by id: what is not here is read again. */
  #entries = new Map<number, Entry>();
  /** When the next step is due: nobody has asked for one, at the end of the pause, or at once. */
  #due: "never" | "later" | "now" = "never";

  constructor(parts: IndexingParts) {
    this.#parts = parts;
    this.#upTo = parts.db.read<{ up_to: number }>("SELECT up_to FROM archive_indexed");
    this.#setUpTo = parts.db.write("UPDATE archive_indexed SET up_to = ?");
    parts.db.onTick((lost) => {
      // An id of a message that was not kept is given to another one.
      if (lost) this.#entries = new Map();
    });
  }

  /** The highest id that has been indexed, even if that message is gone. */
  get upTo(): number {
    return this.#upTo.get()?.up_to ?? 0;
  }

  /** A message has been added. */
  added(id: number, entry: Entry): void {
    this.#entries.set(id, entry);
    this.#plan(this.#entries.size >= MOST_WAITING ? "now" : "later");
  }

  /** What waited when the server stopped goes on waiting, and then has its turn. */
  begin(): void {
    this.#plan("later");
  }

  /** False where so much is left that it would take too long to be waited for. */
  caughtUp(): boolean {
    for (let n = 0; n < MOST_CAUGHT_UP; n += STEP) if (!this.#step()) return true;
    this.#plan("now");
    return false;
  }

  /** What is known of a message that has changed. */
  changed(row: Row): void {
    this.#entries.delete(row.id);
    if (row.id > this.upTo) return;
    const { keys, text } = entryOf(row, parseElement(row.xml));
    this.#parts.index.remove(row.id);
    this.#parts.index.add(row.id, keys, text);
  }

  /** A message is gone. */
  removed(id: number): void {
    if (id <= this.upTo) this.#parts.index.remove(id);
  }

  #plan(due: "later" | "now"): void {
    if (this.#due === due || this.#due === "now") return;
    this.#due = due;
    this.#parts.later(due === "now" ? 0 : PAUSE, () => this.#turn(due));
  }

  #turn(due: "later" | "now"): void {
    // Overtaken by one that was due at once.
    if (this.#due !== due) return;
    this.#due = "never";
    if (this.#parts.db.atomically(() => this.#step())) this.#plan("now");
  }

  /** Whether there may be more. */
  #step(): boolean {
    const ids = this.#parts.messages.newerThan(this.upTo, STEP);
    for (const id of ids) this.#add(id);
    const last = ids.at(-1);
    if (last !== undefined) this.#setUpTo.run(last);
    const isMore = ids.length === STEP;
    if (!isMore) this.#entries = new Map();
    return isMore;
  }

  #add(id: number): void {
    const { messages, index } = this.#parts;
    const entry = this.#entries.get(id) ?? this.#read(messages.get(id));
    this.#entries.delete(id);
    if (entry) index.add(id, entry.keys, entry.text);
  }

  #read(row: Row | undefined): Entry | undefined {
    return row && entryOf(row, parseElement(row.xml));
  }
}
