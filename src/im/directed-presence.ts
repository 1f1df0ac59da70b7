/** RFC 6121 §4.6: to whom sessions have shown themselves beyond the broadcast, and who has to hear when they leave. */
import type { Jid } from "../jid/jid.ts";
import type { Session } from "../server/session.ts";
import { StanzaError } from "../stanza-error.ts";

/** How many an address counts as: one of the length that addresses have, or more. */
const placesOf = ({ full }: Jid): number => 1 + Math.floor(full.length / 256);

/** One session's addresses: by account, then by full JID. */
type Addresses = Map<string, Map<string, Jid>>;

export class DirectedPresence {
  readonly #most: number;
  readonly #addresses = new WeakMap<Session, Addresses>();
  readonly #places = new WeakMap<Session, number>();

  /** `most`: to how many addresses one session may show itself; fewer, where they are long. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Throws StanzaError resource-constraint. */
  shown(session: Session, to: Jid): void {
    if (!this.#add(session, to)) throw new StanzaError("resource-constraint");
  }

  /** In another life of the server, which may have allowed more: those that fit in. */
  restore(session: Session, addresses: readonly Jid[]): void {
    for (const to of addresses) this.#add(session, to);
  }

  /** False where there is no room for it. */
  #add(session: Session, to: Jid): boolean {
    if (this.isShownTo(session, to)) return true;
    const places = (this.#places.get(session) ?? 0) + placesOf(to);
    if (places > this.#most) return false;
    const addresses: Addresses = this.#addresses.get(session) ?? new Map();
    const ofAccount = addresses.get(to.bare) ?? new Map<string, Jid>();
    addresses.set(to.bare, ofAccount.set(to.full, to));
    this.#addresses.set(session, addresses);
    this.#places.set(session, places);
    return true;
  }

  /** All of a session's. */
  of(session: Session): readonly Jid[] {
    return [...(this.#addresses.get(session)?.values() ?? [])].flatMap((ofAccount) => [...ofAccount.values()]);
  }

  hidden(session: Session, from: Jid): void {
    const addresses = this.#addresses.get(session);
    const ofAccount = addresses?.get(from.bare);
    if (!ofAccount?.delete(from.full)) return;
    if (ofAccount.size === 0) addresses?.delete(from.bare);
    this.#places.set(session, (this.#places.get(session) ?? 0) - placesOf(from));
  }

  /** Whether the session has shown itself to this address, to its account or, as in a room, to another resource of it. */
  isShown(session: Session, to: Jid): boolean {
    return this.#addresses.get(session)?.has(to.bare) ?? false;
  }

  /** Whether it has shown itself to exactly this address. */
  isShownTo(session: Session, { bare, full }: Jid): boolean {
    return this.#addresses.get(session)?.get(bare)?.has(full) ?? false;
  }

  /** Those who have to hear that it is gone, among the ones that are meant; they are forgotten. */
  taken(session: Session, isMeant = (_: Jid): boolean => true): readonly Jid[] {
    const meant = this.of(session).filter(isMeant);
    for (const jid of meant) this.hidden(session, jid);
    return meant;
  }
}
