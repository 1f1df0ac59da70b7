/** How much may wait for other servers: for one domain pair, for all together, and of one sender. */
import { StanzaError } from "../../stanza-error.ts";
import { type DomainPair, pairKey } from "../domain-pair.ts";
import type { HeldStanzas, OutgoingStanza } from "./route-queue.ts";

export interface QueueBounds {
  /** Stanzas for one pair. */
  readonly maxQueued: number;
  /** Bytes of memory, for one pair and for all together. */
  readonly maxQueuedSize: number;
  readonly maxQueuedTotal: number;
}

/** The largest share of all that may wait that one sender may have, and of the pairs that are not reached yet. */
export const MAX_SHARE = 0.25;

export const resourceConstraint = (text: string): StanzaError => new StanzaError("resource-constraint", { text });

/** What waits, or is sent, for one pair. */
export interface Load {
  readonly count: number;
  readonly weight: number;
}

const NONE: Load = { count: 0, weight: 0 };

/** A stanza that is to be queued. */
export interface NewStanza {
  /** The bare JID of its sender here. */
  readonly sender: string;
  /** The bytes of memory that it holds. */
  readonly weight: number;
}

export class QueueLimits implements HeldStanzas {
  readonly #bounds: QueueBounds;
  readonly #uncommitted = new UncommittedLoad();
  /** Bytes of memory, by the bare JID of the sender. */
  readonly #bySender = new Map<string, number>();
  #weight = 0;

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds;
  }

  /** Of what all queues hold, in bytes of memory. */
  get weight(): number {
    return this.#weight;
  }

  weightOf(sender: string): number {
    return this.#bySender.get(sender) ?? 0;
  }

  add({ stanza, weight }: OutgoingStanza): void {
    this.#change(stanza.from.bare, weight);
  }

  remove({ stanza, weight }: OutgoingStanza): void {
    this.#change(stanza.from.bare, -weight);
  }

  /** Throws StanzaError resource-constraint where one more is too much; `queued` is what the route of the pair holds. */
  check(pair: DomainPair, { sender, weight }: NewStanza, queued: Load = NONE): void {
    const { maxQueued, maxQueuedSize, maxQueuedTotal } = this.#bounds;
    const uncommitted = this.#uncommitted.of(pair);
    const isFull =
      queued.count + uncommitted.count >= maxQueued ||
      queued.weight + uncommitted.weight + weight > maxQueuedSize ||
      this.#weight + this.#uncommitted.weight + weight > maxQueuedTotal;
    if (isFull) throw resourceConstraint(`too much waits for ${pair.remote} already: try again later`);
    if (this.weightOf(sender) + this.#uncommitted.weightOf(sender) + weight > maxQueuedTotal * MAX_SHARE)
      throw resourceConstraint("too much of what you have sent to other servers still waits for them: try again later");
  }

  /** What this tick sends counts until it is over: by then it is queued, or rolled back. `isNew`: the pair has no route. */
  addUncommitted(pair: DomainPair, stanza: NewStanza, isNew: boolean): void {
    this.#uncommitted.add(pair, stanza, isNew);
  }

  /** Whether this tick sends something to the pair already. */
  isUncommitted(pair: DomainPair): boolean {
    return this.#uncommitted.of(pair).count > 0;
  }

  /** How many pairs get a route with this tick: of all senders, or of one. */
  newPairs(sender?: string): number {
    return this.#uncommitted.newPairs(sender);
  }

  #change(sender: string, weight: number): void {
    this.#weight += weight;
    const held = this.weightOf(sender) + weight;
    if (held > 0) this.#bySender.set(sender, held);
    else this.#bySender.delete(sender);
  }
}

/** What one tick of the event loop sends, before it is known whether it is committed. */
class UncommittedLoad {
  readonly #byPair = new Map<string, Load>();
  readonly #bySender = new Map<string, number>();
  /** The pairs without a route, with the sender of the first stanza. */
  readonly #newPairs = new Map<string, string>();
  #weight = 0;

  /** For all pairs together. */
  get weight(): number {
    return this.#weight;
  }

  of(pair: DomainPair): Load {
    return this.#byPair.get(pairKey(pair)) ?? NONE;
  }

  weightOf(sender: string): number {
    return this.#bySender.get(sender) ?? 0;
  }

  newPairs(sender?: string): number {
    if (sender === undefined) return this.#newPairs.size;
    return this.#newPairs
      .values()
      .filter((first) => first === sender)
      .toArray().length;
  }

  add(pair: DomainPair, { sender, weight }: NewStanza, isNew: boolean): void {
    if (this.#byPair.size === 0) setImmediate(() => this.#clear());
    const key = pairKey(pair);
    const before = this.of(pair);
    this.#byPair.set(key, { count: before.count + 1, weight: before.weight + weight });
    this.#bySender.set(sender, this.weightOf(sender) + weight);
    if (isNew && !this.#newPairs.has(key)) this.#newPairs.set(key, sender);
    this.#weight += weight;
  }

  #clear(): void {
    this.#byPair.clear();
    this.#bySender.clear();
    this.#newPairs.clear();
    this.#weight = 0;
  }
}
