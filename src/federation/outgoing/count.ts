/** XEP-0198 §4: how many stanzas were sent over a stream, and how many of them the peer has handled. */

const MODULUS = 2 ** 32;

/** Counts without end; what the peer tells is modulo 2^32. */
export class Count {
  #sent: number;
  #acknowledged: number;

  /** Where it goes on from: `sent` is Infinity where that is not known any more. */
  constructor({ sent, acknowledged } = { sent: 0, acknowledged: 0 }) {
    this.#sent = sent;
    this.#acknowledged = acknowledged;
  }

  get sent(): number {
    return this.#sent;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** The number of the stanza that is sent now. */
  next(): number {
    this.#sent += 1;
    return this.#sent;
  }

  /** The peer has handled `h` of them. Returns their number, or undefined where it was sent fewer. */
  acknowledge(h: number): number | undefined {
    const fresh = (((h - this.#acknowledged) % MODULUS) + MODULUS) % MODULUS;
    const handled = this.#acknowledged + fresh;
    if (handled > this.#sent) return undefined;
    this.#acknowledged = handled;
    return handled;
  }

  /** §5: the stream goes on over another connection, and what the peer has not handled is sent again. */
  resumeAt(h: number): number | undefined {
    const handled = this.acknowledge(h);
    if (handled !== undefined) this.#sent = handled;
    return handled;
  }
}
