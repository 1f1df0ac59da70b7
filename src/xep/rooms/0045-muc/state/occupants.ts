/** XEP-0045 §4.1: who is in a room: a nickname each, and behind it the clients of one account. */
import type { Element } from "ltx";
import type { Jid } from "../../../../jid/jid.ts";
import { confusableKeys } from "../confusables.ts";
import type { Affiliation, Role } from "../privileges.ts";

/** One client of an occupant's account, which has entered (§7.2.8: several may share a nickname). */
export interface OccupantSession {
  /** The full JID. */
  readonly jid: Jid;
  /** What the client last said of itself, without what belongs to rooms; has no addresses. */
  presence: Element;
}

export interface Occupant {
  nick: string;
  /** The bare JID. */
  readonly account: string;
  role: Role;
  affiliation: Affiliation;
  /** By full JID, the one that spoke last of itself at the end: the room shows its presence. */
  readonly sessions: Map<string, OccupantSession>;
}

/** The visit whose presence the occupant shows. */
export function latestSession({ sessions }: Occupant): OccupantSession | undefined {
  let last: OccupantSession | undefined;
  for (const visit of sessions.values()) last = visit;
  return last;
}

/** Everybody in one room. */
export class Occupants {
  readonly #byNick = new Map<string, Occupant>();
  /** Those whose nicknames look like each other. */
  readonly #byLikeness = new Map<string, Set<Occupant>>();
  readonly #byVisit = new Map<string, Occupant>();

  /** How many occupants there are, however many clients they have. */
  get size(): number {
    return this.#byNick.size;
  }

  /** How many clients all of them have. */
  get sessionCount(): number {
    return this.#byVisit.size;
  }

  /** In the order in which they came. */
  [Symbol.iterator](): Iterator<Occupant> {
    return this.#byNick.values();
  }

  byNick(nick: string): Occupant | undefined {
    return this.#byNick.get(nick);
  }

  /** Those whose nicknames look like this one. */
  confusableWith(nick: string): Occupant[] {
    return [...new Set(confusableKeys(nick).flatMap((likeness) => [...(this.#byLikeness.get(likeness) ?? [])]))];
  }

  /** Whose client this is, by its full JID. */
  bySession(full: string): Occupant | undefined {
    return this.#byVisit.get(full);
  }

  /** Those of an account (a bare JID), each with a nickname of its own. */
  byAccount(account: string): Occupant[] {
    return [...this.#byNick.values()].filter((occupant) => occupant.account === account);
  }

  add(occupant: Occupant): void {
    this.#know(occupant);
    for (const full of occupant.sessions.keys()) this.#byVisit.set(full, occupant);
  }

  /** The client is in as this occupant, and shows its presence. */
  addSession(occupant: Occupant, visit: OccupantSession): void {
    occupant.sessions.delete(visit.jid.full);
    occupant.sessions.set(visit.jid.full, visit);
    this.#byVisit.set(visit.jid.full, occupant);
  }

  /** One client is gone, and the occupant with the last of them. */
  removeSession(full: string): void {
    const occupant = this.#byVisit.get(full);
    if (!occupant) return;
    this.#byVisit.delete(full);
    occupant.sessions.delete(full);
    if (occupant.sessions.size === 0) this.#unknow(occupant);
  }

  remove(occupant: Occupant): void {
    this.#unknow(occupant);
    for (const full of occupant.sessions.keys()) this.#byVisit.delete(full);
  }

  rename(occupant: Occupant, nick: string): void {
    this.#unknow(occupant);
    occupant.nick = nick;
    this.#know(occupant);
  }

  #know(occupant: Occupant): void {
    this.#byNick.set(occupant.nick, occupant);
    for (const likeness of confusableKeys(occupant.nick)) {
      const alike = this.#byLikeness.get(likeness) ?? new Set();
      this.#byLikeness.set(likeness, alike.add(occupant));
    }
  }

  #unknow(occupant: Occupant): void {
    if (this.#byNick.get(occupant.nick) === occupant) this.#byNick.delete(occupant.nick);
    for (const likeness of confusableKeys(occupant.nick)) {
      const alike = this.#byLikeness.get(likeness);
      alike?.delete(occupant);
      if (alike?.size === 0) this.#byLikeness.delete(likeness);
    }
  }
}
