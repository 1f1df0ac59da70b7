/** XEP-0198: what was sent and not yet acknowledged, and how much was received. Counters are modulo 2^32 (§4). */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";

export const NS_SM = "urn:xmpp:sm:3";

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

export class StreamManagement {
  /** The resumption id; undefined where the client did not ask to be able to resume. */
  readonly id: string | undefined;
  readonly #unacknowledged: Sent[] = [];
  #bytes = 0;
  #weight = 0;
  #received = 0;
  #acknowledged = 0;

  /** `former`: what it had counted, where a session goes on from another life of the server. */
  constructor(id: string | undefined, former?: { readonly received: number; readonly acknowledged: number }) {
    this.id = id;
    this.#received = former?.received ?? 0;
    this.#acknowledged = former?.acknowledged ?? 0;
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
    return this.#unacknowledged;
  }

  /** Of all that is unacknowledged. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Likewise, as it is held in memory. */
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
    return (this.#acknowledged + this.#unacknowledged.length) % MODULUS;
  }
}

/** An `h` as §4 allows it, an unsigned 32-bit integer; undefined for anything else. */
export function parseH(text: string | undefined): number | undefined {
  if (text === undefined || !/^[0-9]{1,10}$/.test(text)) return undefined;
  const h = Number(text);
  return h < MODULUS ? h : undefined;
}
