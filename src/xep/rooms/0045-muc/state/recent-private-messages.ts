/** Which private messages a room has passed on of late: an error in answer to one is about it, and not about the room. */
import { BoundedMap } from "../../../../bounded-map.ts";
import type { Stanza } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";

/** As many are remembered, in each room that somebody is in. */
const MAX_REMEMBERED = 200;
/** What a room keeps of an id, it keeps of many. */
const MAX_ID_LENGTH = 1023;

/** Throws StanzaError policy-violation where the id of what is to be passed on is too long to be kept. */
export function checkIdLength({ id = "" }: Pick<Stanza, "id">): void {
  if (id.length > MAX_ID_LENGTH)
    throw new StanzaError("policy-violation", { text: `an id has ${MAX_ID_LENGTH} characters at the most` });
}

export class RecentPrivateMessages {
  /** To whom went those that had to be forgotten without an answer. */
  readonly #forgotten = new BoundedMap<string, true>(MAX_REMEMBERED);
  readonly #recent = new BoundedMap<string, string>(MAX_REMEMBERED, (_, recipient) =>
    this.#forgotten.set(recipient, true),
  );

  /** `to` is the full JID that it went to. */
  add(to: string, id: string): void {
    this.#recent.set(keyOf(to, id), to);
  }

  /** Whether there was one, which is forgotten. */
  take(from: string, id: string | undefined): boolean {
    return id !== undefined && this.#recent.delete(keyOf(from, id));
  }

  /** Whether an error from there may be about one that nobody remembers. */
  mayHaveForgotten(from: string): boolean {
    return this.#forgotten.has(from);
  }
}

const keyOf = (full: string, id: string): string => JSON.stringify([full, id]);
