/** What is sent waits here until the tick's transaction has been committed: what was delivered was also stored. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import type { Database } from "../store/database.ts";

/** Who takes a stanza once it may leave. */
export interface Recipient {
  deliver(stanza: Element): void;
}

export class Outbox {
  readonly #db: Database;
  readonly #log: Logger;
  #waiting: { readonly recipient: Recipient; readonly stanza: Element }[] = [];

  constructor(db: Database, log: Logger) {
    this.#db = db;
    this.#log = log;
    // Before anybody is told that nothing was kept: what is sent from then on may leave.
    db.onTick((lost) => {
      if (lost) this.#waiting = [];
    });
  }

  send(recipient: Recipient, stanza: Element): void {
    this.#waiting.push({ recipient, stanza });
    // Each time, since a rollback forgets the callbacks given within it.
    this.#db.afterCommit(this.#deliver);
  }

  /** How much waits now, to come back to with `forgetSince`. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Who has been sent something since `length`. */
  recipientsSince(length: number): ReadonlySet<unknown> {
    return new Set(this.#waiting.slice(length).map(({ recipient }) => recipient));
  }

  /** Takes back what a stanza sent that has been rolled back. */
  forgetSince(length: number): void {
    if (length < this.#waiting.length) this.#waiting.length = length;
  }

  readonly #deliver = (): void => {
    const leaving = this.#waiting;
    this.#waiting = [];
    for (const { recipient, stanza } of leaving) {
      try {
        recipient.deliver(stanza);
      } catch (error) {
        // One recipient's trouble is not the others'.
        this.#log.error({ event: "delivery-failed", name: stanza.name, error });
      }
    }
  };
}
