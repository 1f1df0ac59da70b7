/** The occupants of a room, by nickname and by session. */
import { expect, test } from "bun:test";
import { parseJid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import { latestSession, type Occupant, Occupants } from "./occupants.ts";

const sessionOf = (full: string) => ({ jid: parseJid(full), presence: xml("presence") });

function occupied(): { occupants: Occupants; hag: Occupant } {
  const occupants = new Occupants();
  const hag: Occupant = {
    nick: "hag",
    account: "hag@a",
    role: "participant",
    affiliation: "none",
    sessions: new Map(),
  };
  occupants.add(hag);
  for (const full of ["hag@a/pda", "hag@a/phone"]) occupants.addSession(hag, sessionOf(full));
  return { occupants, hag };
}

test("§7.2.8: clients of one account share a nickname, and the occupant stays as long as one of them does", () => {
  const { occupants, hag } = occupied();
  expect(occupants.size).toBe(1);
  expect(occupants.bySession("hag@a/pda")).toBe(hag);
  occupants.removeSession("hag@a/pda");
  expect([occupants.bySession("hag@a/pda"), occupants.byNick("hag")]).toEqual([undefined, hag]);
  occupants.removeSession("hag@a/phone");
  expect([occupants.size, occupants.byNick("hag")]).toEqual([0, undefined]);
});

test("the latest session is the one that last sent presence", () => {
  const { occupants, hag } = occupied();
  expect(latestSession(hag)?.jid.resource).toBe("phone");
  occupants.addSession(hag, sessionOf("hag@a/pda"));
  expect(latestSession(hag)?.jid.resource).toBe("pda");
});

test("§7.6: a renamed occupant has the same sessions", () => {
  const { occupants, hag } = occupied();
  occupants.rename(hag, "oldhag");
  expect([occupants.byNick("hag"), occupants.byNick("oldhag"), occupants.bySession("hag@a/pda")]).toEqual([
    undefined,
    hag,
    hag,
  ]);
  expect(occupants.byAccount("hag@a")).toEqual([hag]);
  expect(occupants.byAccount("crone@a")).toEqual([]);
});

test("a removed occupant is found by nothing", () => {
  const { occupants, hag } = occupied();
  occupants.remove(hag);
  expect([...occupants]).toEqual([]);
  expect(occupants.bySession("hag@a/phone")).toBeUndefined();
});
