/** Rooms in the store, and in memory. */
import { expect, test } from "bun:test";
import { parseJid } from "../../../../jid/jid.ts";
import { memoryDatabase } from "../../../../server/testing.ts";
import { xml } from "../../../../stanza.ts";
import { DEFAULT_CONFIG } from "../settings.ts";
import type { Occupant } from "./occupants.ts";
import type { Room } from "./room.ts";
import { openRooms } from "./rooms.ts";
import { roomTables } from "./tables.ts";

const COVEN = "coven@rooms.localhost";

function store() {
  const db = memoryDatabase({ rooms: roomTables });
  const populated: Room[] = [];
  const rooms = openRooms(db, (room) => void populated.push(room));
  const create = (jid: string, config = DEFAULT_CONFIG, isLocked = false): Room =>
    rooms.create({ jid: parseJid(jid), creator: "crone@localhost", created: 1, config, isLocked });
  return { db, rooms, populated, create };
}

function crone(): Occupant {
  const session = { jid: parseJid("crone@localhost/x"), presence: xml("presence") };
  const sessions = new Map([[session.jid.full, session]]);
  return { nick: "crone", account: "crone@localhost", role: "moderator", affiliation: "owner", sessions };
}

test("a room without occupants is read each time, one with occupants stays in memory", () => {
  const { rooms, create, populated } = store();
  create(COVEN);
  const first = rooms.get(COVEN);
  expect(rooms.get(COVEN)).not.toBe(first);
  expect(populated).toHaveLength(2);
  first?.occupants.add(crone());
  rooms.keepWhileOccupied(first as Room);
  expect(rooms.get(COVEN)).toBe(first as Room);
  first?.occupants.removeSession("crone@localhost/x");
  rooms.keepWhileOccupied(first as Room);
  expect(rooms.get(COVEN)).not.toBe(first);
});

test("a room that was evicted is read from the store", () => {
  const { rooms, create } = store();
  const room = create(COVEN);
  room.occupants.add(crone());
  rooms.keepWhileOccupied(room);
  room.subject = { text: "never written" };
  rooms.evict(COVEN);
  expect(rooms.get(COVEN)?.subject.text).toBe("");
});

test("configuration, subject and lock are saved; a setting that the row lacks has its default", () => {
  const { db, rooms, create } = store();
  const room = create(COVEN, { ...DEFAULT_CONFIG, roomname: "A Dark Cave" }, true);
  room.isLocked = false;
  room.subject = { text: "Spells", nick: "crone", time: 5 };
  rooms.save(room);
  db.write("UPDATE rooms_room SET config = json_remove(config, '$.maxusers')").run();
  const again = rooms.get(COVEN);
  expect(again?.config).toEqual({ ...DEFAULT_CONFIG, roomname: "A Dark Cave" });
  expect([again?.isLocked, again?.subject]).toEqual([false, { text: "Spells", nick: "crone", time: 5 }]);
});

test("§6.3: public rooms that are not locked are listed by service, a page at a time", () => {
  const { rooms, create } = store();
  const open = { ...DEFAULT_CONFIG, publicroom: true };
  for (const name of ["b", "a", "c"]) create(`${name}@rooms.localhost`, { ...open, roomname: name.toUpperCase() });
  create("hidden@rooms.localhost");
  create("locked@rooms.localhost", open, true);
  create("other@rooms.example", open);
  expect(rooms.listed("rooms.localhost", "", 2)).toEqual([
    { jid: "a@rooms.localhost", name: "A" },
    { jid: "b@rooms.localhost", name: "B" },
  ]);
  expect(rooms.listed("rooms.localhost", "b@rooms.localhost", 9).map(({ name }) => name)).toEqual(["C"]);
  expect([rooms.countListed("rooms.localhost"), rooms.page("", 100).length]).toEqual([3, 6]);
});
