/** The stanzas of one pair, in order: those that were sent and may not have arrived, and behind them those that wait. */
import type { OutgoingStanza } from "./outgoing-stanza.ts";

/** What all pairs together hold. */
export interface Load {
  bytes: number;
}

export class RouteQueue {
  readonly #load: Load;
  #sent: OutgoingStanza[] = [];
  #waiting: OutgoingStanza[] = [];
  #bytes = 0;
  #sentBytes = 0;

  constructor(load: Load) {
    this.#load = load;
  }

  get sent(): readonly OutgoingStanza[] {
    return this.#sent;
  }

  get waiting(): readonly OutgoingStanza[] {
    return this.#waiting;
  }

  /** Nothing of it was sent, and nothing is in the store. */
  get isPassing(): boolean {
    return this.#sent.length === 0 && this.#waiting.every(({ row }) => row === undefined);
  }

  /** What waits to say that somebody is gone, in memory alone. */
  get farewells(): readonly OutgoingStanza[] {
    return this.#waiting.filter(({ stanza, row }) => row === undefined && stanza.type === "unavailable");
  }

  get count(): number {
    return this.#sent.length + this.#waiting.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Of what was sent and not confirmed. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  add(item: OutgoingStanza): void {
    this.#waiting.push(item);
    this.#weigh(item.bytes);
  }

  /** It was sent in a former life of this server. */
  addSent(item: OutgoingStanza): void {
    this.#sent.push(item);
    this.#sentBytes += item.bytes;
    this.#weigh(item.bytes);
  }

  /** The first that waits has left: it is still held if somebody is to say that it has arrived. */
  shift(isHeld: (item: OutgoingStanza) => boolean): OutgoingStanza | undefined {
    const item = this.#waiting.shift();
    if (!item) return undefined;
    if (isHeld(item)) {
      this.#sent.push(item);
      this.#sentBytes += item.bytes;
    } else this.#weigh(-item.bytes);
    return item;
  }

  /** Takes out the first of those sent, as long as `isConfirmed`. */
  confirmWhile(isConfirmed: (item: OutgoingStanza) => boolean): readonly OutgoingStanza[] {
    const end = this.#sent.findIndex((item) => !isConfirmed(item));
    const confirmed = this.#sent.splice(0, end < 0 ? this.#sent.length : end);
    for (const { bytes } of confirmed) this.#sentBytes -= bytes;
    this.#forget(confirmed);
    return confirmed;
  }

  /** What was sent waits again, in front of the rest. */
  takeBack(): void {
    if (this.#sent.length > 0) this.#waiting = [...this.#sent, ...this.#waiting];
    this.#sent = [];
    this.#sentBytes = 0;
  }

  /** Takes out all that waits and of which that is true. */
  remove(isOver: (item: OutgoingStanza) => boolean): readonly OutgoingStanza[] {
    const over = this.#waiting.filter(isOver);
    if (over.length === 0) return over;
    const gone = new Set(over);
    this.#waiting = this.#waiting.filter((item) => !gone.has(item));
    this.#forget(over);
    return over;
  }

  #forget(items: readonly OutgoingStanza[]): void {
    for (const { bytes } of items) this.#weigh(-bytes);
  }

  #weigh(bytes: number): void {
    this.#bytes += bytes;
    this.#load.bytes += bytes;
  }
}
