/** Sent stanzas wait here until the tick's transaction has been committed: what was delivered was also stored. */
import type { Element } from "ltx";
import type { Logger } from "../log.ts";
import { isStanzaName } from "../stanza.ts";
import type { Database } from "../store/database.ts";
import { roughWeightOf } from "../xml/weight.ts";

import { newTraffic, type Traffic } from "./traffic.ts";

/** What a stanza is delivered to once it may leave. */
export interface Recipient {
  /** Another server or a component; a client here where it is not said. */
  readonly isOther?: boolean;
  deliver(stanza: Element): void;
}

interface Sent {
  /** Undefined for what was withdrawn. */
  recipient: Recipient | undefined;
  readonly stanza: Element;
  /** In bytes, roughly. */
  readonly weight: number;
}

/** With so many stanzas, or so many bytes of them, the tick is committed before anything else is begun. */
const MAX_STANZAS = 2000;
const MAX_BYTES = 1_000_000;

export class Outbox {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #traffic: Pick<Traffic, "toClients" | "toOthers">;
  #waiting: Sent[] = [];
  #weight = 0;

  constructor(db: Database, log: Logger, traffic: Pick<Traffic, "toClients" | "toOthers"> = newTraffic()) {
    this.#db = db;
    this.#log = log;
    this.#traffic = traffic;
    db.truncateOnRollback(this);
    // Before the senders are told that nothing was stored: what is sent from then on may leave.
    db.onTick((lost) => {
      if (lost) this.#takeAll();
    });
  }

  send(recipient: Recipient, stanza: Element): void {
    const weight = this.#weightOf(stanza);
    this.#weight += weight;
    // Registered with the first stanza, so that a rollback of later ones leaves the callback in place.
    if (this.#waiting.length === 0) this.#db.afterCommit(this.#deliver);
    this.#waiting.push({ recipient, stanza, weight });
  }

  /** Whether so much waits that the tick has to be committed first. */
  get isFull(): boolean {
    return this.#waiting.length >= MAX_STANZAS || this.#weight >= MAX_BYTES;
  }

  /** How many stanzas wait: what `truncate` is given to come back to this point. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Forgets what was sent by work that has failed. */
  truncate(length: number): void {
    for (const { weight } of this.#waiting.splice(length)) this.#weight -= weight;
  }

  /**
   * What waits for this recipient, in order; it does not get it. A session that ends in the middle of a tick takes it along, so
   * that it stays in front of what is stored from then on.
   */
  withdraw(recipient: Recipient): readonly Element[] {
    // Their places are kept for `truncate`.
    return this.#waiting.flatMap((sent) => {
      if (sent.recipient !== recipient) return [];
      sent.recipient = undefined;
      return [sent.stanza];
    });
  }

  /** Copies of one stanza share their children and follow one another: they are weighed once. */
  #weightOf(stanza: Element): number {
    const last = this.#waiting.at(-1);
    return last && last.stanza.children === stanza.children ? last.weight : roughWeightOf(stanza);
  }

  #takeAll(): readonly Sent[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#weight = 0;
    return taken;
  }

  readonly #deliver = (): void => {
    const { toClients, toOthers } = this.#traffic;
    for (const { recipient, stanza } of this.#takeAll()) {
      if (!recipient) continue;
      if (isStanzaName(stanza.name)) (recipient.isOther ? toOthers : toClients)[stanza.name] += 1;
      try {
        recipient.deliver(stanza);
      } catch (error) {
        // A failure of one recipient does not concern the others.
        this.#log.error({ event: "delivery-failed", name: stanza.name, error });
      }
    }
  };
}
