/** XEP-0199 §4.4: where the other server does not count, the answer to a ping tells that all before it has arrived. */
import type { Clock } from "../../clock.ts";
import { makeJid } from "../../jid/jid.ts";
import { NS_PING } from "../../namespaces.ts";
import { type Stanza, xml } from "../../stanza.ts";
import type { DomainPair } from "../domain-pair.ts";

/** Milliseconds that more may be sent before it is asked about, and for the answer. */
const PING_DELAY = 100;
const PING_TIMEOUT = 60_000;

export interface PingProbeDeps {
  readonly clock: Clock;
  /** Sends a ping behind all that was sent; returns its id. Undefined where that is not possible now. */
  readonly ping: () => string | undefined;
  /** The answer has come. */
  readonly answered: () => void;
  /** None has come in time. */
  readonly timedOut: () => void;
}

/** At most one ping is under way. */
export class PingProbe {
  readonly #deps: PingProbeDeps;
  #isWanted = false;
  #stopTimer = (): void => {};
  #id: string | undefined;

  constructor(deps: PingProbeDeps) {
    this.#deps = deps;
  }

  /** Something was sent that is to be confirmed. */
  schedule(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#stopTimer = this.#deps.clock.after(PING_DELAY, () => this.#ask());
  }

  /** Nothing more is sent until what was sent is confirmed. */
  pingNow(): void {
    if (!this.#isWanted || this.#id !== undefined) return;
    this.#stopTimer();
    this.#ask();
  }

  /** An answer with this id has come; false where it answers nothing that was asked. */
  handleAnswer(id: string | undefined): boolean {
    if (id === undefined || id !== this.#id) return false;
    this.cancel();
    this.#deps.answered();
    return true;
  }

  /** What was asked is of no worth any more. */
  cancel(): void {
    this.#stopTimer();
    this.#isWanted = false;
    this.#id = undefined;
  }

  #ask(): void {
    this.#id = this.#deps.ping();
    this.#stopTimer = this.#deps.clock.after(PING_TIMEOUT, () => {
      this.cancel();
      this.#deps.timedOut();
    });
  }
}

/** A ping from domain to domain. */
export function pingOf({ local: from, remote: to }: DomainPair, id: string): Stanza {
  const element = xml("iq", { type: "get", id, from, to }, xml("ping", { xmlns: NS_PING }));
  return { name: "iq", type: "get", id, from: makeJid("", from), to: makeJid("", to), xml: element };
}
