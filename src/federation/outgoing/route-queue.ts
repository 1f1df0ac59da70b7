/** The stanzas of one pair, in order: those that were sent and may not have arrived, and behind them those that wait. */
import type { QueueLoad } from "./load.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";

export class RouteQueue {
  readonly #load: QueueLoad;
  #sent: OutgoingStanza[] = [];
  #waiting: OutgoingStanza[] = [];
  #weight = 0;
  #sentBytes = 0;

  constructor(load: QueueLoad) {
    this.#load = load;
  }

  get sent(): readonly OutgoingStanza[] {
    return this.#sent;
  }

  get waiting(): readonly OutgoingStanza[] {
    return this.#waiting;
  }

  /** Nothing of it was sent, and nothing is in the store. */
  get isTransient(): boolean {
    return this.#sent.length === 0 && this.#waiting.every(({ row }) => row === undefined);
  }

  /** What waits to say that somebody is gone, in memory alone. */
  get pendingUnavailable(): readonly OutgoingStanza[] {
    return this.#waiting.filter(({ stanza, row }) => row === undefined && stanza.type === "unavailable");
  }

  get count(): number {
    return this.#sent.length + this.#waiting.length;
  }

  /** Of all that is held, in bytes of memory. */
  get weight(): number {
    return this.#weight;
  }

  /** Of what was sent and not confirmed, as it was sent. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  add(item: OutgoingStanza): void {
    this.#waiting.push(item);
    this.#hold(item);
  }

  /** What has waited since a former life of this server, sent or not, is in front of the rest. */
  prepend(items: readonly OutgoingStanza[]): void {
    for (const item of items) this.#hold(item);
    const sent = items.filter(({ number }) => number > 0);
    for (const { bytes } of sent) this.#sentBytes += bytes;
    this.#sent = sent;
    this.#waiting = [...items.filter(({ number }) => number === 0), ...this.#waiting];
  }

  /** The first that waits has left: it is still held if somebody is to say that it has arrived. */
  shift(isHeld: (item: OutgoingStanza) => boolean): OutgoingStanza | undefined {
    const item = this.#waiting.shift();
    if (!item) return undefined;
    if (isHeld(item)) {
      this.#sent.push(item);
      this.#sentBytes += item.bytes;
    } else this.#forget([item]);
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
  requeueSent(): void {
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
    for (const item of items) {
      this.#weight -= item.weight;
      this.#load.remove(item);
    }
  }

  #hold(item: OutgoingStanza): void {
    this.#weight += item.weight;
    this.#load.add(item);
  }
}
