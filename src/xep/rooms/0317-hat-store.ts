/** XEP-0317: the hats of each room, and the accounts that they are assigned to, present or not. */
import type { Database } from "../../store/database.ts";

export const hatTables = [
  `CREATE TABLE hats_hat (
    room INTEGER NOT NULL,
    uri TEXT NOT NULL,
    title TEXT NOT NULL,
    hue TEXT,
    PRIMARY KEY (room, uri)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE hats_worn (
    room INTEGER NOT NULL,
    jid TEXT NOT NULL,
    uri TEXT NOT NULL,
    PRIMARY KEY (room, jid, uri),
    FOREIGN KEY (room, uri) REFERENCES hats_hat ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hats_worn_by_hat ON hats_worn (room, uri);
  CREATE INDEX hats_worn_by_jid ON hats_worn (jid);`,
] as const;

export interface Hat {
  readonly uri: string;
  readonly title: string;
  /** XEP-0392: degrees, from 0 to 360. */
  readonly hue: string | null;
}

export interface AssignedHat extends Hat {
  readonly jid: string;
}

/** The id of the room's row. */
type InRoom = { readonly id: number };

export interface HatStore {
  /** All hats, sorted by URI. */
  of(room: InRoom): readonly Hat[];
  get(room: InRoom, uri: string): Hat | undefined;
  /** Creates a hat, or changes its title and hue. */
  put(room: InRoom, hat: Hat): void;
  /** Also unassigns it; false where there was none. */
  destroy(room: InRoom, uri: string): boolean;
  /** All assignments, sorted by address, then by URI. */
  assigned(room: InRoom): readonly AssignedHat[];
  /** The hats of an account (a bare JID). */
  assignedTo(room: InRoom, jid: string): readonly Hat[];
  /** The bare JIDs of the accounts with a hat. */
  accountsWith(room: InRoom, uri: string): readonly string[];
  assign(room: InRoom, jid: string, uri: string): void;
  /** False where it was not assigned. */
  unassign(room: InRoom, jid: string, uri: string): boolean;
  removeRoom(room: InRoom): void;
  /** In all rooms. */
  removeAccount(jid: string): void;
}

export function openHatStore(db: Database): HatStore {
  const HAT = "uri, title, hue";
  const JOINED = "FROM hats_worn JOIN hats_hat USING (room, uri) WHERE room = ?";
  const all = db.read<Hat>(`SELECT ${HAT} FROM hats_hat WHERE room = ? ORDER BY uri`);
  const one = db.read<Hat>(`SELECT ${HAT} FROM hats_hat WHERE room = ? AND uri = ?`);
  const put = db.write(
    `INSERT INTO hats_hat (room, ${HAT}) VALUES (?, ?, ?, ?) ON CONFLICT (room, uri)
      DO UPDATE SET title = excluded.title, hue = excluded.hue`,
  );
  const destroy = db.write("DELETE FROM hats_hat WHERE room = ? AND uri = ?");
  const worn = db.read<AssignedHat>(`SELECT jid, ${HAT} ${JOINED} ORDER BY jid, uri`);
  const wornBy = db.read<Hat>(`SELECT ${HAT} ${JOINED} AND jid = ? ORDER BY uri`);
  const wearers = db.read<{ jid: string }>("SELECT jid FROM hats_worn WHERE room = ? AND uri = ?");
  const assign = db.write("INSERT OR IGNORE INTO hats_worn (room, jid, uri) VALUES (?, ?, ?)");
  const unassign = db.write("DELETE FROM hats_worn WHERE room = ? AND jid = ? AND uri = ?");
  const clear = db.write("DELETE FROM hats_hat WHERE room = ?");
  const forget = db.write("DELETE FROM hats_worn WHERE jid = ?");
  return {
    of: (room) => all.all(room.id),
    get: (room, uri) => one.get(room.id, uri),
    put: (room, { uri, title, hue }) => void put.run(room.id, uri, title, hue),
    destroy: (room, uri) => destroy.run(room.id, uri).changes > 0,
    assigned: (room) => worn.all(room.id),
    assignedTo: (room, jid) => wornBy.all(room.id, jid),
    accountsWith: (room, uri) => wearers.all(room.id, uri).map(({ jid }) => jid),
    assign: (room, jid, uri) => void assign.run(room.id, jid, uri),
    unassign: (room, jid, uri) => unassign.run(room.id, jid, uri).changes > 0,
    removeRoom: (room) => void clear.run(room.id),
    removeAccount: (jid) => void forget.run(jid),
  };
}
