/** XEP-0045 §7.5: the private messages that a room has sent on lately: an error that answers one does not concern the room. */
import { BoundedMap } from "../../../../bounded-map.ts";

/** In one room. */
const MAX_REMEMBERED = 200;

export class RecentPrivateMessages {
  /** The recipients of messages that were evicted. */
  readonly #evicted = new BoundedMap<string, true>(MAX_REMEMBERED);
  readonly #recent = new BoundedMap<string, string>(MAX_REMEMBERED, (_, recipient) =>
    this.#evicted.set(recipient, true),
  );

  /** `to` is the full JID of the recipient's client. */
  add(to: string, id: string): void {
    this.#recent.set(keyOf(to, id), to);
  }

  /** Whether a message with this id was sent to that client; it is removed. */
  take(from: string, id: string | undefined): boolean {
    return id !== undefined && this.#recent.delete(keyOf(from, id));
  }

  /** Whether a message to that client has been evicted: an error from it may be the answer to that one. */
  mayHaveForgotten(from: string): boolean {
    return this.#evicted.has(from);
  }
}

const keyOf = (full: string, id: string): string => JSON.stringify([full, id]);
