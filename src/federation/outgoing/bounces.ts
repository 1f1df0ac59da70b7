/** Stanzas that go back to their senders with an error, a few in each turn of the event loop. */
import type { Router } from "../../server/router.ts";
import { errorOf, stanzaOf } from "../../stanza.ts";
import type { StanzaError } from "../../stanza-error.ts";
import type { Database } from "../../store/database.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { QueueStore } from "./queue-store.ts";
import { type OutgoingStanza, returnsError } from "./route-queue.ts";

/** Each takes well under a millisecond. */
const MAX_PER_TURN = 50;

export interface BouncesDeps {
  readonly db: Pick<Database, "atomically">;
  readonly store: Pick<QueueStore, "remove">;
  /** Takes the errors. */
  readonly router: Pick<Router, "receive">;
}

export class Bounces {
  readonly #deps: BouncesDeps;
  #waiting: (() => void)[] = [];
  /** How many more there may be in this turn. */
  #left = MAX_PER_TURN;
  #isTurnScheduled = false;

  constructor(deps: BouncesDeps) {
    this.#deps = deps;
  }

  /** In order: at once where this turn has had few of them, otherwise in one of the next turns. */
  add(pair: DomainPair, item: OutgoingStanza, error: StanzaError): void {
    this.#waiting.push(() => this.#bounce(pair, item, error));
    this.#run();
  }

  /** Those that wait stay in the store. */
  stop(): void {
    this.#waiting = [];
  }

  #run(): void {
    const due = this.#waiting.splice(0, this.#left);
    this.#left -= due.length;
    if (!this.#isTurnScheduled) {
      this.#isTurnScheduled = true;
      setImmediate(() => this.#nextTurn());
    }
    for (const bounce of due) bounce();
  }

  #nextTurn(): void {
    this.#isTurnScheduled = false;
    this.#left = MAX_PER_TURN;
    if (this.#waiting.length > 0) this.#run();
  }

  #bounce(pair: DomainPair, { stanza, row }: OutgoingStanza, error: StanzaError): void {
    const { db, store, router } = this.#deps;
    const { to } = stanza;
    db.atomically(() => {
      if (row !== undefined) store.remove(pair, row);
      if (to && returnsError(stanza)) router.receive(stanzaOf(errorOf(stanza, to.full, error), to));
    });
  }
}
