/** XEP-0045 §4.1: the occupants of a room: each a nickname, with the sessions of one account. */
import type { Element } from "ltx";
import type { Jid } from "../../../../jid/jid.ts";
import { confusableKeys } from "../confusables.ts";
import type { Affiliation, Role } from "../privileges.ts";

/** A client that has entered; several of one account may share a nickname (§7.2.8). */
export interface OccupantSession {
  /** The full JID. */
  readonly jid: Jid;
  /** The last presence of the client, sanitized, without addresses. */
  presence: Element;
}

export interface Occupant {
  nick: string;
  /** The bare JID. */
  readonly account: string;
  role: Role;
  affiliation: Affiliation;
  /** By full JID; the one that last sent presence is the last. */
  readonly sessions: Map<string, OccupantSession>;
}

/** The session whose presence the room shows for the occupant: the one that last sent presence. */
export function latestSession({ sessions }: Occupant): OccupantSession | undefined {
  let last: OccupantSession | undefined;
  for (const session of sessions.values()) last = session;
  return last;
}

/** All occupants of one room. */
export class Occupants {
  readonly #byNick = new Map<string, Occupant>();
  /** By each of the keys of their nicknames. */
  readonly #byConfusableKey = new Map<string, Set<Occupant>>();
  readonly #bySession = new Map<string, Occupant>();

  /** How many occupants there are. */
  get size(): number {
    return this.#byNick.size;
  }

  /** How many sessions all of them have. */
  get sessionCount(): number {
    return this.#bySession.size;
  }

  /** In the order in which they entered. */
  [Symbol.iterator](): Iterator<Occupant> {
    return this.#byNick.values();
  }

  byNick(nick: string): Occupant | undefined {
    return this.#byNick.get(nick);
  }

  /** Those whose nicknames are confusable with this one. */
  confusableWith(nick: string): Occupant[] {
    return [...new Set(confusableKeys(nick).flatMap((key) => [...(this.#byConfusableKey.get(key) ?? [])]))];
  }

  /** The occupant that has this session (a full JID). */
  bySession(full: string): Occupant | undefined {
    return this.#bySession.get(full);
  }

  /** The occupants of an account (a bare JID), which may have several nicknames. */
  byAccount(account: string): Occupant[] {
    return [...this.#byNick.values()].filter((occupant) => occupant.account === account);
  }

  add(occupant: Occupant): void {
    this.#index(occupant);
    for (const full of occupant.sessions.keys()) this.#bySession.set(full, occupant);
  }

  /** Adds a session, or replaces its presence: it is the latest now. */
  addSession(occupant: Occupant, session: OccupantSession): void {
    occupant.sessions.delete(session.jid.full);
    occupant.sessions.set(session.jid.full, session);
    this.#bySession.set(session.jid.full, occupant);
  }

  /** Removes a session (a full JID), and the occupant with its last session. */
  removeSession(full: string): void {
    const occupant = this.#bySession.get(full);
    if (!occupant) return;
    this.#bySession.delete(full);
    occupant.sessions.delete(full);
    if (occupant.sessions.size === 0) this.#unindex(occupant);
  }

  remove(occupant: Occupant): void {
    this.#unindex(occupant);
    for (const full of occupant.sessions.keys()) this.#bySession.delete(full);
  }

  rename(occupant: Occupant, nick: string): void {
    this.#unindex(occupant);
    occupant.nick = nick;
    this.#index(occupant);
  }

  #index(occupant: Occupant): void {
    this.#byNick.set(occupant.nick, occupant);
    for (const key of confusableKeys(occupant.nick)) {
      const confusable = this.#byConfusableKey.get(key) ?? new Set();
      this.#byConfusableKey.set(key, confusable.add(occupant));
    }
  }

  #unindex(occupant: Occupant): void {
    if (this.#byNick.get(occupant.nick) === occupant) this.#byNick.delete(occupant.nick);
    for (const key of confusableKeys(occupant.nick)) {
      const confusable = this.#byConfusableKey.get(key);
      confusable?.delete(occupant);
      if (confusable?.size === 0) this.#byConfusableKey.delete(key);
    }
  }
}
