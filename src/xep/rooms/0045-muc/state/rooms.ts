/** All rooms: their rows, and those that are in memory because somebody is in them. */
import { type Jid, parseJid } from "../../../../jid/jid.ts";
import type { Database } from "../../../../store/database.ts";
import { DEFAULTS, type RoomConfig } from "../settings.ts";
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

/** The same, for who looks for one. */
export interface PublicRoom extends ListedRoom {
  readonly config: RoomConfig;
  /** Nicknames in the room now. */
  readonly occupants: number;
}

/** The same, for whoever runs the server. */
export interface RoomSummary extends PublicRoom {
  readonly isLocked: boolean;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Members, admins and owners. */
  readonly members: number;
}

export interface Rooms {
  /** By bare JID; from the store where nobody is in it. */
  get(jid: string): Room | undefined;
  byId(id: number): Room | undefined;
  /** How many occupants a room in memory has; 0 where it is not there. */
  occupantCount(jid: string): number;
  creator(row: {
    readonly jid: Jid;
    /** A bare JID. */
    readonly maker: string;
    readonly created: number;
    readonly config: RoomConfig;
    readonly isLocked: boolean;
  }): Room;
  /** Writes down how it is set up, its subject and whether it is locked. */
  save(room: Room): void;
  /** With all that belongs to it. */
  remove(room: Room): void;
  /** Its picture in memory is given up: whoever asks next sees what the store has. */
  evict(jid: string): void;
  /** A room that nobody is in leaves the memory; one that somebody is in stays there. */
  keepWhileOccupied(room: Room): void;
  /** The rooms of a service (a domain) that everybody may know of, after an address, by address. */
  listed(service: string, after: string, max: number): ListedRoom[];
  /** The same, as who looks for one sees them. */
  listedWithConfig(service: string, after: string, max: number): PublicRoom[];
  /** How many rooms a service lists. */
  countListed(service: string): number;
  /** How many rooms there are that somebody (a bare JID) has made. */
  countCreatedBy(maker: string): number;
  /** Whoever gets this address later has made none of them. */
  forgetCreator(maker: string): void;
  /** All rooms behind an address, by address: at most so many. */
  page(after: string, max: number): RoomSummary[];
}

/** What a room of an older version does not say is as it is of a new one. */
const configIn = ({ config }: Pick<Row, "config">): RoomConfig => ({
  ...DEFAULTS,
  ...(JSON.parse(config) as Partial<RoomConfig>),
});

/** `populate` puts into a room that has been read whoever is in it. */
export function openRooms(db: Database, populate: (room: Room) => void): Rooms {
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
  const open = db.read<Pick<Row, "jid" | "config">>(
    "SELECT jid, config FROM rooms_room WHERE service = ? AND is_listed = 1 AND jid > ? ORDER BY jid LIMIT ?",
  );
  const countOfListed = db.read<{ n: number }>(
    "SELECT count(*) AS n FROM rooms_room WHERE service = ? AND is_listed = 1",
  );
  const madeBy = db.read<{ n: number }>("SELECT count(*) AS n FROM rooms_room WHERE maker = ?");
  const forgetMaker = db.write("UPDATE rooms_room SET maker = '' WHERE maker = ?");
  const page = db.read<Row & Pick<RoomSummary, "occupants" | "members">>(
    `SELECT ${COLUMNS},
        (SELECT count(DISTINCT nick) FROM rooms_visit WHERE room = rooms_room.id) AS occupants,
        (SELECT count(*) FROM rooms_affiliation WHERE room = rooms_room.id AND affiliation != 'outcast') AS members
      FROM rooms_room WHERE jid > ? ORDER BY jid LIMIT ?`,
  );

  const inMemory = new Map<string, Room>();
  // Where the disk took nothing of a tick, memory is no picture of the rows any more.
  db.onTick((lost) => {
    if (lost) inMemory.clear();
  });

  const roomOf = (row: Row): Room =>
    new Room({
      id: row.id,
      jid: parseJid(row.jid),
      created: row.created,
      isLocked: row.is_locked === 1,
      config: configIn(row),
      subject: JSON.parse(row.subject) as RoomSubject,
    });

  const openly = (row: Pick<Row, "jid" | "config">): PublicRoom => {
    const config = configIn(row);
    return { jid: row.jid, name: config.roomname, config, occupants: inMemory.get(row.jid)?.occupants.size ?? 0 };
  };

  const counted = ({ occupants, members, ...row }: Row & Pick<RoomSummary, "occupants" | "members">): RoomSummary => {
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
    populate(room);
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
    creator: ({ jid, maker, created, config, isLocked }) => {
      const subject: RoomSubject = { text: "" };
      const listing = isListed({ config, isLocked });
      const text = [JSON.stringify(config), JSON.stringify(subject)] as const;
      return roomOf(insert.get(jid.bare, jid.domain, maker, created, isLocked ? 1 : 0, listing, ...text) as Row);
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
    listedWithConfig: (service, after, max) => open.all(service, after, max).map(openly),
    countListed: (service) => countOfListed.get(service)?.n ?? 0,
    countCreatedBy: (maker) => madeBy.get(maker)?.n ?? 0,
    forgetCreator: (maker) => void forgetMaker.run(maker),
    page: (after, max) => page.all(after, max).map(counted),
  };
}
