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
  /** The next full JID that somebody has presence of, in the order of the store; the first one is after "". */
  after(full: string): string | undefined;
}

export function openShownPresence(db: Database): ShownPresence {
  const add = db.write("INSERT OR IGNORE INTO presence_shown (jid, peer) VALUES (?, ?)", { mayUseReserve: true });
  const remove = db.write("DELETE FROM presence_shown WHERE jid = ? AND peer = ?");
  const forget = db.write("DELETE FROM presence_shown WHERE jid = ?");
  const of = db.read<{ peer: string }>("SELECT peer FROM presence_shown WHERE jid = ?");
  const after = db.read<{ jid: string }>("SELECT jid FROM presence_shown WHERE jid > ? ORDER BY jid LIMIT 1");
  return {
    add: (full, peer) => void add.run(full, peer),
    remove: (full, peer) => void remove.run(full, peer),
    forget: (full) => void forget.run(full),
    of: (full) => of.all(full).map(({ peer }) => peer),
    after: (full) => after.get(full)?.jid,
  };
}
