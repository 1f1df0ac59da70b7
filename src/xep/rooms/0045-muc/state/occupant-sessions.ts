/** The sessions of occupants, in the store: after a restart, rooms have the occupants that they had before. */
import type { Database } from "../../../../store/database.ts";
import { print } from "../../../../xml/print.ts";
import type { Role } from "../privileges.ts";
import type { Occupant, OccupantSession } from "./occupants.ts";

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
  /** In the order in which they have entered or last sent presence. */
  of(room: InRoom): OccupantSessionRow[];
  /** Writes one session of an occupant, as it is now. */
  save(room: InRoom, occupant: Pick<Occupant, "nick" | "role">, session: OccupantSession): void;
  /** Writes all sessions of an occupant, as they are now. */
  saveAll(room: InRoom, occupant: Pick<Occupant, "nick" | "role" | "sessions">): void;
  remove(room: InRoom, full: string): void;
  /** The bare JIDs of the rooms with occupants. */
  occupiedRooms(): string[];
}

export function openOccupantSessions(db: Database): OccupantSessions {
  const all = db.read<OccupantSessionRow>(
    "SELECT jid, nick, role, presence FROM rooms_visit WHERE room = ? ORDER BY sequence",
  );
  const put = db.write("INSERT OR REPLACE INTO rooms_visit (room, jid, nick, role, presence) VALUES (?, ?, ?, ?, ?)");
  const remove = db.write("DELETE FROM rooms_visit WHERE room = ? AND jid = ?");
  const occupied = db.read<{ jid: string }>("SELECT jid FROM rooms_room WHERE id IN (SELECT room FROM rooms_visit)");
  const save: OccupantSessions["save"] = (room, { nick, role }, { jid, presence }) =>
    void put.run(room.id, jid.full, nick, role, print(presence));
  return {
    of: (room) => all.all(room.id),
    save,
    saveAll: (room, occupant) => {
      for (const session of occupant.sessions.values()) save(room, occupant, session);
    },
    remove: (room, full) => void remove.run(room.id, full),
    occupiedRooms: () => occupied.all().map(({ jid }) => jid),
  };
}
