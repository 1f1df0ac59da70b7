/** XEP-0199 §4.4: where the other server does not count, the answer to a ping tells that all before it has arrived. */
import type { Clock } from "../../clock.ts";
import { makeJid } from "../../jid/jid.ts";
import { type Stanza, xml } from "../../stanza.ts";
import type { Pair } from "../pair.ts";

/** Milliseconds that more may be sent before it is asked about, and for the answer. */
const LINGER = 100;
const ANSWER_TIME = 60_000;

export interface ProbeParts {
  readonly clock: Clock;
  /** Sends a ping behind all that was sent; returns its id. Undefined where that is not possible now. */
  readonly ask: () => string | undefined;
  /** The answer has come. */
  readonly answered: () => void;
  /** None has come in time. */
  readonly unanswered: () => void;
}

/** At most one ping is under way. */
export class Probe {
  readonly #parts: ProbeParts;
  #isWanted = false;
  #stopTimer = (): void => {};
  #id: string | undefined;

  constructor(parts: ProbeParts) {
    this.#parts = parts;
  }

  /** Something was sent that is to be confirmed. */
  want(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#stopTimer = this.#parts.clock.after(LINGER, () => this.#ask());
  }

  /** Nothing more is sent until what was sent is confirmed. */
  hurry(): void {
    if (!this.#isWanted || this.#id !== undefined) return;
    this.#stopTimer();
    this.#ask();
  }

  /** An answer with this id has come; false where it answers nothing that was asked. */
  answer(id: string | undefined): boolean {
    if (id === undefined || id !== this.#id) return false;
    this.forget();
    this.#parts.answered();
    return true;
  }

  /** What was asked is of no worth any more. */
  forget(): void {
    this.#stopTimer();
    this.#isWanted = false;
    this.#id = undefined;
  }

  #ask(): void {
    this.#id = this.#parts.ask();
    this.#stopTimer = this.#parts.clock.after(ANSWER_TIME, () => {
      this.forget();
      this.#parts.unanswered();
    });
  }
}

/** A ping from domain to domain. */
export function pingOf({ local: from, remote: to }: Pair, id: string): Stanza {
  const element = xml("iq", { type: "get", id, from, to }, xml("ping", { xmlns: "urn:xmpp:ping" }));
  return { name: "iq", type: "get", id, from: makeJid("", from), to: makeJid("", to), xml: element };
}
