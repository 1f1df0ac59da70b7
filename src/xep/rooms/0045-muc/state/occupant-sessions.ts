/** Who is in a room, in the store: a room goes on after a restart as it was, with occupants from here and from elsewhere. */
import type { Database } from "../../../../store/database.ts";
import type { Role } from "../privileges.ts";

export interface OccupantSessionRow {
  /** The full JID. */
  readonly jid: string;
  readonly nick: string;
  readonly role: Role;
  /** As XML. */
  readonly presence: string;
}

type InRoom = { readonly id: number };

export interface OccupantSessions {
  /** In the order in which their clients last entered. */
  of(room: InRoom): OccupantSessionRow[];
  put(room: InRoom, visit: OccupantSessionRow): void;
  remove(room: InRoom, full: string): void;
  removeAll(room: InRoom): void;
  /** The bare JIDs of the rooms that somebody was in when the server last wrote. */
  occupied(): string[];
}

export function openOccupantSessions(db: Database): OccupantSessions {
  const all = db.read<OccupantSessionRow>(
    "SELECT jid, nick, role, presence FROM rooms_visit WHERE room = ? ORDER BY sequence",
  );
  const put = db.write("INSERT OR REPLACE INTO rooms_visit (room, jid, nick, role, presence) VALUES (?, ?, ?, ?, ?)");
  const remove = db.write("DELETE FROM rooms_visit WHERE room = ? AND jid = ?");
  const removeAll = db.write("DELETE FROM rooms_visit WHERE room = ?");
  const occupied = db.read<{ jid: string }>("SELECT jid FROM rooms_room WHERE id IN (SELECT room FROM rooms_visit)");
  return {
    of: (room) => all.all(room.id),
    put: (room, { jid, nick, role, presence }) => void put.run(room.id, jid, nick, role, presence),
    remove: (room, full) => void remove.run(room.id, full),
    removeAll: (room) => void removeAll.run(room.id),
    occupied: () => occupied.all().map(({ jid }) => jid),
  };
}
