/** What is sent waits here until the tick's transaction has been committed: what was delivered was also stored. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import type { Database } from "../store/database.ts";
import { roughWeightOf } from "../xml/weight.ts";

/** Who takes a stanza once it may leave. */
export interface Recipient {
  deliver(stanza: Element): void;
}

interface Leaving {
  readonly recipient: Recipient;
  readonly stanza: Element;
  /** In bytes, about. */
  readonly weight: number;
}

/** With so many stanzas, or so many bytes of them, the commit comes before anything else is begun. */
const MAX_STANZAS = 2000;
const MAX_BYTES = 1_000_000;

export class Outbox {
  readonly #db: Database;
  readonly #log: Logger;
  #waiting: Leaving[] = [];
  #weight = 0;

  constructor(db: Database, log: Logger) {
    this.#db = db;
    this.#log = log;
    db.truncateOnRollback(this);
    // Before anybody is told that nothing was kept: what is sent from then on may leave.
    db.onTick((lost) => {
      if (lost) this.#taken();
    });
  }

  send(recipient: Recipient, stanza: Element): void {
    const weight = this.#weightOf(stanza);
    this.#weight += weight;
    // What is taken back later takes back no more than what came behind this.
    if (this.#waiting.length === 0) this.#db.afterCommit(this.#deliver);
    this.#waiting.push({ recipient, stanza, weight });
  }

  /** Whether so much waits that it has to leave first. */
  get isFull(): boolean {
    return this.#waiting.length >= MAX_STANZAS || this.#weight >= MAX_BYTES;
  }

  /** How much waits now, to come back to with `truncate`. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Takes back what was sent by work that has failed. */
  truncate(length: number): void {
    for (const { weight } of this.#waiting.splice(length)) this.#weight -= weight;
  }

  /** What goes to many shares its children, and follows one upon the other. */
  #weightOf(stanza: Element): number {
    const last = this.#waiting.at(-1);
    return last && last.stanza.children === stanza.children ? last.weight : roughWeightOf(stanza);
  }

  #taken(): readonly Leaving[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#weight = 0;
    return taken;
  }

  readonly #deliver = (): void => {
    for (const { recipient, stanza } of this.#taken()) {
      try {
        recipient.deliver(stanza);
      } catch (error) {
        // One recipient's trouble is not the others'.
        this.#log.error({ event: "delivery-failed", name: stanza.name, error });
      }
    }
  };
}
