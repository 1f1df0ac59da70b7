/** XEP-0199 §4.4: a peer without XEP-0198 is pinged: its answer confirms all that was sent before. */
import type { Clock } from "../../clock.ts";
import { makeJid } from "../../jid/jid.ts";
import { NS_PING } from "../../namespaces.ts";
import { type Stanza, xml } from "../../stanza.ts";
import type { DomainPair } from "../domain-pair.ts";

/** Milliseconds from a stanza to the ping, so that one ping confirms several; and from the ping to the answer. */
const PING_DELAY = 100;
const PING_TIMEOUT = 60_000;

export interface PingProbeDeps {
  readonly clock: Clock;
  /** Sends a ping behind all that was sent; returns its id, or undefined where nothing can be sent now. */
  readonly ping: () => string | undefined;
  readonly answered: () => void;
  readonly timedOut: () => void;
}

/** At most one ping is under way. */
export class PingProbe {
  readonly #deps: PingProbeDeps;
  #isScheduled = false;
  #stopTimer = (): void => {};
  #id: string | undefined;

  constructor(deps: PingProbeDeps) {
    this.#deps = deps;
  }

  /** Something was sent that needs a confirmation. */
  schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#stopTimer = this.#deps.clock.after(PING_DELAY, () => this.#ping());
  }

  /** Nothing more is sent until what was sent is confirmed: what is scheduled happens now. */
  pingNow(): void {
    if (!this.#isScheduled || this.#id !== undefined) return;
    this.#stopTimer();
    this.#ping();
  }

  /** An answer with this id has come; false where it is not the one to the ping under way. */
  handleAnswer(id: string | undefined): boolean {
    if (id === undefined || id !== this.#id) return false;
    this.cancel();
    this.#deps.answered();
    return true;
  }

  cancel(): void {
    this.#stopTimer();
    this.#isScheduled = false;
    this.#id = undefined;
  }

  #ping(): void {
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
