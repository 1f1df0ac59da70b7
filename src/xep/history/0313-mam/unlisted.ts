/** New messages that the index by owner and the sizes of the archives lack: each would write pages of its own, many together share them. */
import type { Database } from "../../../store/database.ts";
import type { Truncatable } from "../../../store/tick.ts";
import type { Range } from "../0431-fulltext/index-row.ts";

interface Item {
  readonly id: number;
  readonly owner: number;
  readonly bytes: number;
}

/**
 * What is in memory stands in the table as well, where `unlisted` is 1. After a rollback that cannot be undone here, it is read from there
 * again.
 */
export class Unlisted implements Truncatable {
  readonly #upTo;
  readonly #stored;
  readonly #markListed;
  readonly #setUpTo;
  /** In the order of their ids; undefined where they are to be read again. */
  #items: Item[] | undefined;
  /** Of the items, by owner. */
  readonly #bytes = new Map<number, number>();
  /** What has happened before the first of the items was added. */
  #dropped = 0;

  constructor(db: Database) {
    this.#upTo = db.read<{ id: number }>("SELECT listed_up_to AS id FROM archive_indexed");
    this.#stored = db.read<Item>(
      `SELECT id, owner, octet_length(xml) AS bytes FROM archive_message
       WHERE id > ? AND unlisted IS NOT NULL ORDER BY id`,
    );
    this.#markListed = db.write("UPDATE archive_message SET unlisted = NULL WHERE id > ? AND unlisted IS NOT NULL");
    this.#setUpTo = db.write("UPDATE archive_indexed SET listed_up_to = ?");
    db.truncateOnRollback(this);
    db.onTick((lost) => {
      if (lost) this.#forget();
    });
  }

  /** A message has been stored as unlisted. */
  add(item: Item): void {
    // It is read with the others.
    if (!this.#items) return this.#forget();
    const newest = this.#items.at(-1)?.id ?? 0;
    this.#items.push(item);
    this.#weigh(item);
    if (item.id < newest) this.#items.sort((a, b) => a.id - b.id);
  }

  /** Whether a message with this id is one of them, if it is stored as one: those below are in the index. */
  isAbove(id: number): boolean {
    const newest = this.#items?.at(-1)?.id;
    return (newest !== undefined && id > newest) || id > this.#highestListed();
  }

  /** There is none up to this id: nothing is looked for there any more. */
  skipTo(id: number): void {
    if (id > this.#highestListed()) this.#setUpTo.run(id);
  }

  /** How many there are. */
  get count(): number {
    return this.#all().length;
  }

  /** For rollbacks: grows with whatever happens here, and never falls. */
  get length(): number {
    return this.#dropped + (this.#items?.length ?? 0);
  }

  truncate(length: number): void {
    if (length !== this.length) this.#forget();
  }

  has(id: number): boolean {
    return this.#all().some((item) => item.id === id);
  }

  /** In the order of their ids. */
  idsOf(owner: number, { after, before }: Range): number[] {
    const ids: number[] = [];
    for (const item of this.#all()) if (item.owner === owner && item.id > after && item.id < before) ids.push(item.id);
    return ids;
  }

  /** Whose they are. */
  owners(): readonly number[] {
    return [...new Set(this.#all().map(({ owner }) => owner))];
  }

  /** Of one owner, or of all. */
  bytesOf(owner?: number): number {
    const items = this.#all();
    if (owner !== undefined) return this.#bytes.get(owner) ?? 0;
    return items.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** All are in the index from now on. Returns them: their sizes are to be added. */
  list(): readonly Item[] {
    const items = this.#all();
    const newest = items.at(-1);
    if (!newest) return [];
    this.#markListed.run(this.#highestListed());
    this.#setUpTo.run(newest.id);
    this.#dropped += items.length + 1;
    this.#items = [];
    this.#bytes.clear();
    return items;
  }

  #all(): Item[] {
    if (!this.#items) {
      this.#items = this.#stored.all(this.#highestListed());
      for (const item of this.#items) this.#weigh(item);
    }
    return this.#items;
  }

  #weigh({ owner, bytes }: Item): void {
    this.#bytes.set(owner, (this.#bytes.get(owner) ?? 0) + bytes);
  }

  /** No message above it is in the index, but those of former times. */
  #highestListed(): number {
    return this.#upTo.get()?.id ?? -1;
  }

  /** Whatever a rollback comes back to from now on is read again, too. */
  #forget(): void {
    this.#dropped = this.length + 1;
    this.#items = undefined;
    this.#bytes.clear();
  }
}
