/** What a client is handed over from a store, portion by portion as it takes it, and what waits behind that. */
import type { Element } from "ltx";
import { weightOf } from "../xml/weight.ts";
import { sizeOf } from "./size.ts";

export class OfflineBacklog {
  readonly #next: () => readonly Element[];
  #portion: ReadonlySet<Element> = new Set();
  readonly #behind: Element[] = [];
  #bytesBehind = 0;
  #weight = 0;
  /** True when there was no further portion. */
  isEmpty = false;

  /** `next` gives another portion each time the one before has been taken; an empty one is the last. */
  constructor(next: () => readonly Element[]) {
    this.#next = next;
  }

  nextPortion(): readonly Element[] {
    const portion = this.#next();
    this.#portion = new Set(portion);
    this.isEmpty = portion.length === 0;
    return portion;
  }

  /** Whether it belongs to the portion at hand, which the store still has. */
  isInPortion(stanza: Element): boolean {
    return this.#portion.has(stanza);
  }

  enqueue(stanza: Element): void {
    this.#behind.push(stanza);
    const bytes = sizeOf(stanza);
    this.#bytesBehind += bytes;
    this.#weight += weightOf(stanza, bytes);
  }

  /** In the order in which it was put there. */
  get queued(): readonly Element[] {
    return this.#behind;
  }

  get queuedBytes(): number {
    return this.#bytesBehind;
  }

  /** Of what waits behind, in bytes. */
  get weight(): number {
    return this.#weight;
  }
}
