/** Keeps the text index in step with the archive, a little behind: many messages at once cost a fraction of each alone. */
import type { Element } from "ltx";
import type { Database } from "../../store/database.ts";
import { parseElement } from "../../xml/parse-element.ts";
import type { TextIndex } from "../0431-fulltext/text-index.ts";
import { idKey, idsOf, ownerKey, peerKey, resourceKey, textOf } from "./keys.ts";
import type { Messages, Row } from "./messages.ts";

/** How long messages wait to be indexed, in milliseconds, and how many of them do: whoever searches does not wait. */
const PAUSE = 30_000;
const MOST_WAITING = 500;
/** How many are indexed in one go, between which the server does other things. */
const STEP = 100;
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
  #waiting = 0;
  /** When the next step is due: nobody has asked for one, at the end of the pause, or at once. */
  #due: "never" | "later" | "now" = "never";

  constructor(parts: IndexingParts) {
    this.#parts = parts;
    this.#upTo = parts.db.read<{ up_to: number }>("SELECT up_to FROM archive_indexed");
    this.#setUpTo = parts.db.write("UPDATE archive_indexed SET up_to = ?");
  }

  /** The highest id that has been indexed, even if that message is gone. */
  get upTo(): number {
    return this.#upTo.get()?.up_to ?? 0;
  }

  /** A message has been added. */
  added(): void {
    this.#waiting += 1;
    this.#plan(this.#waiting >= MOST_WAITING ? "now" : "later");
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
    if (row.id > this.upTo) return;
    this.#parts.index.remove(row.id);
    this.#add(row);
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
    const rows = this.#parts.messages.following(this.upTo, STEP);
    for (const row of rows) this.#add(row);
    const last = rows.at(-1);
    if (last) this.#setUpTo.run(last.id);
    const isMore = rows.length === STEP;
    if (!isMore) this.#waiting = 0;
    return isMore;
  }

  #add({ id, owner, peer, resource, xml }: Row): void {
    const message: Element = parseElement(xml);
    const ofResource = resource === "" ? [] : [resourceKey(peer, resource)];
    const ofIds = idsOf(message).map((name) => idKey(peer, name));
    this.#parts.index.add(id, [ownerKey(owner), peerKey(peer), ...ofResource, ...ofIds], textOf(message));
  }
}
