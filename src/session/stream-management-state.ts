/** XEP-0198 §4: the state of one managed stream: what was sent and not acknowledged yet, and how much was received. */
import type { Element } from "ltx";
import { SentCounter } from "../stream/stream-management.ts";

export interface Sent {
  readonly stanza: Element;
  /** When it was sent for the first time, in milliseconds since 1970. */
  readonly time: number;
  readonly bytes: number;
  /** In memory, in bytes. */
  readonly weight: number;
}

/** Stanzas that were sent before a restart of the server and not acknowledged: they stay in the store until they are needed. */
export interface StoredStanzas {
  readonly count: number;
  readonly bytes: number;
  /** Oldest first, a portion at a time. */
  readonly read: () => Iterator<readonly Sent[], void>;
}

/** Told of what changes, so that it is known after a crash (session-journal.ts). */
export interface ManagementObserver {
  received(): void;
  sent(sent: Sent): void;
  acknowledged(): void;
}

/** The counts before a restart of the server. */
export interface PreviousCounts {
  readonly received: number;
  readonly acknowledged: number;
  readonly stored?: StoredStanzas | undefined;
}

export class StreamManagementState {
  /** The resumption id; undefined where the client did not ask to be able to resume. */
  readonly id: string | undefined;
  observer: ManagementObserver | undefined;
  readonly #counter: SentCounter;
  readonly #unacknowledged: Sent[] = [];
  #bytes: number;
  #weight = 0;
  #received: number;
  #stored: StoredStanzas | undefined;
  #portions: Iterator<readonly Sent[], void> | undefined;
  /** What has been read of `#stored` so far. */
  #loaded: Sent[] = [];

  constructor(
    id: string | undefined,
    { received, acknowledged, stored }: PreviousCounts = NONE,
    observer: ManagementObserver | undefined = undefined,
  ) {
    this.id = id;
    this.observer = observer;
    this.#counter = new SentCounter({ sent: acknowledged + (stored?.count ?? 0), acknowledged });
    this.#received = received;
    this.#stored = stored;
    this.#bytes = stored?.bytes ?? 0;
  }

  /** How many stanzas of the client were handled, without the wrap of `h`. */
  get received(): number {
    return this.#received;
  }

  /** How many stanzas were sent since the stream was opened, without the wrap of `h`. */
  get sent(): number {
    return this.#counter.sent;
  }

  /** How many of them the client has acknowledged. */
  get acknowledged(): number {
    return this.#counter.acknowledged;
  }

  /** Oldest first. */
  get unacknowledged(): readonly Sent[] {
    this.loadAll();
    return this.#unacknowledged;
  }

  /** What was sent since a restart of the server; undefined where nothing from before is in the store alone. */
  get sentSinceRevival(): readonly Sent[] | undefined {
    return this.#stored && this.#unacknowledged;
  }

  /** How many stanzas are unacknowledged. */
  get count(): number {
    return this.#counter.sent - this.#counter.acknowledged;
  }

  /** Of all that is unacknowledged. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of the unacknowledged stanzas that are in memory. */
  get weight(): number {
    return this.#weight;
  }

  countReceived(): void {
    this.#received += 1;
    this.observer?.received();
  }

  countSent(sent: Sent): void {
    this.#counter.next();
    this.#add(sent);
    this.observer?.sent(sent);
  }

  /** The client has handled `h` stanzas. Returns false where fewer were sent (§4: handled-count-too-high). */
  acknowledge(h: number): boolean {
    this.loadAll();
    const before = this.#counter.acknowledged;
    const handled = this.#counter.acknowledge(h);
    if (handled === undefined) return false;
    for (const { bytes, weight } of this.#unacknowledged.splice(0, handled - before)) {
      this.#bytes -= bytes;
      this.#weight -= weight;
    }
    this.observer?.acknowledged();
    return true;
  }

  /** Loads the stored stanzas in portions. `unacknowledged` and `acknowledge` load the rest at once if they come before it is done. */
  *load(): Generator<void, void> {
    for (let stored = this.#stored; stored; stored = this.#stored) {
      this.#portions ??= stored.read();
      const { value, done } = this.#portions.next();
      if (done) return this.#finishLoading(stored);
      this.#loaded.push(...value);
      yield;
    }
  }

  /** Loads at once what is in the store alone. */
  loadAll(): void {
    if (this.#stored) for (const _ of this.load());
  }

  #finishLoading({ bytes }: StoredStanzas): void {
    const later = this.#unacknowledged.splice(0);
    this.#bytes -= bytes;
    this.#stored = undefined;
    for (const sent of this.#loaded.splice(0)) this.#add(sent);
    this.#unacknowledged.push(...later);
  }

  #add(sent: Sent): void {
    this.#unacknowledged.push(sent);
    this.#bytes += sent.bytes;
    this.#weight += sent.weight;
  }
}

const NONE: PreviousCounts = { received: 0, acknowledged: 0 };
