/** XEP-0199 §4.4: a peer without XEP-0198 is pinged: its answer confirms all that was sent before. */
import type { Clock } from "../../clock.ts";
import { makeJid } from "../../jid/jid.ts";
import { NS_PING } from "../../namespaces.ts";
import { type Stanza, xml } from "../../stanza.ts";
import type { DomainPair } from "../domain-pair.ts";

/** Milliseconds from a stanza to the ping, so that one ping confirms several. */
const PING_DELAY = 100;
/**
 * Milliseconds from the first ping to the next, which is doubled each time. An answer can be lost where the ping was not:
 * ejabberd drops it as long as it does not try to reach this server again, after it has failed to once.
 */
const REPEAT_AFTER = 1_000;
/** Milliseconds from the first ping to the answer to one of them. */
const PING_TIMEOUT = 60_000;

/** A ping that was sent. */
export interface SentPing {
  readonly id: string | undefined;
  /** All that was sent before it has arrived. */
  readonly answered: () => void;
}

export interface PingProbeDeps {
  readonly clock: Clock;
  /** Sends a ping behind all that was sent; undefined where nothing can be sent now. */
  readonly ping: () => SentPing | undefined;
  readonly timedOut: () => void;
}

/**
 * Until a ping is answered it is repeated, and whichever answer comes first counts. An error counts only of a server that has never
 * answered with a result: one that stops (ejabberd) no longer knows pings, and has dropped the messages before them.
 */
export class PingProbe {
  readonly #deps: PingProbeDeps;
  #isScheduled = false;
  #stopTimer = (): void => {};
  /** Those under way. */
  #pings: SentPing[] = [];
  #knowsPings = false;
  #isRefused = false;

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
    if (!this.#isScheduled || this.#pings.length > 0) return;
    this.#stopTimer();
    this.#ping();
  }

  /** Whether a ping was refused since the last answer that counted. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** An answer with this id has come; false where it is not one to a ping under way. */
  handleAnswer(id: string | undefined, type: "result" | "error"): boolean {
    const ping = this.#pings.find((sent) => sent.id === id);
    if (id === undefined || !ping) return false;
    if (type === "error" && this.#knowsPings) {
      this.#isRefused = true;
      return true;
    }
    this.#knowsPings = type === "result";
    this.cancel();
    ping.answered();
    return true;
  }

  cancel(): void {
    this.#stopTimer();
    this.#isScheduled = false;
    this.#isRefused = false;
    this.#pings = [];
  }

  /** `left`: milliseconds until an answer must have come. */
  #ping(pause = REPEAT_AFTER, left = PING_TIMEOUT): void {
    const ping = this.#deps.ping();
    if (ping) this.#pings.push(ping);
    this.#stopTimer = this.#deps.clock.after(Math.min(pause, left), () => {
      if (pause < left) return this.#ping(2 * pause, left - pause);
      // Who refuses pings for so long does not know them any more; who is silent may know them.
      if (this.#isRefused) this.#knowsPings = false;
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
