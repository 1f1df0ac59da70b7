/** XEP-0045 §17.4: items of muc#admin, and how many of them one request may have. */
import { expect, test } from "bun:test";
import { parseJid } from "../../../jid.ts";
import { xml } from "../../../stanza.ts";
import { ADMIN } from "../namespaces.ts";
import { DEFAULTS } from "../settings.ts";
import { Room } from "../state/room.ts";
import { itemsIn } from "./admin-items.ts";

function roomOf(occupants: number): Room {
  const jid = parseJid("coven@rooms.localhost");
  const room = new Room({ id: 1, jid, created: 0, isLocked: false, config: DEFAULTS, subject: { text: "" } });
  for (let n = 0; n < occupants; n += 1)
    room.occupants.add({ nick: `n${n}`, account: `a${n}@b`, role: "visitor", affiliation: "none", visits: new Map() });
  return room;
}

const members = (count: number) =>
  xml(
    "query",
    { xmlns: ADMIN },
    ...Array.from({ length: count }, (_, n) => xml("item", { jid: `m${n}@b`, affiliation: "member" })),
  );

test("§9.2: several changes at once, as many as can be told to everybody in the room", () => {
  expect(itemsIn(members(250), roomOf(80)).affiliations).toHaveLength(250);
  expect(() => itemsIn(members(250), roomOf(100))).toThrow("at most 200 changes at once");
  expect(itemsIn(members(200), roomOf(100)).affiliations).toHaveLength(200);
  expect(() => itemsIn(members(251), roomOf(1))).toThrow("from 1 to 250 items");
});
