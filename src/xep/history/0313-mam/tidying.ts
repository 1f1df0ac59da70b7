/** XEP-0313 §3.2: what is too old or too much goes, the oldest first; what belonged to an account that is gone goes, too. */
import type { Logger } from "../../../log.ts";
import type { Database } from "../../../store/database.ts";
import type { Addresses } from "./addresses.ts";
import type { Indexing } from "./indexing.ts";
import type { Messages } from "./messages.ts";
import type { Usage } from "./usage.ts";

/** How many go in one step, and about how many bytes; and how long the server does other things between two: milliseconds. */
const STEP = 200;
const STEP_BYTES = 4_000_000;
const BREATH = 20;
/** How often it looks for what has become too old, or has been lost to the index for long, in milliseconds. */
const ROUND = 3_600_000;
/** An archive that was full has so much room afterwards: not each message makes room for itself. */
const ROOM = 0.05;

const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };

export interface TidyingParts {
  readonly db: Database;
  readonly addresses: Addresses;
  readonly messages: Messages;
  readonly indexing: Indexing;
  readonly usage: Usage;
  readonly log: Logger;
  /** How long a message is kept, in milliseconds; Infinity for ever. */
  readonly keep: number;
  /** How many bytes an archive may have. */
  readonly maxSize: number;
  readonly now: () => number;
  readonly schedule: (milliseconds: number, callback: () => void) => void;
}

export class Tidying {
  readonly #parts: TidyingParts;
  #isUnderway = false;
  /** Whose archives are too large, until they have room again; and of whom that has been logged. */
  readonly #full = new Set<number>();
  readonly #told = new Set<number>();

  constructor(parts: TidyingParts) {
    this.#parts = parts;
  }

  /** Looks now and then, from now on. */
  begin(): void {
    const { usage, maxSize, schedule } = this.#parts;
    const round = (): void => {
      for (const owner of usage.beyond(maxSize)) this.#full.add(owner);
      this.#goOn();
      schedule(ROUND, round);
    };
    schedule(0, round);
  }

  /** An owner's archive has so many bytes now. */
  grown(owner: number, bytes: number): void {
    if (bytes <= this.#parts.maxSize || this.#full.has(owner)) return;
    this.#full.add(owner);
    this.#goOn();
  }

  /** The account's archive goes: to its owner at once, from the disk in steps, the first of them now. */
  forget(account: string): void {
    this.#parts.addresses.abandon(account);
    if (this.#step()) this.#goOn();
  }

  #goOn(): void {
    if (this.#isUnderway) return;
    this.#isUnderway = true;
    const turn = (): void => {
      this.#isUnderway = false;
      if (this.#parts.db.atomically(() => this.#step())) this.#parts.schedule(BREATH, () => this.#goOn());
    };
    this.#parts.schedule(0, turn);
  }

  /** Whether there may be more. */
  #step(): boolean {
    const abandoned = this.#parts.addresses.abandoned();
    if (abandoned !== undefined) return this.#dropAbandoned(abandoned);
    const [full] = this.#full;
    if (full !== undefined) return this.#makeRoom(full);
    return this.#dropOld() || this.#parts.indexing.renew();
  }

  #dropAbandoned(owner: number): boolean {
    const { addresses, messages } = this.#parts;
    const ids = messages.ofOwner(owner, ALL, STEP, "oldest");
    this.#remove(ids, Number.POSITIVE_INFINITY);
    if (ids.length === 0) addresses.forget(owner);
    return true;
  }

  #makeRoom(owner: number): true {
    const { messages, usage, maxSize } = this.#parts;
    const excess = usage.ofOwner(owner) - maxSize * (1 - ROOM);
    const ids = excess > 0 ? messages.ofOwner(owner, ALL, STEP, "oldest") : [];
    if (ids.length === 0) this.#full.delete(owner);
    else this.#tell(owner);
    this.#remove(ids, excess);
    return true;
  }

  #dropOld(): boolean {
    const { messages, keep, now } = this.#parts;
    if (!Number.isFinite(keep)) return false;
    const ids = messages.within({ after: -1, before: (now() - keep) * 1000 }, STEP);
    this.#remove(ids, Number.POSITIVE_INFINITY);
    return ids.length > 0;
  }

  /** The first of these, until so many bytes have gone, or enough for one step. */
  #remove(ids: readonly number[], bytes: number): void {
    const { messages, indexing } = this.#parts;
    const most = Math.min(bytes, STEP_BYTES);
    const gone: number[] = [];
    for (let size = 0; size < most && gone.length < ids.length; ) {
      const id = ids[gone.length] ?? 0;
      size += messages.remove(id);
      gone.push(id);
    }
    indexing.removed(gone);
  }

  #tell(owner: number): void {
    if (this.#told.has(owner)) return;
    this.#told.add(owner);
    const { log, usage, maxSize } = this.#parts;
    const remedy = "the oldest messages go; raise archive.max_size to keep more";
    log.warn({ event: "archive-full", account: usage.accountOf(owner), max_size: maxSize, remedy });
  }
}
