/** Who is in a room, by nickname and by client. */
import { expect, test } from "bun:test";
import { parseJid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import { type Occupant, Occupants, shownVisit } from "./occupants.ts";

const visitOf = (full: string) => ({ jid: parseJid(full), presence: xml("presence") });

function occupied(): { occupants: Occupants; hag: Occupant } {
  const occupants = new Occupants();
  const hag: Occupant = { nick: "hag", account: "hag@a", role: "participant", affiliation: "none", visits: new Map() };
  occupants.add(hag);
  for (const full of ["hag@a/pda", "hag@a/phone"]) occupants.visit(hag, visitOf(full));
  return { occupants, hag };
}

test("§7.2.8: clients of one account share a nickname, and it lasts as long as one of them is there", () => {
  const { occupants, hag } = occupied();
  expect(occupants.size).toBe(1);
  expect(occupants.at("hag@a/pda")).toBe(hag);
  occupants.leave("hag@a/pda");
  expect([occupants.at("hag@a/pda"), occupants.named("hag")]).toEqual([undefined, hag]);
  occupants.leave("hag@a/phone");
  expect([occupants.size, occupants.named("hag")]).toEqual([0, undefined]);
});

test("the room shows the client that has spoken of itself last", () => {
  const { occupants, hag } = occupied();
  expect(shownVisit(hag)?.jid.resource).toBe("phone");
  occupants.visit(hag, visitOf("hag@a/pda"));
  expect(shownVisit(hag)?.jid.resource).toBe("pda");
});

test("§7.6: another nickname, the same clients", () => {
  const { occupants, hag } = occupied();
  occupants.rename(hag, "oldhag");
  expect([occupants.named("hag"), occupants.named("oldhag"), occupants.at("hag@a/pda")]).toEqual([undefined, hag, hag]);
  expect(occupants.of("hag@a")).toEqual([hag]);
  expect(occupants.of("crone@a")).toEqual([]);
});

test("who is removed is nowhere any more", () => {
  const { occupants, hag } = occupied();
  occupants.remove(hag);
  expect([...occupants]).toEqual([]);
  expect(occupants.at("hag@a/phone")).toBeUndefined();
});
