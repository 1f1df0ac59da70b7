/** XEP-0421 §4.1: ids are stable, unique and anonymous. */
import { expect, test } from "bun:test";
import { parseJid } from "../../jid/jid.ts";
import { occupantIdsBy } from "./0421-occupant-ids.ts";

const idOf = occupantIdsBy(Buffer.alloc(32, 1));
const coven = { jid: parseJid("coven@rooms.localhost"), id: 1 };

test("an account has the same id in a room, and no other account has it", () => {
  const id = idOf(coven, "hag@localhost");
  expect(id).toBe(occupantIdsBy(Buffer.alloc(32, 1))(coven, "hag@localhost"));
  const others = [
    idOf(coven, "crone@localhost"),
    idOf({ ...coven, id: 2 }, "hag@localhost"),
    idOf({ ...coven, jid: parseJid("heath@rooms.localhost") }, "hag@localhost"),
    occupantIdsBy(Buffer.alloc(32, 2))(coven, "hag@localhost"),
  ];
  expect(new Set([id, ...others]).size).toBe(5);
});

test("'a maximum length of 128 characters', however long the address", () => {
  expect(idOf(coven, `${"x".repeat(1000)}@localhost`)).toHaveLength(43);
});
