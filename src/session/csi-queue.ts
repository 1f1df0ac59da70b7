/** Keeps back what may wait while a client is idle, in order, until something goes that may not (XEP-0352). */
import type { Element } from "ltx";
import type { CsiPolicy } from "../server/session.ts";
import { weightOf } from "../xml/weight.ts";

/** More stanzas, or heavier ones, are never kept back: the client gets it all. */
const MAX_HELD = 500;
const MAX_WEIGHT = 500_000;

export class CsiQueue {
  #pace: CsiPolicy | undefined;
  #later: Element[] = [];
  #weight = 0;

  /** Of what is kept back, in bytes. */
  get weight(): number {
    return this.#weight;
  }

  /** What is due now, oldest first: nothing, or all that waited and this stanza. */
  push(stanza: Element): readonly Element[] {
    if (!this.#pace) return [stanza];
    this.#later.push(stanza);
    if (this.#pace(stanza) === "now") return this.#taken();
    this.#weight += weightOf(stanza);
    return this.#later.length < MAX_HELD && this.#weight < MAX_WEIGHT ? [] : this.#taken();
  }

  /** What is due with the new pace: all that waited. */
  setPolicy(pace: CsiPolicy | undefined): readonly Element[] {
    this.#pace = pace;
    return this.#taken();
  }

  #taken(): readonly Element[] {
    const taken = this.#later;
    this.#later = [];
    this.#weight = 0;
    return taken;
  }
}
