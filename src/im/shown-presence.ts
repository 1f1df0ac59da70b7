/** RFC 6121 §4.5.2: to whom sessions have shown themselves, in the store: after a crash they are told that those are gone. */
import type { Database } from "../store/database.ts";

export const shownPresenceTables = [
  // `peer` is the address of directed presence, or empty: the subscribers of the account.
  `CREATE TABLE presence_shown (
    jid TEXT NOT NULL,
    peer TEXT NOT NULL,
    PRIMARY KEY (jid, peer)
  ) STRICT, WITHOUT ROWID;`,
] as const;

/** In place of an address: all subscribers. */
export const SUBSCRIBERS = "";

export interface ShownPresence {
  /** The session of this full JID has sent available presence to an address, or to its subscribers. */
  add(full: string, peer: string): void;
  /** It has sent unavailable presence to an address. */
  remove(full: string, peer: string): void;
  /** It has sent unavailable presence to everybody. */
  forget(full: string): void;
  of(full: string): readonly string[];
  /** The full JIDs that somebody has presence of. */
  sessions(): readonly string[];
}

export function openShownPresence(db: Database): ShownPresence {
  const add = db.write("INSERT OR IGNORE INTO presence_shown (jid, peer) VALUES (?, ?)", { mayUseReserve: true });
  const remove = db.write("DELETE FROM presence_shown WHERE jid = ? AND peer = ?");
  const forget = db.write("DELETE FROM presence_shown WHERE jid = ?");
  const of = db.read<{ peer: string }>("SELECT peer FROM presence_shown WHERE jid = ?");
  const sessions = db.read<{ jid: string }>("SELECT DISTINCT jid FROM presence_shown");
  return {
    add: (full, peer) => void add.run(full, peer),
    remove: (full, peer) => void remove.run(full, peer),
    forget: (full) => void forget.run(full),
    of: (full) => of.all(full).map(({ peer }) => peer),
    sessions: () => sessions.all().map(({ jid }) => jid),
  };
}
