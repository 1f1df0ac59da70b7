/** RFC 6121 §4.6: to whom sessions have shown themselves beyond the broadcast, and who has to hear when they leave. */
import type { Jid } from "../jid.ts";
import type { Session } from "../server/session.ts";
import { StanzaError } from "../stanza-error.ts";

export class DirectedPresence {
  readonly #most: number;
  readonly #addresses = new WeakMap<Session, Map<string, Jid>>();

  /** `most`: to how many addresses one session may show itself. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Throws StanzaError resource-constraint. */
  shown(session: Session, to: Jid): void {
    const addresses = this.#addresses.get(session) ?? new Map<string, Jid>();
    if (!addresses.has(to.full) && addresses.size >= this.#most) throw new StanzaError("resource-constraint");
    this.#addresses.set(session, addresses.set(to.full, to));
  }

  /** All of a session's. */
  of(session: Session): readonly Jid[] {
    return [...(this.#addresses.get(session)?.values() ?? [])];
  }

  hidden(session: Session, from: Jid): void {
    this.#addresses.get(session)?.delete(from.full);
  }

  /** Whether the session has shown itself to this address, to its account or, as in a room, to another resource of it. */
  isShown(session: Session, to: Jid): boolean {
    for (const { bare } of this.#addresses.get(session)?.values() ?? []) if (bare === to.bare) return true;
    return false;
  }

  /** Those who have to hear that it is gone, among the ones that are meant; they are forgotten. */
  taken(session: Session, isMeant = (_: Jid): boolean => true): readonly Jid[] {
    const addresses = this.#addresses.get(session);
    const meant = [...(addresses?.values() ?? [])].filter(isMeant);
    for (const { full } of meant) addresses?.delete(full);
    return meant;
  }
}
