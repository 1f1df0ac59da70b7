/** Messages from the offline store that a client is sent portion by portion as it takes them, and what waits behind them. */
import type { Element } from "ltx";
import { NS_MAM } from "../namespaces.ts";
import { measure } from "../xml/weight.ts";

/**
 * Whether a stanza comes behind the backlog: a message of a kind that the backlog may hold (RFC 6121 §8.5.2.2.1). A page of an
 * archive does not, since it comes before the answer to its query (XEP-0313 §4.3), and answers do not wait.
 */
export const keepsOrderWithBacklog = (stanza: Element): boolean =>
  stanza.name === "message" && !OTHER_TYPES.has(stanza.attrs.type) && !stanza.getChild("result", NS_MAM);

/** Messages of these types are never stored offline. */
const OTHER_TYPES = new Set(["groupchat", "headline", "error"]);

export class OfflineBacklog {
  readonly #next: () => readonly Element[];
  readonly #taken: ((count: number) => void) | undefined;
  /** The places of the current portion's stanzas in it. */
  #portion: ReadonlyMap<Element, number> = new Map();
  #takenCount = 0;
  readonly #queued: Element[] = [];
  #queuedBytes = 0;
  #weight = 0;
  /** True once the store had no further portion. */
  isEmpty = false;

  /**
   * `next` reads another portion each time the client has taken the one before; an empty one is the last. `taken` is told how
   * many of a portion the client has acknowledged so far.
   */
  constructor(next: () => readonly Element[], taken?: (count: number) => void) {
    this.#next = next;
    this.#taken = taken;
  }

  nextPortion(): readonly Element[] {
    const portion = this.#next();
    this.#portion = new Map(portion.map((stanza, place) => [stanza, place]));
    this.#takenCount = 0;
    this.isEmpty = portion.length === 0;
    return portion;
  }

  /** Whether a stanza is in the current portion, which is still in the store. */
  isInPortion(stanza: Element): boolean {
    return this.#portion.has(stanza);
  }

  /** The client has acknowledged all that it was sent but these. */
  acknowledged(others: readonly { readonly stanza: Element }[]): void {
    const first = others.find(({ stanza }) => this.#portion.has(stanza));
    const count = first ? (this.#portion.get(first.stanza) ?? 0) : this.#portion.size;
    if (count <= this.#takenCount) return;
    this.#takenCount = count;
    this.#taken?.(count);
  }

  /** A stanza that was sent meanwhile waits behind the backlog. */
  enqueue(stanza: Element): void {
    this.#queued.push(stanza);
    const { bytes, weight } = measure(stanza);
    this.#queuedBytes += bytes;
    this.#weight += weight;
  }

  /** What waits behind the backlog, oldest first. */
  get queued(): readonly Element[] {
    return this.#queued;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Of what is queued, in bytes of memory. */
  get weight(): number {
    return this.#weight;
  }
}
