/** RFC 6121 §4.6: the addresses to which sessions have sent directed presence; they are told when a session ends. */
import type { Jid } from "../jid/jid.ts";
import type { Session } from "../server/session.ts";
import { StanzaError } from "../stanza-error.ts";

/** An address counts as one, and as one more for each further 256 characters. */
const countOf = ({ full }: Jid): number => 1 + Math.floor(full.length / 256);

/** One session's addresses: by account, then by full JID. */
type Addresses = Map<string, Map<string, Jid>>;

export class DirectedPresence {
  readonly #max: number;
  readonly #addresses = new WeakMap<Session, Addresses>();
  readonly #counts = new WeakMap<Session, number>();

  /** `max`: how many addresses one session may have; fewer, where they are long. */
  constructor(max: number) {
    this.#max = max;
  }

  /** The session has sent presence to the address. Throws StanzaError resource-constraint. */
  add(session: Session, to: Jid): void {
    if (!this.#add(session, to)) throw new StanzaError("resource-constraint");
  }

  /** After a restart of the server, whose limit may have been lowered: as many as fit. */
  restore(session: Session, addresses: readonly Jid[]): void {
    for (const to of addresses) this.#add(session, to);
  }

  /** False where it does not fit. */
  #add(session: Session, to: Jid): boolean {
    if (this.has(session, to)) return true;
    const count = (this.#counts.get(session) ?? 0) + countOf(to);
    if (count > this.#max) return false;
    const addresses: Addresses = this.#addresses.get(session) ?? new Map();
    const ofAccount = addresses.get(to.bare) ?? new Map<string, Jid>();
    addresses.set(to.bare, ofAccount.set(to.full, to));
    this.#addresses.set(session, addresses);
    this.#counts.set(session, count);
    return true;
  }

  /** All addresses of a session. */
  of(session: Session): readonly Jid[] {
    return [...(this.#addresses.get(session)?.values() ?? [])].flatMap((ofAccount) => [...ofAccount.values()]);
  }

  /** The session has sent unavailable presence to the address. */
  remove(session: Session, from: Jid): void {
    const addresses = this.#addresses.get(session);
    const ofAccount = addresses?.get(from.bare);
    if (!ofAccount?.delete(from.full)) return;
    if (ofAccount.size === 0) addresses?.delete(from.bare);
    this.#counts.set(session, (this.#counts.get(session) ?? 0) - countOf(from));
  }

  /** Whether the session has sent presence to the address's bare JID or to any resource of it. */
  hasAccount(session: Session, to: Jid): boolean {
    return this.#addresses.get(session)?.has(to.bare) ?? false;
  }

  /** Whether the session has sent presence to exactly this address. */
  has(session: Session, { bare, full }: Jid): boolean {
    return this.#addresses.get(session)?.get(bare)?.has(full) ?? false;
  }

  /** Removes the addresses that match, and returns them. */
  take(session: Session, matches = (_: Jid): boolean => true): readonly Jid[] {
    const taken = this.of(session).filter(matches);
    for (const jid of taken) this.remove(session, jid);
    return taken;
  }
}
