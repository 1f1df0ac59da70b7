/** The stanzas of a domain pair, in order: those that were sent and are not confirmed, behind them those that wait. */
import type { Element } from "ltx";
import { NS_HINTS } from "../../namespaces.ts";
import { withDelay } from "../../server/delay.ts";
import { isResponse, isSubscription, type Stanza } from "../../stanza.ts";

export interface OutgoingStanza {
  readonly stanza: Stanza;
  /** The size as it is sent. */
  readonly bytes: number;
  /** The bytes of memory that it holds. */
  readonly weight: number;
  /** When it was accepted, in milliseconds since 1970. */
  readonly time: number;
  /** Its row in the store; undefined where it is in memory only. */
  readonly row: number | undefined;
  /** When its sender is told that the other server cannot be reached, by a clock that only grows. */
  deadline: number;
  /** Its number in its stream, where the peer counts (XEP-0198 §4): the first one's is 1; 0 before it is sent. */
  number: number;
  /** How often it was sent. */
  attempts: number;
  /** It does not leave before this resolves; undefined where it may. */
  unsynced: Promise<void> | undefined;
}

/** Milliseconds after which a message that is sent is stamped with a delay. */
const LATE_AFTER = 10_000;
/** How often a stanza is sent that is never confirmed. */
const MAX_ATTEMPTS = 5;

/** Whether it survives a restart: messages (but see XEP-0334) and what changes subscriptions. */
export function isStored(stanza: Stanza): boolean {
  const { name, type, xml } = stanza;
  if (name === "presence") return isSubscription(stanza);
  if (name !== "message" || type === "error") return false;
  return !xml.getChild("no-store", NS_HINTS) && !xml.getChild("no-permanent-store", NS_HINTS);
}

/**
 * RFC 6120 §8.3.1: whether its sender gets an error where it has not arrived. Of presence, only subscription requests and
 * presence to one full JID (RFC 6121 §4.6): whoever enters a room waits for an answer.
 */
export function returnsError(stanza: Stanza): boolean {
  const { name, type, to } = stanza;
  if (name === "presence") return type === "subscribe" || (type === "available" && (to?.resource ?? "") !== "");
  return !isResponse(stanza);
}

/** Whether it may have arrived and must not be sent again: an iq of type set would be executed twice. */
export const mayNotRepeat = ({ stanza, attempts }: OutgoingStanza): boolean =>
  attempts > 0 && (stanza.type === "set" || attempts >= MAX_ATTEMPTS);

/** A stanza that was accepted `now`, or at the `time` given. */
export const outgoingStanza = (
  stanza: Stanza,
  { now, ...given }: { readonly now: number; readonly deadline: number } & Partial<OutgoingStanza>,
): OutgoingStanza => ({
  stanza,
  bytes: 0,
  weight: 0,
  time: now,
  row: undefined,
  number: 0,
  attempts: 0,
  unsynced: undefined,
  ...given,
});

/** The element that is sent: a message that is late, or sent again, has a delay stamp (XEP-0203). */
export function asSent({ stanza, time, attempts }: OutgoingStanza, now: number): Element {
  const isLate = attempts > 0 || now - time > LATE_AFTER;
  return stanza.name === "message" && isLate ? withDelay(stanza.xml, stanza.from.domain, time) : stanza.xml;
}

/** Counts what all queues hold together. */
export interface HeldStanzas {
  add(item: OutgoingStanza): void;
  remove(item: OutgoingStanza): void;
}

export class RouteQueue {
  readonly #held: HeldStanzas;
  #sent: OutgoingStanza[] = [];
  #waiting: OutgoingStanza[] = [];
  #weight = 0;
  #sentBytes = 0;

  constructor(held: HeldStanzas) {
    this.#held = held;
  }

  get sent(): readonly OutgoingStanza[] {
    return this.#sent;
  }

  get waiting(): readonly OutgoingStanza[] {
    return this.#waiting;
  }

  /** Whether nothing was sent, and nothing is in the store. */
  get isTransient(): boolean {
    return this.#sent.length === 0 && this.#waiting.every(({ row }) => row === undefined);
  }

  /** Unavailable presence that waits, in memory alone. */
  get pendingUnavailable(): readonly OutgoingStanza[] {
    return this.#waiting.filter(({ stanza, row }) => row === undefined && stanza.type === "unavailable");
  }

  get count(): number {
    return this.#sent.length + this.#waiting.length;
  }

  /** The bytes of memory that all of them hold. */
  get weight(): number {
    return this.#weight;
  }

  /** The size of what was sent and is not confirmed. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  add(item: OutgoingStanza): void {
    this.#waiting.push(item);
    this.#hold(item);
  }

  /** Stanzas of before a restart, sent or not, in front of the others. */
  prepend(items: readonly OutgoingStanza[]): void {
    for (const item of items) this.#hold(item);
    const sent = items.filter(({ number }) => number > 0);
    for (const { bytes } of sent) this.#sentBytes += bytes;
    this.#sent = sent;
    this.#waiting = [...items.filter(({ number }) => number === 0), ...this.#waiting];
  }

  /** Takes the first that waits, to be sent; it stays among those sent where `isHeld`, until it is confirmed. */
  shift(isHeld: (item: OutgoingStanza) => boolean): OutgoingStanza | undefined {
    const item = this.#waiting.shift();
    if (!item) return undefined;
    if (isHeld(item)) {
      this.#sent.push(item);
      this.#sentBytes += item.bytes;
    } else this.#release([item]);
    return item;
  }

  /** Removes and returns the first of those sent, as long as `isConfirmed`. */
  confirmWhile(isConfirmed: (item: OutgoingStanza) => boolean): readonly OutgoingStanza[] {
    const end = this.#sent.findIndex((item) => !isConfirmed(item));
    const confirmed = this.#sent.splice(0, end < 0 ? this.#sent.length : end);
    for (const { bytes } of confirmed) this.#sentBytes -= bytes;
    this.#release(confirmed);
    return confirmed;
  }

  /** What was sent waits again, in front of the others. */
  requeueSent(): void {
    if (this.#sent.length > 0) this.#waiting = [...this.#sent, ...this.#waiting];
    this.#sent = [];
    this.#sentBytes = 0;
  }

  /** Removes and returns all that wait and match. */
  remove(matches: (item: OutgoingStanza) => boolean): readonly OutgoingStanza[] {
    const removed = this.#waiting.filter(matches);
    if (removed.length === 0) return removed;
    const gone = new Set(removed);
    this.#waiting = this.#waiting.filter((item) => !gone.has(item));
    this.#release(removed);
    return removed;
  }

  #release(items: readonly OutgoingStanza[]): void {
    for (const item of items) {
      this.#weight -= item.weight;
      this.#held.remove(item);
    }
  }

  #hold(item: OutgoingStanza): void {
    this.#weight += item.weight;
    this.#held.add(item);
  }
}
