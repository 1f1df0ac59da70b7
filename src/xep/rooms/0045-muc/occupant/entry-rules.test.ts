/** XEP-0045 §7.2.5 to §7.2.10: who may enter, as what, and under which nickname. */
import { describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import type { Engine } from "../engine.ts";
import { NS_MUC } from "../namespaces.ts";
import { AFFILIATIONS } from "../privileges.ts";
import { DEFAULT_CONFIG, type RoomConfig } from "../settings.ts";
import { Room } from "../state/room.ts";
import { checkMayEnter, checkNicknameConflict, checkRoomNotFull, preparedNickname } from "./entry-rules.ts";

const OPEN: Partial<RoomConfig> = { membersonly: false };

function roomOf(config: Partial<RoomConfig>, { isLocked = false, occupants = 0, clients = 1 } = {}): Room {
  const jid = parseJid("coven@rooms.localhost");
  const room = new Room({
    id: 1,
    jid,
    created: 0,
    isLocked,
    config: { ...DEFAULT_CONFIG, ...config },
    subject: { text: "" },
  });
  for (let n = 0; n < occupants; n += 1) {
    const sessions = new Map(
      Array.from({ length: clients }, (_, app) => {
        const client = parseJid(`a${n}@b/${app}`);
        return [client.full, { jid: client, presence: xml("presence") }] as const;
      }),
    );
    room.occupants.add({
      nick: `n${n}`,
      account: `a${n}@b`,
      role: "participant",
      affiliation: "none",
      sessions,
    });
  }
  return room;
}

const refusalOf = (work: () => unknown): string => {
  try {
    work();
    return "";
  } catch (error) {
    return error instanceof StanzaError ? error.condition : String(error);
  }
};

const joining = (password?: string): Element =>
  xml("presence", {}, xml("x", { xmlns: NS_MUC }, password === undefined ? undefined : xml("password", {}, password)));

/** By affiliation, from outcast to owner. */
const refusals = (room: Room, join = joining()): string[] =>
  AFFILIATIONS.map((affiliation) => refusalOf(() => checkMayEnter(room, affiliation, join)));

describe("who may enter", () => {
  test("§7.2.7: who is banned may not, everybody else may enter an open room", () => {
    expect(refusals(roomOf(OPEN))).toEqual(["forbidden", "", "", "", ""]);
  });

  test("§7.2.6: a room for members takes members and those above them", () => {
    const wanted = ["forbidden", "registration-required", "", "", ""];
    expect(refusals(roomOf({ membersonly: true }))).toEqual(wanted);
  });

  test("§7.2.10: a locked room takes its owner alone, not its admins", () => {
    const none = "item-not-found";
    expect(refusals(roomOf(OPEN, { isLocked: true }))).toEqual(["forbidden", none, none, none, ""]);
  });

  test("§7.2.5: a password is the whole of it, and nothing else", () => {
    const room = roomOf({ ...OPEN, passwordprotectedroom: true, roomsecret: "cauldronburn" });
    const asked = (password?: string): string => refusalOf(() => checkMayEnter(room, "owner", joining(password)));
    expect(asked("cauldronburn")).toBe("");
    for (const wrong of [undefined, "", "cauldronbur", "cauldronburm", "Cauldronburn", "cauldronburnn"])
      expect([wrong, asked(wrong)]).toEqual([wrong, "not-authorized"]);
  });

  test("§7.2.5: no password is none, even where the room had an empty one; and where it asks for none, none is looked at", () => {
    expect(refusals(roomOf({ ...OPEN, passwordprotectedroom: true, roomsecret: "" }))[1]).toBe("not-authorized");
    expect(refusals(roomOf({ ...OPEN, roomsecret: "cauldronburn" }), joining("wrong"))[1]).toBe("");
  });
});

describe("§7.2.9: whether the room has a place", () => {
  const engine = { config: { max_occupants: 25 } } as Engine;
  const full = (room: Room, affiliation: "none" | "member" | "admin" | "owner", isNew = true): string =>
    refusalOf(() => checkRoomNotFull(engine, room, affiliation, isNew));

  test("as many as the room takes, and no more than the service allows", () => {
    expect([full(roomOf({ maxusers: "10" }, { occupants: 9 }), "none")]).toEqual([""]);
    expect(full(roomOf({ maxusers: "10" }, { occupants: 10 }), "none")).toBe("service-unavailable");
    expect(full(roomOf({ maxusers: "1000" }, { occupants: 24 }), "none")).toBe("");
    expect(full(roomOf({ maxusers: "1000" }, { occupants: 25 }), "none")).toBe("service-unavailable");
    expect(full(roomOf({ maxusers: "none" }, { occupants: 25 }), "none")).toBe("service-unavailable");
  });

  test("twenty admins and owners more find their place, members do not", () => {
    const room = roomOf({ maxusers: "10" }, { occupants: 10 });
    expect([full(room, "member"), full(room, "admin"), full(room, "owner")]).toEqual(["service-unavailable", "", ""]);
    expect(full(roomOf({ maxusers: "10" }, { occupants: 29 }), "owner")).toBe("");
    expect(full(roomOf({ maxusers: "10" }, { occupants: 30 }), "owner")).toBe("service-unavailable");
  });

  test("another app of who is in takes no seat, as long as there are not too many of those", () => {
    expect(full(roomOf({ maxusers: "10" }, { occupants: 10, clients: 4 }), "none", false)).toBe("");
    expect(full(roomOf({ maxusers: "10" }, { occupants: 10, clients: 5 }), "none", false)).toBe("service-unavailable");
  });
});

describe("§7.2.8: nicknames", () => {
  test("in their one form; what has nothing to be seen, or too many bytes, is none", () => {
    expect(preparedNickname("  third   witch ")).toBe("third witch");
    expect(refusalOf(() => preparedNickname("\u2800"))).toBe("not-acceptable");
    expect(preparedNickname("é".repeat(511))).toHaveLength(511);
    expect(refusalOf(() => preparedNickname("é".repeat(512)))).toBe("not-acceptable");
  });

  test("somebody else's is refused, registered or in use, and so is what looks like it; one's own is not", () => {
    const room = roomOf(OPEN, { occupants: 1 });
    const isReservedByOther = (_: unknown, nick: string, account: string): boolean =>
      nick === "mine" && account !== "me@b";
    const engine = { reservedNicknames: { isReservedByOther } } as unknown as Engine;
    const asked = (nick: string, who: string): string =>
      refusalOf(() => checkNicknameConflict(engine, room, nick, parseJid(who)));
    expect([asked("mine", "me@b"), asked("mine", "a0@b"), asked("free", "a0@b")]).toEqual(["", "conflict", ""]);
    expect([asked("n0", "me@b"), asked("N0", "me@b"), asked("n0", "a0@b")]).toEqual(["conflict", "conflict", ""]);
  });
});
