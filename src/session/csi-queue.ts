/** XEP-0352 §5: what need not be sent while the client is inactive waits, in order, until something is sent that must be. */
import type { Element } from "ltx";
import type { CsiPolicy } from "../server/session.ts";
import { weightOf } from "../xml/weight.ts";

/** A queue of so many stanzas, or of so many bytes in memory, is sent. */
const MAX_QUEUED = 500;
const MAX_WEIGHT = 500_000;

export class CsiQueue {
  #policy: CsiPolicy | undefined;
  #queued: Element[] = [];
  #weight = 0;

  /** Of what is queued, in bytes of memory. */
  get weight(): number {
    return this.#weight;
  }

  /** Returns what is to be sent now, oldest first: nothing, or the whole queue and this stanza. */
  push(stanza: Element): readonly Element[] {
    if (!this.#policy) return [stanza];
    this.#queued.push(stanza);
    if (this.#policy(stanza) === "now") return this.#takeAll();
    this.#weight += weightOf(stanza);
    return this.#queued.length < MAX_QUEUED && this.#weight < MAX_WEIGHT ? [] : this.#takeAll();
  }

  /** Undefined while the client is active. Returns what is to be sent now: the whole queue. */
  setPolicy(policy: CsiPolicy | undefined): readonly Element[] {
    this.#policy = policy;
    return this.#takeAll();
  }

  #takeAll(): readonly Element[] {
    const queued = this.#queued;
    this.#queued = [];
    this.#weight = 0;
    return queued;
  }
}
