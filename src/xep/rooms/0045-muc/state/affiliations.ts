/** XEP-0045 §5.2: the long-lived affiliations of a room, by bare JID or domain. */
import type { Database } from "../../../../store/database.ts";
import type { Affiliation } from "../privileges.ts";

export interface AffiliationEntry {
  /** A bare JID or a domain. */
  readonly jid: string;
  readonly affiliation: Affiliation;
  readonly reason: string | null;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** An entry of the list of one affiliation. */
export interface AffiliationListEntry extends Pick<AffiliationEntry, "jid" | "reason"> {
  /** The reserved nickname. */
  readonly nick: string | null;
}

/** The id of the room's row. */
type InRoom = { readonly id: number };

export interface Affiliations {
  /** Of an account: its own, or that of its whole domain (§9.2); "none" by default. */
  of(room: InRoom, account: string): Affiliation;
  /** Of this very address (a bare JID or a domain). */
  ofExactJid(room: InRoom, jid: string): Affiliation;
  /** The addresses with an affiliation, sorted, at most `max`. */
  holders(room: InRoom, affiliation: Affiliation, max: number): string[];
  /** The entries of its list after an address, sorted by address, at most `max`. */
  page(room: InRoom, affiliation: Affiliation, after: string, max: number): AffiliationListEntry[];
  /** Of the accounts with an affiliation, the one that has had it for longest; not this account, and no domain. */
  longestHolder(room: InRoom, affiliation: Affiliation, account: string): string | undefined;
  /** Oldest first. */
  all(room: InRoom): AffiliationEntry[];
  /** "none" removes the entry. */
  set(room: InRoom, entry: AffiliationEntry): void;
  count(room: InRoom): number;
  countHolders(room: InRoom, affiliation: Affiliation): number;
  /** The ids of the rooms in which an address has an affiliation. */
  roomsOf(jid: string): number[];
}

export function openAffiliations(db: Database): Affiliations {
  const COLUMNS = "jid, affiliation, reason, since";
  const one = db.read<{ affiliation: Affiliation }>(
    // The account's own affiliation takes precedence over that of its domain.
    `SELECT affiliation FROM rooms_affiliation WHERE room = ? AND jid IN (?, ?) ORDER BY length(jid) DESC LIMIT 1`,
  );
  const holding = db.read<{ jid: string }>(
    "SELECT jid FROM rooms_affiliation WHERE room = ? AND affiliation = ? ORDER BY jid LIMIT ?",
  );
  const eldest = db.read<{ jid: string }>(
    `SELECT jid FROM rooms_affiliation WHERE room = ? AND affiliation = ? AND jid != ? AND instr(jid, '@') > 0
      ORDER BY since, jid LIMIT 1`,
  );
  const listed = db.read<AffiliationListEntry>(
    `SELECT jid, reason, nick FROM rooms_affiliation LEFT JOIN rooms_nickname USING (room, jid)
      WHERE room = ? AND affiliation = ? AND jid > ? ORDER BY jid LIMIT ?`,
  );
  const all = db.read<AffiliationEntry>(`SELECT ${COLUMNS} FROM rooms_affiliation WHERE room = ? ORDER BY since, jid`);
  const put = db.write(
    `INSERT INTO rooms_affiliation (room, ${COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (room, jid)
      DO UPDATE SET affiliation = excluded.affiliation, reason = excluded.reason`,
    { mayUseReserve: true },
  );
  const remove = db.write("DELETE FROM rooms_affiliation WHERE room = ? AND jid = ?");
  const count = db.read<{ n: number }>("SELECT count(*) AS n FROM rooms_affiliation WHERE room = ?");
  const countHolding = db.read<{ n: number }>(
    "SELECT count(*) AS n FROM rooms_affiliation WHERE room = ? AND affiliation = ?",
  );
  const rooms = db.read<{ room: number }>("SELECT room FROM rooms_affiliation WHERE jid = ?");

  return {
    of: (room, account) => one.get(room.id, account, account.slice(account.indexOf("@") + 1))?.affiliation ?? "none",
    ofExactJid: (room, jid) => one.get(room.id, jid, jid)?.affiliation ?? "none",
    holders: (room, affiliation, max) => holding.all(room.id, affiliation, max).map(({ jid }) => jid),
    longestHolder: (room, affiliation, account) => eldest.get(room.id, affiliation, account)?.jid,
    page: (room, affiliation, after, max) => listed.all(room.id, affiliation, after, max),
    all: (room) => all.all(room.id),
    set: (room, { jid, affiliation, reason, since }) => {
      if (affiliation === "none") remove.run(room.id, jid);
      else put.run(room.id, jid, affiliation, reason, since);
    },
    count: (room) => count.get(room.id)?.n ?? 0,
    countHolders: (room, affiliation) => countHolding.get(room.id, affiliation)?.n ?? 0,
    roomsOf: (jid) => rooms.all(jid).map(({ room }) => room),
  };
}
