/** Which private messages a room has passed on of late: an error in answer to one is about it, and not about the room. */

/** As many are remembered, in each room that somebody is in. */
const MOST = 200;

export class Whispers {
  readonly #recent = new Set<string>();

  /** `to` is the full JID that it went to. */
  add(to: string, id: string): void {
    const [oldest] = this.#recent;
    if (oldest !== undefined && this.#recent.size >= MOST) this.#recent.delete(oldest);
    this.#recent.add(keyOf(to, id));
  }

  /** Whether there was one, which is forgotten. */
  take(from: string, id: string | undefined): boolean {
    return id !== undefined && this.#recent.delete(keyOf(from, id));
  }
}

const keyOf = (full: string, id: string): string => JSON.stringify([full, id]);
