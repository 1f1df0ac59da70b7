/** What waits for all other servers together, and for whom. */
import type { OutgoingStanza } from "./outgoing-stanza.ts";

export class QueueLoad {
  readonly #bySender = new Map<string, number>();
  #weight = 0;

  /** In bytes of memory. */
  get weight(): number {
    return this.#weight;
  }

  /** Of one sender here, by its bare JID. */
  of(sender: string): number {
    return this.#bySender.get(sender) ?? 0;
  }

  add({ stanza, weight }: OutgoingStanza): void {
    this.#count(stanza.from.bare, weight);
  }

  remove({ stanza, weight }: OutgoingStanza): void {
    this.#count(stanza.from.bare, -weight);
  }

  #count(sender: string, weight: number): void {
    this.#weight += weight;
    const held = this.of(sender) + weight;
    if (held > 0) this.#bySender.set(sender, held);
    else this.#bySender.delete(sender);
  }
}
