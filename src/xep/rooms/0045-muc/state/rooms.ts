/** All rooms: their rows, and those that are in memory because somebody is in them. */
import { type Jid, parseJid } from "../../../../jid/jid.ts";
import type { Database } from "../../../../store/database.ts";
import { DEFAULTS, type RoomConfig } from "../settings.ts";
import { Room, type Subject } from "./room.ts";

interface Row {
  readonly id: number;
  readonly jid: string;
  readonly created: number;
  readonly is_locked: number;
  readonly config: string;
  readonly subject: string;
}

/** A room in a list of rooms. */
export interface Listed {
  readonly jid: string;
  readonly name: string;
}

/** The same, for who looks for one. */
export interface PublicRoom extends Listed {
  readonly config: RoomConfig;
  /** Nicknames in the room now. */
  readonly occupants: number;
}

/** The same, for whoever runs the server. */
export interface Counted extends PublicRoom {
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
  occupants(jid: string): number;
  create(row: {
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
  forget(jid: string): void;
  /** A room that nobody is in leaves the memory; one that somebody is in stays there. */
  settle(room: Room): void;
  /** The rooms of a service (a domain) that everybody may know of, after an address, by address. */
  listed(service: string, after: string, max: number): Listed[];
  /** The same, as who looks for one sees them. */
  public(service: string, after: string, max: number): PublicRoom[];
  /** How many rooms a service lists. */
  countListed(service: string): number;
  /** How many rooms there are that somebody (a bare JID) has made. */
  madeBy(maker: string): number;
  /** Whoever gets this address later has made none of them. */
  forgetMaker(maker: string): void;
  /** All rooms behind an address, by address: at most so many. */
  page(after: string, max: number): Counted[];
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
  const listed = db.read<Listed>(
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
  const page = db.read<Row & Pick<Counted, "occupants" | "members">>(
    `SELECT ${COLUMNS},
        (SELECT count(DISTINCT nick) FROM rooms_visit WHERE room = rooms_room.id) AS occupants,
        (SELECT count(*) FROM rooms_affiliation WHERE room = rooms_room.id AND affiliation != 'outcast') AS members
      FROM rooms_room WHERE jid > ? ORDER BY jid LIMIT ?`,
  );

  const occupied = new Map<string, Room>();
  // Where the disk took nothing of a tick, memory is no picture of the rows any more.
  db.onTick((lost) => {
    if (lost) occupied.clear();
  });

  const roomOf = (row: Row): Room =>
    new Room({
      id: row.id,
      jid: parseJid(row.jid),
      created: row.created,
      isLocked: row.is_locked === 1,
      config: configIn(row),
      subject: JSON.parse(row.subject) as Subject,
    });

  const openly = (row: Pick<Row, "jid" | "config">): PublicRoom => {
    const config = configIn(row);
    return { jid: row.jid, name: config.roomname, config, occupants: occupied.get(row.jid)?.occupants.size ?? 0 };
  };

  const counted = ({ occupants, members, ...row }: Row & Pick<Counted, "occupants" | "members">): Counted => {
    const config = configIn(row);
    const { jid, created } = row;
    return { jid, name: config.roomname, config, isLocked: row.is_locked === 1, created, occupants, members };
  };

  const isListed = ({ config, isLocked }: Pick<Room, "config" | "isLocked">): number =>
    config.publicroom && !isLocked ? 1 : 0;

  const settle = (room: Room): void => {
    if (room.occupants.size > 0) occupied.set(room.jid.bare, room);
    else occupied.delete(room.jid.bare);
  };

  const get = (jid: string): Room | undefined => {
    const known = occupied.get(jid);
    if (known) return known;
    const row = one.get(jid);
    if (!row) return undefined;
    const room = roomOf(row);
    populate(room);
    settle(room);
    return room;
  };

  return {
    get,
    byId: (id) => {
      const row = byId.get(id);
      return row && get(row.jid);
    },
    occupants: (jid) => occupied.get(jid)?.occupants.size ?? 0,
    create: ({ jid, maker, created, config, isLocked }) => {
      const subject: Subject = { text: "" };
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
      occupied.delete(room.jid.bare);
    },
    forget: (jid) => void occupied.delete(jid),
    settle,
    listed: (service, after, max) => listed.all(service, after, max),
    public: (service, after, max) => open.all(service, after, max).map(openly),
    countListed: (service) => countOfListed.get(service)?.n ?? 0,
    madeBy: (maker) => madeBy.get(maker)?.n ?? 0,
    forgetMaker: (maker) => void forgetMaker.run(maker),
    page: (after, max) => page.all(after, max).map(counted),
  };
}
