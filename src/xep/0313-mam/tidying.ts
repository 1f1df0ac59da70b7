/** XEP-0313 §3.2: what is too old goes, the oldest first; what belonged to an account that is gone goes, too. */
import type { Database } from "../../store/database.ts";
import type { Addresses } from "./addresses.ts";
import type { Indexing } from "./indexing.ts";
import type { Messages } from "./messages.ts";

/** How many go in one step, and how long the server does other things between two: milliseconds. */
const STEP = 200;
const BREATH = 20;
/** How often it looks for what has become too old, in milliseconds. */
const ROUND = 3_600_000;

export interface TidyingParts {
  readonly db: Database;
  readonly addresses: Addresses;
  readonly messages: Messages;
  readonly indexing: Indexing;
  /** How long a message is kept, in milliseconds; Infinity for ever. */
  readonly keep: number;
  readonly now: () => number;
  readonly later: (milliseconds: number, callback: () => void) => void;
}

export class Tidying {
  readonly #parts: TidyingParts;
  #isUnderway = false;

  constructor(parts: TidyingParts) {
    this.#parts = parts;
  }

  /** Looks now and then, from now on. */
  begin(): void {
    const round = (): void => {
      this.#goOn();
      if (Number.isFinite(this.#parts.keep)) this.#parts.later(ROUND, round);
    };
    this.#parts.later(0, round);
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
      if (this.#parts.db.atomically(() => this.#step())) this.#parts.later(BREATH, () => this.#goOn());
    };
    this.#parts.later(0, turn);
  }

  /** Whether there may be more. */
  #step(): boolean {
    const abandoned = this.#parts.addresses.abandoned();
    return abandoned === undefined ? this.#dropOld() : this.#dropAbandoned(abandoned);
  }

  #dropAbandoned(owner: number): boolean {
    const { addresses, messages } = this.#parts;
    const ids = messages.ofOwner(owner, { after: -1, before: Number.MAX_SAFE_INTEGER }, STEP, "oldest");
    this.#remove(ids);
    if (ids.length < STEP) addresses.forget(owner);
    return true;
  }

  #dropOld(): boolean {
    const { messages, keep, now } = this.#parts;
    if (!Number.isFinite(keep)) return false;
    const ids = messages.olderThan((now() - keep) * 1000, STEP);
    this.#remove(ids);
    return ids.length === STEP;
  }

  #remove(ids: readonly number[]): void {
    for (const id of ids) {
      this.#parts.messages.remove(id);
      this.#parts.indexing.removed(id);
    }
  }
}
