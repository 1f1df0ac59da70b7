/** XEP-0288: a stream that the other server opened, as what carries the stanzas of a pair to it. */
import { StreamError } from "../../stream-error.ts";
import type { Carrier } from "../carrier.ts";
import type { Pair } from "../pair.ts";
import type { Line, LineOwner } from "./line.ts";
import { asSent, type OutgoingStanza } from "./outgoing-stanza.ts";
import type { WaitingStanzas } from "./waiting-stanzas.ts";

export interface AdoptedLineParts {
  readonly pair: Pair;
  readonly store: Pick<WaitingStanzas, "numbered" | "afterCommit">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class AdoptedLine implements Line {
  readonly carrier: Carrier;
  readonly #owner: LineOwner;
  readonly #parts: AdoptedLineParts;
  #isReleased = false;

  constructor(carrier: Carrier, owner: LineOwner, parts: AdoptedLineParts) {
    this.carrier = carrier;
    this.#owner = owner;
    this.#parts = parts;
  }

  get isManaged(): boolean {
    return this.carrier.isManaged;
  }

  get isResumable(): boolean {
    return this.carrier.isResumable;
  }

  get isOpen(): boolean {
    return !this.#isReleased;
  }

  send(item: OutgoingStanza): void {
    const { pair, store, now } = this.#parts;
    const stanza = asSent(item, now());
    item.attempts += 1;
    const { row, bytes } = item;
    const numbered = (number: number): void => store.numbered(pair, row ?? 0, number);
    const remembered = row === undefined ? undefined : { bytes, numbered, afterCommit: store.afterCommit };
    this.carrier.send(stanza, () => this.#owner.confirmedThrough(item), remembered);
  }

  drained(callback: () => void): void {
    this.carrier.drained(callback);
  }

  leave(): void {
    this.cut("it is not known what arrives");
  }

  cut(reason: string): void {
    this.fail(new StreamError("undefined-condition", reason));
  }

  fail(error: StreamError): void {
    this.carrier.end(error);
  }

  /** The other server's stream is gone. */
  released(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#owner.gone(this, "some", "the other server's stream has ended");
  }
}
