/** All rooms: their rows, and the copies in memory of those with occupants. */
import { type Jid, storedJid } from "../../../../jid/jid.ts";
import type { Database } from "../../../../store/database.ts";
import { DEFAULT_CONFIG, type RoomConfig } from "../settings.ts";
import { Room, type RoomSubject } from "./room.ts";

interface Row {
  readonly id: number;
  readonly jid: string;
  readonly created: number;
  readonly is_locked: number;
  readonly config: string;
  readonly subject: string;
}

/** A room in a list of rooms. */
export interface ListedRoom {
  readonly jid: string;
  readonly name: string;
}

/** A room that a search may find. */
export interface PublicRoom extends ListedRoom {
  readonly config: RoomConfig;
  /** How many, now. */
  readonly occupants: number;
}

/** For the operator of the service. */
export interface RoomSummary extends PublicRoom {
  readonly isLocked: boolean;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** How many members, admins and owners. */
  readonly members: number;
}

export interface Rooms {
  /** By bare JID. */
  get(jid: string): Room | undefined;
  byId(id: number): Room | undefined;
  /** Of a room in memory; 0 for one that is not. */
  occupantCount(jid: string): number;
  create(row: {
    readonly jid: Jid;
    /** A bare JID. */
    readonly creator: string;
    readonly created: number;
    readonly config: RoomConfig;
    readonly isLocked: boolean;
  }): Room;
  /** Writes its configuration, its subject and whether it is locked. */
  save(room: Room): void;
  /** With its affiliations, nicknames, voice grants, sessions and invitations. */
  remove(room: Room): void;
  /** Drops the copy in memory: the next `get` reads the store. */
  evict(jid: string): void;
  /** Keeps the copy in memory if the room has occupants, drops it otherwise. */
  keepWhileOccupied(room: Room): void;
  /** The public rooms of a service (a domain) after an address, sorted by address, at most `max`. */
  listed(service: string, after: string, max: number): ListedRoom[];
  /** The same, with configuration and number of occupants. */
  listedWithConfig(service: string, after: string, max: number): PublicRoom[];
  /** How many public rooms a service has. */
  countListed(service: string): number;
  /** How many rooms there are. */
  count(): number;
  /** How many rooms an account (a bare JID) has created. */
  countCreatedBy(creator: string): number;
  /** An account is removed: its rooms have no creator any more. */
  removeCreator(creator: string): void;
  /** All rooms after an address, sorted by address, at most `max`. */
  page(after: string, max: number): RoomSummary[];
}

/** Settings that the stored configuration lacks have their defaults: it may be of an older version. */
const configIn = ({ config }: Pick<Row, "config">): RoomConfig => ({
  ...DEFAULT_CONFIG,
  ...(JSON.parse(config) as Partial<RoomConfig>),
});

/** `restoreOccupants` adds its occupants to a room that was read. */
export function openRooms(db: Database, restoreOccupants: (room: Room) => void): Rooms {
  const COLUMNS = "id, jid, created, is_locked, config, subject";
  const one = db.read<Row>(`SELECT ${COLUMNS} FROM rooms_room WHERE jid = ?`);
  const byId = db.read<{ jid: string }>("SELECT jid FROM rooms_room WHERE id = ?");
  const insert = db.write<Row>(
    `INSERT INTO rooms_room (jid, service, maker, created, is_locked, is_listed, config, subject)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
  );
  const update = db.write("UPDATE rooms_room SET is_locked = ?, is_listed = ?, config = ?, subject = ? WHERE id = ?");
  const remove = db.write("DELETE FROM rooms_room WHERE id = ?");
  const listed = db.read<ListedRoom>(
    `SELECT jid, coalesce(config ->> 'roomname', '') AS name FROM rooms_room
      WHERE service = ? AND is_listed = 1 AND jid > ? ORDER BY jid LIMIT ?`,
  );
  const listedWithConfig = db.read<Pick<Row, "jid" | "config">>(
    "SELECT jid, config FROM rooms_room WHERE service = ? AND is_listed = 1 AND jid > ? ORDER BY jid LIMIT ?",
  );
  const countListed = db.read<{ n: number }>(
    "SELECT count(*) AS n FROM rooms_room WHERE service = ? AND is_listed = 1",
  );
  const count = db.read<{ n: number }>("SELECT count(*) AS n FROM rooms_room");
  const createdBy = db.read<{ n: number }>("SELECT count(*) AS n FROM rooms_room WHERE maker = ?");
  const removeCreator = db.write("UPDATE rooms_room SET maker = '' WHERE maker = ?");
  const page = db.read<Row & Pick<RoomSummary, "occupants" | "members">>(
    `SELECT ${COLUMNS},
        (SELECT count(DISTINCT nick) FROM rooms_visit WHERE room = rooms_room.id) AS occupants,
        (SELECT count(*) FROM rooms_affiliation WHERE room = rooms_room.id AND affiliation != 'outcast') AS members
      FROM rooms_room WHERE jid > ? ORDER BY jid LIMIT ?`,
  );

  const inMemory = new Map<string, Room>();
  // A lost transaction leaves the copies ahead of the rows.
  db.onTick((lost) => {
    if (lost) inMemory.clear();
  });

  const roomOf = (row: Row): Room =>
    new Room({
      id: row.id,
      jid: storedJid(row.jid),
      created: row.created,
      isLocked: row.is_locked === 1,
      config: configIn(row),
      subject: JSON.parse(row.subject) as RoomSubject,
    });

  const publicRoom = (row: Pick<Row, "jid" | "config">): PublicRoom => {
    const config = configIn(row);
    return { jid: row.jid, name: config.roomname, config, occupants: inMemory.get(row.jid)?.occupants.size ?? 0 };
  };

  const summary = ({ occupants, members, ...row }: Row & Pick<RoomSummary, "occupants" | "members">): RoomSummary => {
    const config = configIn(row);
    const { jid, created } = row;
    return { jid, name: config.roomname, config, isLocked: row.is_locked === 1, created, occupants, members };
  };

  const isListed = ({ config, isLocked }: Pick<Room, "config" | "isLocked">): number =>
    config.publicroom && !isLocked ? 1 : 0;

  const keepWhileOccupied = (room: Room): void => {
    if (room.occupants.size > 0) inMemory.set(room.jid.bare, room);
    else inMemory.delete(room.jid.bare);
  };

  const get = (jid: string): Room | undefined => {
    const known = inMemory.get(jid);
    if (known) return known;
    const row = one.get(jid);
    if (!row) return undefined;
    const room = roomOf(row);
    restoreOccupants(room);
    keepWhileOccupied(room);
    return room;
  };

  return {
    get,
    byId: (id) => {
      const row = byId.get(id);
      return row && get(row.jid);
    },
    occupantCount: (jid) => inMemory.get(jid)?.occupants.size ?? 0,
    create: ({ jid, creator, created, config, isLocked }) => {
      const subject: RoomSubject = { text: "" };
      const listing = isListed({ config, isLocked });
      const text = [JSON.stringify(config), JSON.stringify(subject)] as const;
      return roomOf(insert.get(jid.bare, jid.domain, creator, created, isLocked ? 1 : 0, listing, ...text) as Row);
    },
    save: (room) => {
      const { id, isLocked, config, subject } = room;
      update.run(isLocked ? 1 : 0, isListed(room), JSON.stringify(config), JSON.stringify(subject), id);
    },
    remove: (room) => {
      remove.run(room.id);
      inMemory.delete(room.jid.bare);
    },
    evict: (jid) => void inMemory.delete(jid),
    keepWhileOccupied,
    listed: (service, after, max) => listed.all(service, after, max),
    listedWithConfig: (service, after, max) => listedWithConfig.all(service, after, max).map(publicRoom),
    count: () => count.get()?.n ?? 0,
    countListed: (service) => countListed.get(service)?.n ?? 0,
    countCreatedBy: (creator) => createdBy.get(creator)?.n ?? 0,
    removeCreator: (creator) => void removeCreator.run(creator),
    page: (after, max) => page.all(after, max).map(summary),
  };
}
