/** XEP-0288: a stream that the other server opened, as what carries the stanzas of a pair to it. */
import { StreamError } from "../../stream-error.ts";
import type { Carrier } from "../carrier.ts";
import type { Line, LineOwner } from "./line.ts";
import { asSent, type OutgoingStanza } from "./outgoing-stanza.ts";

export class AdoptedLine implements Line {
  readonly carrier: Carrier;
  readonly #owner: LineOwner;
  readonly #now: () => number;
  #isReleased = false;

  /** `now`: milliseconds since 1970. */
  constructor(carrier: Carrier, owner: LineOwner, now: () => number) {
    this.carrier = carrier;
    this.#owner = owner;
    this.#now = now;
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
    const stanza = asSent(item, this.#now());
    item.attempts += 1;
    this.carrier.send(stanza, () => this.#owner.confirmedThrough(item));
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
