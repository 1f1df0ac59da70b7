/** XEP-0045 §7.10: reserved nicknames. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../../server/testing.ts";
import { openReservedNicknames } from "./reserved-nicknames.ts";
import { roomTables } from "./tables.ts";

const [ONE, OTHER] = [{ id: 1 }, { id: 2 }];

function opened() {
  const db = memoryDatabase({ rooms: roomTables });
  const room = db.write(
    "INSERT INTO rooms_room (id, jid, service, created, is_locked, is_listed, config, subject) VALUES (?, ?, '', 0, 0, 0, '', '')",
  );
  for (const { id } of [ONE, OTHER]) room.run(id, `room${id}@rooms.localhost`);
  return openReservedNicknames(db);
}

test("a nickname is reserved for an account in one room, and free in another", () => {
  const nicknames = opened();
  nicknames.reserve(ONE, "alice@b", "Ali");
  expect(nicknames.of(ONE, "alice@b")).toBe("Ali");
  expect(nicknames.of(OTHER, "alice@b")).toBeUndefined();
  expect(nicknames.isReservedByOther(ONE, "Ali", "alice@b")).toBe(false);
  expect(nicknames.isReservedByOther(ONE, "Ali", "bob@b")).toBe(true);
  expect(nicknames.isReservedByOther(OTHER, "Ali", "bob@b")).toBe(false);
});

test("confusable nicknames are reserved as well, similar ones are not", () => {
  const nicknames = opened();
  nicknames.reserve(ONE, "alice@b", "Ali");
  // Read alike: other capitals, Cyrillic letters. Drawn alike: a capital I for the l.
  for (const nick of ["ali", "ALI", "Аli", "AIi"])
    expect([nick, nicknames.isReservedByOther(ONE, nick, "bob@b")]).toEqual([nick, true]);
  for (const nick of ["All", "Alix", "Bali"])
    expect([nick, nicknames.isReservedByOther(ONE, nick, "bob@b")]).toEqual([nick, false]);
});

test("the holder of a nickname is found regardless of case and script, in that room", () => {
  const nicknames = opened();
  nicknames.reserve(ONE, "alice@b", "Ali");
  expect([nicknames.holder(ONE, "ali"), nicknames.holder(ONE, "AIi"), nicknames.holder(OTHER, "ali")]).toEqual([
    "alice@b",
    undefined,
    undefined,
  ]);
});

test("it is released in one room, or in all of them", () => {
  const nicknames = opened();
  for (const room of [ONE, OTHER]) nicknames.reserve(room, "alice@b", "Ali");
  nicknames.release(ONE, "alice@b");
  expect([nicknames.of(ONE, "alice@b"), nicknames.of(OTHER, "alice@b")]).toEqual([undefined, "Ali"]);
  nicknames.reserve(ONE, "bob@b", "Bob");
  nicknames.reserve(ONE, "alice@b", "Ali");
  nicknames.removeAccount("alice@b");
  expect([ONE, OTHER].map((room) => nicknames.of(room, "alice@b"))).toEqual([undefined, undefined]);
  expect(nicknames.of(ONE, "bob@b")).toBe("Bob");
});

test("an account has one reserved nickname in a room: the last one", () => {
  const nicknames = opened();
  nicknames.reserve(ONE, "alice@b", "Ali");
  nicknames.reserve(ONE, "alice@b", "Alice");
  expect([nicknames.of(ONE, "alice@b"), nicknames.isReservedByOther(ONE, "Ali", "bob@b")]).toEqual(["Alice", false]);
});
