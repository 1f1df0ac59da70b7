/** XEP-0313 §3.2: deletes messages that are too old or exceed the archive's size, the oldest first, and archives of removed accounts. */
import { HOUR } from "../../../clock.ts";
import type { Logger } from "../../../log.ts";
import type { Database } from "../../../store/database.ts";
import type { StanzaIds } from "../0359-stanza-ids.ts";
import type { Range } from "../0431-fulltext/index-row.ts";
import type { AddressIds } from "./address-ids.ts";
import type { ArchiveSizes } from "./archive-sizes.ts";
import type { Indexer } from "./indexer.ts";
import type { MessageStore } from "./message-store.ts";

/** What is deleted in one step: messages, and about how many bytes; and the milliseconds between two steps. */
const MESSAGES_PER_STEP = 200;
const MAX_STEP_BYTES = 4_000_000;
const PAUSE = 20;
/** How often archives are checked, in milliseconds. */
const CHECK_INTERVAL = HOUR;
/** The part of its size that is freed in a full archive, so that not every message has to make room. */
const FREED = 0.05;

const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };

export interface RetentionDeps {
  readonly db: Database;
  readonly addresses: AddressIds;
  readonly messages: MessageStore;
  readonly indexer: Indexer;
  readonly sizes: ArchiveSizes;
  readonly log: Logger;
  /** How long a message is kept, in milliseconds; Infinity for "forever". */
  readonly keep: number;
  /** Bytes of one archive. */
  readonly maxSize: number;
  readonly now: () => number;
  readonly isClockDoubtful: () => boolean;
  readonly between: StanzaIds["between"];
  readonly schedule: (milliseconds: number, callback: () => void) => void;
}

export class Retention {
  readonly #deps: RetentionDeps;
  #isUnderway = false;
  /** Owners whose archives are too large, until they have been trimmed; and those of whom this has been logged. */
  readonly #full = new Set<number>();
  readonly #logged = new Set<number>();
  /** Messages were removed since it was last looked which archives are too large: those of others may have grown by what was their copy. */
  #hasRemoved = false;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  /** Starts the regular checks. */
  start(): void {
    const { schedule } = this.#deps;
    const check = (): void => {
      this.#findFull();
      this.#run();
      schedule(CHECK_INTERVAL, check);
    };
    schedule(0, check);
  }

  /** By what is committed. */
  #findFull(): void {
    const { sizes, maxSize } = this.#deps;
    this.#hasRemoved = false;
    for (const owner of sizes.ownersAbove(maxSize)) this.#full.add(owner);
  }

  /** An owner's archive has grown to so many bytes. */
  grown(owner: number, bytes: number): void {
    if (bytes <= this.#deps.maxSize || this.#full.has(owner)) return;
    this.#full.add(owner);
    this.#run();
  }

  /** Deletes an account's archive: it is hidden at once, and its rows are deleted in steps, the first of them now. */
  forget(account: string): void {
    this.#deps.addresses.abandon(account);
    if (this.#step()) this.#run();
  }

  #run(): void {
    if (this.#isUnderway) return;
    this.#isUnderway = true;
    const turn = (): void => {
      this.#isUnderway = false;
      if (this.#deps.db.atomically(() => this.#step())) this.#deps.schedule(PAUSE, () => this.#run());
    };
    this.#deps.schedule(0, turn);
  }

  /** Returns whether there may be more to do. */
  #step(): boolean {
    const abandoned = this.#deps.addresses.nextAbandoned();
    if (abandoned !== undefined) return this.#deleteAbandoned(abandoned);
    const [full] = this.#full;
    if (full !== undefined) return this.#trim(full);
    return this.#deleteExpired() || this.#deps.indexer.compact();
  }

  #deleteAbandoned(owner: number): boolean {
    const { addresses, messages } = this.#deps;
    const ids = messages.idsOfOwner(owner, ALL, MESSAGES_PER_STEP, "oldest");
    this.#remove(ids, Number.POSITIVE_INFINITY);
    if (ids.length > 0) return true;
    messages.forgetGivenIds(owner);
    addresses.remove(owner);
    if (this.#hasRemoved) this.#findFull();
    return true;
  }

  #trim(owner: number): true {
    const { messages, sizes, maxSize } = this.#deps;
    const excess = sizes.ofOwner(owner) - maxSize * (1 - FREED);
    const ids = excess > 0 ? messages.idsOfOwner(owner, ALL, MESSAGES_PER_STEP, "oldest") : [];
    if (ids.length === 0) {
      this.#full.delete(owner);
      if (this.#hasRemoved) this.#findFull();
      return true;
    }
    this.#log(owner);
    this.#remove(ids, excess);
    return true;
  }

  #deleteExpired(): boolean {
    const { messages, keep, now, isClockDoubtful } = this.#deps;
    if (!Number.isFinite(keep) || isClockDoubtful()) return false;
    const before = this.#endOfExpired(now() - keep, now());
    const ids = messages.idsWithin({ after: -1, before }, MESSAGES_PER_STEP);
    this.#remove(ids, Number.POSITIVE_INFINITY);
    return ids.length > 0;
  }

  /**
   * All below this id are older than `since`: up to the last that the clock has dated so, before the first that is younger. What
   * it has dated in the future counts as old once something after it does.
   */
  #endOfExpired(since: number, now: number): number {
    const { messages, between } = this.#deps;
    const firstIn = (range: Range): number | undefined => messages.idsWithin(range, 1)[0];
    let end = Number.MAX_SAFE_INTEGER;
    for (const range of between(since, now)) end = Math.min(end, firstIn(range) ?? end);
    const expired = between(Number.NEGATIVE_INFINITY, since - 1).map(({ after, before }) => ({
      after,
      before: Math.min(before, end),
    }));
    return expired.findLast((range) => firstIn(range) !== undefined)?.before ?? -1;
  }

  /** Removes the first of these messages, until `bytes` or enough for one step have been removed. */
  #remove(ids: readonly number[], bytes: number): void {
    const { messages, indexer } = this.#deps;
    const limit = Math.min(bytes, MAX_STEP_BYTES);
    const removed: number[] = [];
    for (let size = 0; size < limit && removed.length < ids.length; ) {
      const id = ids[removed.length] ?? 0;
      size += messages.remove(id);
      removed.push(id);
    }
    indexer.removed(removed);
    if (removed.length > 0) this.#hasRemoved = true;
  }

  #log(owner: number): void {
    if (this.#logged.has(owner)) return;
    this.#logged.add(owner);
    const { log, sizes, maxSize } = this.#deps;
    const remedy = "the oldest messages go; raise archive.max_size to keep more";
    log.warn({ event: "archive-full", account: sizes.accountOf(owner), max_size: maxSize, remedy });
  }
}
