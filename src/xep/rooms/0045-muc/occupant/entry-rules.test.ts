/** XEP-0045 §7.2.5 to §7.2.10: who may enter a room, and with which nickname. */
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
  test("§7.2.7: everybody but outcasts may enter an open room", () => {
    expect(refusals(roomOf(OPEN))).toEqual(["forbidden", "", "", "", ""]);
  });

  test("§7.2.6: members and higher affiliations may enter a members-only room", () => {
    const wanted = ["forbidden", "registration-required", "", "", ""];
    expect(refusals(roomOf({ membersonly: true }))).toEqual(wanted);
  });

  test("§7.2.10: only owners may enter a locked room", () => {
    const none = "item-not-found";
    expect(refusals(roomOf(OPEN, { isLocked: true }))).toEqual(["forbidden", none, none, none, ""]);
  });

  test("§7.2.5: the password must be given exactly", () => {
    const room = roomOf({ ...OPEN, passwordprotectedroom: true, roomsecret: "cauldronburn" });
    const asked = (password?: string): string => refusalOf(() => checkMayEnter(room, "owner", joining(password)));
    expect(asked("cauldronburn")).toBe("");
    for (const wrong of [undefined, "", "cauldronbur", "cauldronburm", "Cauldronburn", "cauldronburnn"])
      expect([wrong, asked(wrong)]).toEqual([wrong, "not-authorized"]);
  });

  test("§7.2.5: an empty password lets nobody in; an unprotected room ignores passwords", () => {
    expect(refusals(roomOf({ ...OPEN, passwordprotectedroom: true, roomsecret: "" }))[1]).toBe("not-authorized");
    expect(refusals(roomOf({ ...OPEN, roomsecret: "cauldronburn" }), joining("wrong"))[1]).toBe("");
  });
});

describe("§7.2.9: whether the room is full", () => {
  const engine = { config: { max_occupants: 25 } } as Engine;
  const full = (room: Room, affiliation: "none" | "member" | "admin" | "owner", isNew = true): string =>
    refusalOf(() => checkRoomNotFull(engine, room, affiliation, isNew));

  test("at maxusers, and at max_occupants whatever maxusers is", () => {
    expect([full(roomOf({ maxusers: "10" }, { occupants: 9 }), "none")]).toEqual([""]);
    expect(full(roomOf({ maxusers: "10" }, { occupants: 10 }), "none")).toBe("service-unavailable");
    expect(full(roomOf({ maxusers: "1000" }, { occupants: 24 }), "none")).toBe("");
    expect(full(roomOf({ maxusers: "1000" }, { occupants: 25 }), "none")).toBe("service-unavailable");
    expect(full(roomOf({ maxusers: "none" }, { occupants: 25 }), "none")).toBe("service-unavailable");
  });

  test("twenty more admins and owners may enter a full room, members may not", () => {
    const room = roomOf({ maxusers: "10" }, { occupants: 10 });
    expect([full(room, "member"), full(room, "admin"), full(room, "owner")]).toEqual(["service-unavailable", "", ""]);
    expect(full(roomOf({ maxusers: "10" }, { occupants: 29 }), "owner")).toBe("");
    expect(full(roomOf({ maxusers: "10" }, { occupants: 30 }), "owner")).toBe("service-unavailable");
  });

  test("another session of an occupant needs no seat, as long as the sessions are not too many", () => {
    expect(full(roomOf({ maxusers: "10" }, { occupants: 10, clients: 4 }), "none", false)).toBe("");
    expect(full(roomOf({ maxusers: "10" }, { occupants: 10, clients: 5 }), "none", false)).toBe("service-unavailable");
  });
});

describe("§7.2.8: nicknames", () => {
  test("are prepared; invisible ones and ones of too many bytes are refused", () => {
    expect(preparedNickname("  third   witch ")).toBe("third witch");
    expect(refusalOf(() => preparedNickname("\u2800"))).toBe("not-acceptable");
    expect(preparedNickname("é".repeat(511))).toHaveLength(511);
    expect(refusalOf(() => preparedNickname("é".repeat(512)))).toBe("not-acceptable");
  });

  test("another account's nickname is refused, reserved or in use, and so is one confusable with it", () => {
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
