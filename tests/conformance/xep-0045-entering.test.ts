/** XEP-0045 §7.1, §7.2: entering a room. */
import { beforeEach, describe, expect, test } from "bun:test";
import { type Actor, enter as another, appear, cast, settled } from "../support/cast.ts";
import { startTestServer } from "../support/server.ts";
import { stage } from "../support/stage.ts";
import {
  codesIn,
  configure,
  enter,
  enterAll,
  itemIn,
  join,
  MUC,
  makeRoom,
  OPEN,
  refusal,
  roomAt,
  setAffiliation,
  USER,
} from "../support/xep/rooms.ts";

let now = Date.parse("2026-11-22T12:00:00Z");
let number = 0;
/** Each test has a room of its own. */
let room = "";
const fixture = stage(["crone", "wiccan", "hag"], {
  now: () => now,
  settings: ["rooms.max_sessions=3", "rooms.configuration_time=10m"],
});
const { actors } = fixture;

beforeEach(() => {
  room = `room${++number}`;
});

const enterError = async (name: "crone" | "wiccan" | "hag", nick: string, inner = ""): Promise<string> => {
  actors[name].sends(join(room, nick, inner));
  return refusal(await actors[name].receives(`<presence type="error" from="${roomAt(room)}/${nick}"/>`));
};

describe("§7.1: the order of events", () => {
  test("occupants, self-presence, history, subject, live messages", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan);
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><body>Thrice the brinded cat</body></message>`);
    await settled(crone, wiccan);
    hag.sends(join(room, "hag"));
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><body>live</body></message>`);
    const seen: string[] = [];
    for (let i = 0; i < 6; i++) {
      const stanza = await hag.receives(`<presence/>`).catch(() => undefined);
      if (!stanza) break;
      seen.push(stanza.attrs.from);
      if (codesIn(stanza).includes(110)) break;
    }
    expect(seen).toEqual([`${roomAt(room)}/crone`, `${roomAt(room)}/wiccan`, `${roomAt(room)}/hag`]);
    const texts: string[] = [];
    for (let i = 0; i < 3; i++) texts.push((await hag.receives('<message type="groupchat"/>')).children.join(""));
    expect(texts[0]).toContain("brinded cat");
    expect(texts[1]).toContain("<subject");
    expect(texts[2]).toContain("live");
  });
});

describe("§7.2: entering", () => {
  test("§7.2.1: without a nickname: jid-malformed", async () => {
    const { hag } = actors;
    hag.sends(`<presence to="${roomAt(room)}"><x xmlns="${MUC}"/></presence>`);
    expect(refusal(await hag.receives(`<presence type="error" from="${roomAt(room)}"/>`))).toBe("jid-malformed");
  });

  test("§7.2.2: all occupants are sent the presence of the new one, with role and affiliation in one <x/>", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enter(hag, room, "hag");
    const presence = await crone.receives(`<presence from="${roomAt(room)}/hag"/>`);
    expect(presence.getChildren("x", USER)).toHaveLength(1);
    expect(itemIn(presence)).toMatchObject({ role: "participant", affiliation: "none" });
    expect(codesIn(presence)).toEqual([]);
  });

  test("§7.2.3: in a non-anonymous room all occupants see full JIDs, and entering ones are sent status 100", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    expect(codesIn(await enter(hag, room, "hag"))).toEqual([100, 110]);
    expect(itemIn(await crone.receives(`<presence from="${roomAt(room)}/hag"/>`)).jid).toBe(hag.jid);
  });

  test("§7.2.4: in a semi-anonymous room only moderators see real JIDs", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    await enterAll(room, wiccan);
    expect(codesIn(await enter(hag, room, "hag"))).toEqual([110]);
    expect(itemIn(await crone.receives(`<presence from="${roomAt(room)}/hag"/>`)).jid).toBe(hag.jid);
    const seen = await wiccan.receives(`<presence from="${roomAt(room)}/hag"/>`);
    expect(itemIn(seen).jid).toBeUndefined();
    expect(seen.toString()).not.toContain(hag.account);
  });

  test("§7.2.5: without the password of a protected room: not-authorized", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, passwordprotectedroom: "1", roomsecret: "cauldronburn" });
    expect(await enterError("hag", "hag")).toBe("not-authorized");
    expect(await enterError("hag", "hag", "<password>wrong</password>")).toBe("not-authorized");
    for (const confusable of ["cauldronburm", "xauldronburn", "cauldronburn ", "CAULDRONBURN"])
      expect(await enterError("hag", "hag", `<password>${confusable}</password>`)).toBe("not-authorized");
    expect(await enterError("hag", "hag", "<password/>")).toBe("not-authorized");
    // The owner needs the password as well, and can read it in the configuration.
    const phone = await another(fixture.server, "crone", "phone");
    phone.sends(join(room, "crone"));
    expect(refusal(await phone.receives('<presence type="error"/>'))).toBe("not-authorized");
    await phone.leaves();
    await enter(hag, room, "hag", "<password>cauldronburn</password>");
  });

  test("§7.2.6: non-members of a members-only room: registration-required", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, {});
    expect(await enterError("hag", "hag")).toBe("registration-required");
    await setAffiliation(crone, room, hag.account, "member");
    expect(itemIn(await enter(hag, room, "hag"))).toMatchObject({ affiliation: "member", role: "participant" });
  });

  test("§7.2.7: outcasts: forbidden", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, actors.hag.account, "outcast");
    expect(await enterError("hag", "hag")).toBe("forbidden");
  });

  test("§7.2.8: a nickname that is in use, or confusable with one: conflict", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    for (const nick of ["crone", "Crone", "сrоne", "cr0ne"]) expect(await enterError("hag", nick)).toBe("conflict");
  });

  test("§7.2.8: several clients of one account may share a nickname, and all are sent the messages", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    const phone = await another(fixture.server, "hag", "phone", actors);
    await appear(phone);
    await enter(phone, room, "hag");
    await settled(crone, hag, phone);
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><body>double</body></message>`);
    for (const actor of [hag, phone]) await actor.receives('<message type="groupchat"><body>double</body></message>');
    phone.sends(`<message to="${roomAt(room)}" type="groupchat"><body>toil</body></message>`);
    await crone.receives(`<message from="${roomAt(room)}/hag"><body>toil</body></message>`);
    // One of two sessions leaves: the others are sent no unavailable presence.
    phone.sends(`<presence type="unavailable" to="${roomAt(room)}/hag"/>`);
    expect(codesIn(await phone.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`))).toContain(110);
    await settled(phone);
    await crone.receivesNothing(`<presence type="unavailable"/>`);
    await hag.receivesNothing(`<presence type="unavailable"/>`);
    await phone.leaves();
  });

  test("§7.2.9: a full room: service-unavailable, but for admins and owners", async () => {
    const { crone, wiccan } = actors;
    await makeRoom(crone, room, { ...OPEN, maxusers: "10" });
    const nineUsers = await cast(fixture.server, ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii"]);
    await enterAll(room, ...Object.values(nineUsers));
    expect(await enterError("hag", "hag")).toBe("service-unavailable");
    await setAffiliation(crone, room, wiccan.account, "admin");
    await enter(wiccan, room, "wiccan");
    for (const actor of Object.values(nineUsers)) await actor.leaves();
  });

  test("§7.2.9, §14.6: a few occupants with many sessions also make a room full", async () => {
    await using smallServer = await startTestServer({ settings: ["rooms.max_occupants=1"] });
    const { crone, hag } = await cast(smallServer, ["crone", "hag"]);
    await makeRoom(crone, room);
    await setAffiliation(crone, room, hag.account, "owner");
    await setAffiliation(crone, room, crone.account, "member");
    const phones: Actor[] = [];
    const enterErrorOf = async (name: "crone" | "hag", resource: string): Promise<string> => {
      const phone = await another(smallServer, name, resource);
      phones.push(phone);
      phone.sends(join(room, name));
      return refusal(await phone.receives(`<presence from="${roomAt(room)}/${name}"/>`));
    };
    for (const resource of ["2", "3", "4", "5"]) expect(await enterErrorOf("crone", resource)).toBe("");
    expect(await enterErrorOf("crone", "6")).toBe("service-unavailable");
    // §7.2.9: the room's owner may enter.
    expect(await enterErrorOf("hag", "1")).toBe("");
    for (const phone of phones) await phone.leaves();
  });

  test("§7.2.10: a locked room: item-not-found, but for its owner", async () => {
    const { crone } = actors;
    expect(codesIn(await enter(crone, room, "crone"))).toEqual([100, 110, 201]);
    expect(await enterError("hag", "hag")).toBe("item-not-found");
    await configure(crone, room, OPEN);
    await enter(actors.hag, room, "hag");
  });

  test("§10.1.1: a room that its creator does not configure in time is unlocked", async () => {
    const { crone } = actors;
    await enter(crone, room, "crone");
    now += 11 * 60_000;
    // A private room, which is the default.
    expect(await enterError("hag", "hag")).toBe("registration-required");
  });

  test("§7.2.12: clients that enter a publicly logged room are sent status 170", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, enablelogging: "1" });
    expect(codesIn(await enter(hag, room, "hag"))).toEqual([100, 110, 170]);
  });

  test("§7.2.2: a nickname that the room modifies: status 210", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    hag.sends(join(room, "the  ｈag"));
    const selfPresence = await hag.receives(`<presence from="${roomAt(room)}/the hag"/>`);
    expect(codesIn(selfPresence)).toEqual([100, 110, 210]);
  });

  test("§17.1: a nickname of spaces alone is refused", async () => {
    await makeRoom(actors.crone, room);
    expect(await enterError("hag", " ")).toBe("not-acceptable");
  });

  test("§7.2.18: presence without <x/> from outside of the room is answered with 110, 307 and 333", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    hag.sends(`<presence to="${roomAt(room)}/hag"/>`);
    const presence = await hag.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`);
    expect(codesIn(presence)).toEqual([110, 307, 333]);
    await crone.receivesNothing("<presence/>");
  });

  test("§17.3: a client that enters again is sent everything again", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    await enter(hag, room, "hag");
    await hag.receives(`<presence from="${roomAt(room)}/crone"/>`);
    await crone.receives(`<presence from="${roomAt(room)}/hag"/>`);
  });

  test("the sessions of one account in a room are bounded", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const apps = await Promise.all(["a", "b", "c", "d"].map((name) => another(fixture.server, "hag", name, actors)));
    for (const app of apps.slice(0, 3)) await enter(app, room, "hag");
    apps[3]?.sends(join(room, "hag"));
    expect(refusal((await apps[3]?.receives(`<presence type="error"/>`)) as never)).toBe("resource-constraint");
    for (const app of apps) await app.leaves();
  });
});
