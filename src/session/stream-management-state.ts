/** XEP-0198: what was sent and not yet acknowledged, and how much was received. Counters are modulo 2^32 (§4). */
import type { Element } from "ltx";
import { NS_SM } from "../namespaces.ts";
import { xml } from "../stanza.ts";
/** §4: asks for an <a/>. */
export const acknowledgementRequest = () => xml("r", { xmlns: NS_SM });

/** §4: `h` stanzas have been handled. */
export const acknowledgement = (h: number) => xml("a", { xmlns: NS_SM, h });

const MODULUS = 2 ** 32;

export interface Sent {
  readonly stanza: Element;
  /** When it was sent for the first time, in milliseconds since 1970. */
  readonly time: number;
  readonly bytes: number;
  /** What it holds in memory, in bytes. */
  readonly weight: number;
}

/** What a session had sent in another life of the server and nobody had acknowledged: it stays in the store until it is needed. */
export interface StoredStanzas {
  readonly count: number;
  readonly bytes: number;
  /** Oldest first, a portion at a time. */
  readonly read: () => Iterator<readonly Sent[], void>;
}

/** What a session had counted in another life of the server. */
export interface PreviousCounts {
  readonly received: number;
  readonly acknowledged: number;
  readonly stored?: StoredStanzas;
}

export class StreamManagementState {
  /** The resumption id; undefined where the client did not ask to be able to resume. */
  readonly id: string | undefined;
  readonly #unacknowledged: Sent[] = [];
  #bytes = 0;
  #weight = 0;
  #received = 0;
  #acknowledged = 0;
  #unread: StoredStanzas | undefined;
  #portions: Iterator<readonly Sent[], void> | undefined;
  /** What has been read of it so far. */
  #partlyRead: Sent[] = [];

  constructor(id: string | undefined, former: PreviousCounts = { received: 0, acknowledged: 0 }) {
    this.id = id;
    this.#received = former.received;
    this.#acknowledged = former.acknowledged;
    this.#unread = former.stored;
    this.#bytes = former.stored?.bytes ?? 0;
  }

  /** `h`: how many stanzas of the client were handled. */
  get received(): number {
    return this.#received;
  }

  /** How many stanzas the client has acknowledged. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Oldest first. */
  get unacknowledged(): readonly Sent[] {
    this.#read();
    return this.#unacknowledged;
  }

  /** What was sent in this life of the server, where what was sent before is still in the store alone. */
  get sentSinceRevival(): readonly Sent[] | undefined {
    return this.#unread && this.#unacknowledged;
  }

  /** How many stanzas are unacknowledged. */
  get count(): number {
    return (this.#unread?.count ?? 0) + this.#unacknowledged.length;
  }

  /** Of all that is unacknowledged. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of what is held in memory. */
  get weight(): number {
    return this.#weight;
  }

  countReceived(): void {
    this.#received = (this.#received + 1) % MODULUS;
  }

  countSent(sent: Sent): void {
    this.#unacknowledged.push(sent);
    this.#bytes += sent.bytes;
    this.#weight += sent.weight;
  }

  /** The client has handled `h` stanzas. False where it cannot have: it was sent fewer (§4: handled-count-too-high). */
  acknowledge(h: number): boolean {
    this.#read();
    const fresh = (h - this.#acknowledged + MODULUS) % MODULUS;
    if (fresh > this.#unacknowledged.length) return false;
    for (const { bytes, weight } of this.#unacknowledged.splice(0, fresh)) {
      this.#bytes -= bytes;
      this.#weight -= weight;
    }
    this.#acknowledged = h;
    return true;
  }

  /** How many were sent since the beginning, for the error's text. */
  get sent(): number {
    return (this.#acknowledged + this.count) % MODULUS;
  }

  /** Reads what is in the store alone, in portions; whoever needs it before that is done gets all of it at once. */
  *load(): Generator<void, void> {
    for (let unread = this.#unread; unread; unread = this.#unread) {
      this.#portions ??= unread.read();
      const { value, done } = this.#portions.next();
      if (done) return this.#loaded(unread);
      this.#partlyRead.push(...value);
      yield;
    }
  }

  #read(): void {
    if (this.#unread) for (const _ of this.load());
  }

  #loaded({ bytes }: StoredStanzas): void {
    const behind = this.#unacknowledged.splice(0);
    this.#bytes -= bytes;
    this.#unread = undefined;
    for (const sent of this.#partlyRead.splice(0)) this.countSent(sent);
    this.#unacknowledged.push(...behind);
  }
}

/** An `h` as §4 allows it, an unsigned 32-bit integer; undefined for anything else. */
export function parseH(text: string | undefined): number | undefined {
  if (text === undefined || !/^[0-9]{1,10}$/.test(text)) return undefined;
  const h = Number(text);
  return h < MODULUS ? h : undefined;
}
