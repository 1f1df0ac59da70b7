/** XEP-0045 §7.2.13 to §7.14: history, subject, messages, nicknames, invitations, registration, leaving. */
import { beforeEach, describe, expect, test } from "bun:test";
import { type Actor, enter as another, appear, cast, settled } from "../support/cast.ts";
import { startTestServer } from "../support/server.ts";
import { stage } from "../support/stage.ts";
import { archiveOf, field, form } from "../support/xep/archive.ts";
import {
  administer,
  codesIn,
  configure,
  enter,
  enterAll,
  INFO,
  itemIn,
  join,
  MUC,
  makeRoom,
  OPEN,
  refusal,
  roomAt,
  setAffiliation,
  setRole,
  USER,
} from "../support/xep/rooms.ts";

const SID = "urn:xmpp:sid:0";
const START = Date.parse("2026-11-22T12:00:00Z");
let now = START;
let number = 0;
let room = "";
const fixture = stage(["crone", "wiccan", "hag"], { now: () => now });
const { actors } = fixture;

beforeEach(() => {
  room = `room${++number}`;
});

const sendMessage = (actor: Actor, body: string): void =>
  actor.sends(`<message to="${roomAt(room)}" type="groupchat" id="${body.slice(0, 5)}"><body>${body}</body></message>`);

/** The bodies of the history sent on entering, before the subject. */
async function historyFor(actor: Actor, limits: string): Promise<string[]> {
  actor.sends(join(room, "hag", limits));
  await actor.receives(`<presence from="${roomAt(room)}/hag"/>`);
  const bodies: string[] = [];
  for (;;) {
    const message = await actor.receives('<message type="groupchat"/>');
    if (message.getChild("subject")) break;
    bodies.push(message.getChildText("body") ?? "");
  }
  actor.sends(`<presence type="unavailable" to="${roomAt(room)}/hag"/>`);
  await settled(actor);
  return bodies;
}

describe("§7.2.13, §7.2.14: discussion history", () => {
  test("maxstanzas, maxchars, seconds and since limit it, alone and together", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    const began = now;
    for (const body of ["one", "two", "three", "four"]) {
      now += 60_000;
      sendMessage(crone, body);
      await settled(crone);
    }
    const all = ["one", "two", "three", "four"];
    expect(await historyFor(hag, "")).toEqual(all);
    expect(await historyFor(hag, '<history maxstanzas="2"/>')).toEqual(["three", "four"]);
    expect(await historyFor(hag, '<history maxchars="0"/>')).toEqual([]);
    expect(await historyFor(hag, '<history maxstanzas="0"/>')).toEqual([]);
    expect(await historyFor(hag, '<history maxchars="65000"/>')).toEqual(all);
    expect((await historyFor(hag, '<history maxchars="900"/>')).length).toBeLessThan(4);
    expect(await historyFor(hag, '<history seconds="90"/>')).toEqual(["three", "four"]);
    expect(await historyFor(hag, '<history since="1970-01-01T00:00:00Z"/>')).toEqual(all);
    const since = new Date(began + 180_000).toISOString();
    expect(await historyFor(hag, `<history since="${since}"/>`)).toEqual(["three", "four"]);
    expect(await historyFor(hag, `<history since="${since}" maxstanzas="1"/>`)).toEqual(["four"]);
    expect(await historyFor(hag, '<history since="yesterday" seconds="-1" maxstanzas="many"/>')).toEqual(all);
  });

  test("messages are stamped by the room with the time at which they were sent", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    sendMessage(crone, "when");
    await settled(crone);
    const stamp = new Date(now).toISOString();
    now += 3_600_000;
    hag.sends(join(room, "hag"));
    const message = await hag.receives('<message type="groupchat"><body>when</body></message>');
    expect(message.attrs.from).toBe(`${roomAt(room)}/crone`);
    expect(message.getChild("delay", "urn:xmpp:delay")?.attrs).toEqual({
      xmlns: "urn:xmpp:delay",
      from: roomAt(room),
      stamp,
    });
  });

  test("muc#maxhistoryfetch limits it for everybody", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, maxhistoryfetch: "1" });
    for (const body of ["one", "two"]) sendMessage(crone, body);
    await settled(crone);
    expect(await historyFor(hag, "")).toEqual(["two"]);
  });

  test("it has no messages with a hint not to store them, and no subjects", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    crone.sends(
      `<message to="${roomAt(room)}" type="groupchat"><body>secret</body><no-store xmlns="urn:xmpp:hints"/></message>`,
    );
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>Spells</subject></message>`);
    await settled(crone);
    expect(await historyFor(hag, "")).toEqual([]);
  });
});

describe("§7.2.15, §8.1: the subject", () => {
  test("§7.2.15: an empty <subject/> where there is none, without <delay/>", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    hag.sends(join(room, "hag"));
    const message = await hag.receives('<message type="groupchat"><subject/></message>');
    expect(message.attrs.from).toBe(roomAt(room));
    expect(message.getChildText("subject")).toBe("");
    expect(message.getChild("body")).toBeUndefined();
    expect(message.getChild("delay")).toBeUndefined();
  });

  test("§8.1: a moderator changes it: all occupants are sent it, and those who enter later", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan);
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>Fire Burn!</subject></message>`);
    await wiccan.receives(
      `<message from="${roomAt(room)}/crone" type="groupchat"><subject>Fire Burn!</subject></message>`,
    );
    hag.sends(join(room, "hag"));
    const message = await hag.receives('<message type="groupchat"><subject>Fire Burn!</subject></message>');
    expect(message.attrs.from).toBe(`${roomAt(room)}/crone`);
    expect(message.getChild("delay", "urn:xmpp:delay")?.attrs.from).toBe(roomAt(room));
  });

  test("§8.1: an empty <subject/> removes it, and is sent with its time", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>old</subject></message>`);
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject/></message>`);
    await settled(crone);
    hag.sends(join(room, "hag"));
    const message = await hag.receives('<message type="groupchat"><subject/></message>');
    expect(message.getChildText("subject")).toBe("");
    expect(message.getChild("delay")).toBeDefined();
  });

  test("§8.1: changing it without the privilege: forbidden; with changesubject, every participant may", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    const change = `<message to="${roomAt(room)}" type="groupchat"><subject>mine</subject></message>`;
    hag.sends(change);
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("forbidden");
    await configure(crone, room, { changesubject: "1" });
    hag.sends(change);
    await crone.receives('<message type="groupchat"><subject>mine</subject></message>');
    await setRole(crone, room, "hag", "visitor");
    hag.sends(change);
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("forbidden");
  });

  test("§8.1: a message with a <subject/> and a <body/> or <thread/> changes nothing", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan);
    const payload = `<subject>no</subject><body>change</body>`;
    wiccan.sends(`<message to="${roomAt(room)}" type="groupchat">${payload}</message>`);
    await crone.receives(`<message type="groupchat">${payload}</message>`);
    wiccan.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>no</subject><thread>t</thread></message>`);
    await crone.receives('<message type="groupchat"><thread>t</thread></message>');
    hag.sends(join(room, "hag", '<history maxchars="0"/>'));
    expect((await hag.receives('<message type="groupchat"/>')).getChildText("subject")).toBe("");
  });
});

describe("§7.4: messages to all", () => {
  test("all occupants are sent it, the sender too, from the occupant JID, with the same id", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    hag.sends(`<message to="${roomAt(room)}" type="groupchat" id="hysf1v37"><body>Harpier cries</body></message>`);
    for (const actor of [crone, hag]) {
      const message = await actor.receives(`<message from="${roomAt(room)}/hag" type="groupchat" id="hysf1v37"/>`);
      expect(message.getChildText("body")).toBe("Harpier cries");
      expect(message.attrs.to).toBe(actor.jid);
    }
  });

  test("without an id from the client, the room adds one, the same for all", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    hag.sends(`<message to="${roomAt(room)}" type="groupchat"><body>x</body></message>`);
    const ids = await Promise.all(
      [crone, hag].map(async (actor) => (await actor.receives('<message type="groupchat"/>')).attrs.id),
    );
    expect(ids[0]).toBeTruthy();
    expect(ids[0]).toBe(ids[1]);
  });

  test("from a visitor in a moderated room: forbidden, and not sent on", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, moderatedroom: "1" });
    await enterAll(room, hag);
    sendMessage(hag, "silence");
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("forbidden");
    await crone.receivesNothing("<message/>");
  });

  test("from outside of the room: not-acceptable, and not sent on", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    sendMessage(hag, "from afar");
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("not-acceptable");
    await crone.receivesNothing("<message/>");
  });

  test("§17.2: to a room that does not exist: item-not-found; of another type: bad-request", async () => {
    const { crone, hag } = actors;
    sendMessage(hag, "nowhere");
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("item-not-found");
    await makeRoom(crone, room);
    crone.sends(`<message to="${roomAt(room)}" type="chat"><body>hm</body></message>`);
    expect(refusal(await crone.receives('<message type="error"/>'))).toBe("bad-request");
  });

  test("§17.2: to a locked room: item-not-found, from any sender", async () => {
    const { crone, wiccan } = actors;
    await enter(crone, room, "crone");
    for (const actor of [crone, wiccan])
      for (const message of [
        `<message to="${roomAt(room)}" type="groupchat"><body>x</body></message>`,
        `<message to="${roomAt(room)}/crone" type="chat"><body>x</body></message>`,
        `<message to="${roomAt(room)}"><x xmlns="${USER}"><invite to="{wiccan.bare}"/></x></message>`,
      ]) {
        actor.sends(message);
        expect(refusal(await actor.receives('<message type="error"/>'))).toBe("item-not-found");
      }
    await configure(crone, room, OPEN);
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><body>x</body></message>`);
    await crone.receives('<message type="groupchat"><body>x</body></message>');
  });

  test("XEP-0359 §3: the room adds its <stanza-id/>, and removes one that a client has forged", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const forged = `<stanza-id xmlns="urn:xmpp:sid:0" by="${roomAt(room)}" id="forged"/>`;
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><body>x</body>${forged}</message>`);
    const message = await crone.receives('<message type="groupchat"/>');
    const ids = message.getChildren("stanza-id", "urn:xmpp:sid:0");
    expect(ids.map(({ attrs }) => attrs.by)).toEqual([roomAt(room)]);
    expect(ids[0]?.attrs.id).not.toBe("forged");
  });

  test("§17.3: elements of clients in the room's own namespace are removed", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const forged = `<x xmlns="${USER}"><item affiliation="owner" role="moderator"/><status code="301"/></x>`;
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><body>x</body>${forged}</message>`);
    expect((await crone.receives('<message type="groupchat"/>')).getChild("x", USER)).toBeUndefined();
    crone.sends(`<presence to="${roomAt(room)}/crone"><show>away</show>${forged}</presence>`);
    const presence = await crone.receives(`<presence from="${roomAt(room)}/crone"><show>away</show></presence>`);
    expect(codesIn(presence)).toEqual([110]);
  });
});

describe("§7.5: private messages", () => {
  const whisper = (actor: Actor, nick: string, type = "chat"): void =>
    actor.sends(`<message to="${roomAt(room)}/${nick}" type="${type}" id="pm"><body>psst</body></message>`);

  test("the recipient is sent it from the sender's occupant JID, with an <x/>", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan, hag);
    whisper(hag, "crone");
    const message = await crone.receives(
      `<message from="${roomAt(room)}/hag" type="chat" id="pm"><body>psst</body></message>`,
    );
    expect(message.getChildren("x", USER)).toHaveLength(1);
    await wiccan.receivesNothing("<message/>");
  });

  test("all sessions of the recipient are sent it", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    const phone = await another(fixture.server, "hag", "phone", actors);
    await enter(phone, room, "hag");
    whisper(crone, "hag");
    for (const actor of [hag, phone]) await actor.receives('<message type="chat"><body>psst</body></message>');
    await phone.leaves();
  });

  test("XEP-0313 §6.1.1: is archived once for its recipient, whatever the number of clients in the room; sent again, it is a second message", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    const apps = await Promise.all(["phone", "laptop"].map((name) => another(fixture.server, "hag", name, actors)));
    for (const app of apps) await enter(app, room, "hag");
    await settled(hag, ...apps);
    whisper(crone, "hag");
    whisper(crone, "hag");
    const ids = [];
    for (const app of [hag, ...apps]) {
      const privateMessageCopy = () => app.receives('<message type="chat"><body>psst</body></message>');
      const stamps = [await privateMessageCopy(), await privateMessageCopy()].map((message) =>
        message.getChildren("stanza-id", SID),
      );
      ids.push(stamps.map((stamp) => stamp.map(({ attrs }) => [attrs.by, attrs.id])));
    }
    const { results } = await archiveOf(hag, form(field("with", roomAt(room))));
    expect(results.map(({ body }) => body)).toEqual(["psst", "psst"]);
    const expectedIds = results.map(({ id }) => [[hag.account, id]]);
    expect(ids).toEqual([expectedIds, expectedIds, expectedIds]);
    for (const app of apps) await app.leaves();
  });

  test("of type groupchat: bad-request; to an unknown nickname: item-not-found; from outside of the room: not-acceptable", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    whisper(hag, "crone", "groupchat");
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("bad-request");
    whisper(hag, "nobody");
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("item-not-found");
    whisper(wiccan, "crone");
    expect(refusal(await wiccan.receives('<message type="error"/>'))).toBe("not-acceptable");
  });

  for (const [allowpm, allowed] of [
    ["anyone", ["visitor", "participant", "moderator"]],
    ["participants", ["participant", "moderator"]],
    ["moderators", ["moderator"]],
    ["none", []],
  ] as const)
    test(`§10.2: allowpm ${allowpm} is for ${allowed.join(", ") || "nobody"}`, async () => {
      const { crone, hag } = actors;
      await makeRoom(crone, room, { ...OPEN, allowpm });
      await enterAll(room, hag);
      for (const role of ["visitor", "participant", "moderator"]) {
        await setRole(crone, room, "hag", role);
        await settled(crone, hag);
        whisper(hag, "crone");
        if (allowed.some((one) => one === role)) await crone.receives('<message type="chat"/>');
        else expect(refusal(await hag.receives('<message type="error"/>'))).toBe("forbidden");
      }
    });
});

describe("§7.6, §7.7: nicknames and availability", () => {
  test("§7.6: all are sent unavailable presence with 303 and the new nickname, then presence from it", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    hag.sends(`<presence to="${roomAt(room)}/oldhag"/>`);
    for (const actor of [crone, hag]) {
      const unavailable = await actor.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`);
      expect(itemIn(unavailable)).toMatchObject({ nick: "oldhag", role: "participant" });
      expect(codesIn(unavailable)).toEqual(actor === hag ? [110, 303] : [303]);
      const available = await actor.receives(`<presence from="${roomAt(room)}/oldhag"/>`);
      expect(codesIn(available)).toEqual(actor === hag ? [110] : []);
    }
    sendMessage(hag, "renamed");
    await crone.receives(`<message from="${roomAt(room)}/oldhag"/>`);
  });

  test("§7.6, §7.2.8: all sessions of an occupant change together; two occupants of one account with the same nickname become one", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    const phone = await another(fixture.server, "hag", "phone", actors);
    const laptop = await another(fixture.server, "hag", "laptop", actors);
    await enterAll(room, hag);
    await enter(phone, room, "hag");
    await enter(laptop, room, "thirdwitch");
    await settled(crone, hag, phone, laptop);
    const clients = [hag, phone, laptop];
    hag.sends(`<presence to="${roomAt(room)}/oldhag"/>`);
    for (const actor of clients) {
      const isOwn = actor !== laptop;
      const unavailable = await actor.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`);
      expect([codesIn(unavailable), itemIn(unavailable).nick]).toEqual([isOwn ? [110, 303] : [303], "oldhag"]);
      expect(codesIn(await actor.receives(`<presence from="${roomAt(room)}/oldhag"/>`))).toEqual(isOwn ? [110] : []);
    }
    laptop.sends(`<presence to="${roomAt(room)}/oldhag"/>`);
    for (const actor of clients) {
      const unavailable = await actor.receives(`<presence type="unavailable" from="${roomAt(room)}/thirdwitch"/>`);
      expect([codesIn(unavailable), itemIn(unavailable).nick]).toEqual([
        actor === laptop ? [110, 303] : [303],
        "oldhag",
      ]);
      expect(codesIn(await actor.receives(`<presence from="${roomAt(room)}/oldhag"/>`))).toEqual([110]);
    }
    sendMessage(crone, "all");
    for (const actor of clients) await actor.receives("<message><body>all</body></message>");
    for (const actor of clients) {
      sendMessage(actor, actor.client.jid);
      await crone.receives(`<message from="${roomAt(room)}/oldhag"><body>${actor.client.jid}</body></message>`);
    }
    await settled(crone);
    for (const actor of [laptop, phone]) await actor.leaves();
    await crone.receivesNothing('<presence type="unavailable"/>');
    hag.sends(`<presence type="unavailable" to="${roomAt(room)}/oldhag"/>`);
    await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/oldhag"/>`);
  });

  test("§7.2.2, §7.6, §7.7, §7.14: the answer to a client's presence has its id, which nobody else is sent", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    const phone = await another(fixture.server, "hag", "phone", actors);
    await enter(phone, room, "hag");
    await settled(crone, phone);
    const enterPresence = `<presence to="${roomAt(room)}/hag" id="come"><x xmlns="${MUC}"/></presence>`;
    const idsAfter = async (sent: string): Promise<unknown> => {
      hag.sends(sent);
      for (const actor of [hag, crone, phone]) await actor.pings();
      const answersTo = (actor: Actor) =>
        actor.client.inbox
          .waiting()
          .filter(({ name, attrs: { id } }) => name === "presence" && id !== undefined)
          .map(({ attrs: { from = "", type = "available", id } }) => [from.slice(from.indexOf("/") + 1), type, id]);
      expect([...answersTo(crone), ...answersTo(phone)]).toEqual([]);
      const answers = answersTo(hag);
      await settled(hag, crone, phone);
      return answers;
    };
    expect(await idsAfter(enterPresence)).toEqual([["hag", "available", "come"]]);
    expect(await idsAfter(`<presence to="${roomAt(room)}/hag" id="show"><show>xa</show></presence>`)).toEqual([
      ["hag", "available", "show"],
    ]);
    expect(await idsAfter(`<presence to="${roomAt(room)}/oldhag" id="nick"/>`)).toEqual([
      ["hag", "unavailable", "nick"],
      ["oldhag", "available", "nick"],
    ]);
    // First as one of two clients, then, after entering again, as the only one.
    const leave = (id: string) => `<presence to="${roomAt(room)}/oldhag" type="unavailable" id="${id}"/>`;
    expect(await idsAfter(leave("one"))).toEqual([["oldhag", "unavailable", "one"]]);
    phone.sends(`<presence to="${roomAt(room)}/oldhag" type="unavailable"/>`);
    await settled(phone, crone);
    expect(await idsAfter(enterPresence)).toEqual([["hag", "available", "come"]]);
    const last = `<presence to="${roomAt(room)}/hag" type="unavailable" id="last"/>`;
    expect(await idsAfter(last)).toEqual([["hag", "unavailable", "last"]]);
    // §7.2.18.
    expect(await idsAfter(`<presence to="${roomAt(room)}/hag" id="lost"/>`)).toEqual([["hag", "unavailable", "lost"]]);
    await phone.leaves();
  });

  test("§7.6: a nickname in use: conflict, and the old one stays", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    hag.sends(`<presence to="${roomAt(room)}/CRONE"/>`);
    expect(refusal(await hag.receives('<presence type="error"/>'))).toBe("conflict");
    sendMessage(hag, "still");
    await crone.receives(`<message from="${roomAt(room)}/hag"/>`);
  });

  test("§7.6: a nickname that the room modifies: status 210", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    hag.sends(`<presence to="${roomAt(room)}/old  hag"/>`);
    expect(codesIn(await hag.receives(`<presence from="${roomAt(room)}/old hag"/>`))).toEqual([110, 210]);
  });

  test("§7.7: changed availability is sent to all, with role and affiliation", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    hag.sends(
      `<presence to="${roomAt(room)}/hag" xml:lang="en-GB"><show>xa</show><status>gone where the goblins go</status></presence>`,
    );
    const seen = await crone.receives(`<presence from="${roomAt(room)}/hag"><show>xa</show></presence>`);
    expect(seen.getChildText("status")).toBe("gone where the goblins go");
    expect(seen.attrs["xml:lang"]).toBe("en-GB");
    expect(itemIn(seen)).toMatchObject({ affiliation: "none", role: "participant", jid: hag.jid });
  });

  test("§7.2.2: where presence of visitors is not broadcast, they are sent their own only, and others not theirs", async () => {
    const { crone, hag } = actors;
    const presencebroadcast = ["moderator", "participant"];
    await makeRoom(crone, room, { ...OPEN, moderatedroom: "1", presencebroadcast });
    expect(itemIn(await enter(hag, room, "hag")).role).toBe("visitor");
    await crone.receivesNothing("<presence/>");
    await setRole(crone, room, "hag", "participant");
    expect(itemIn(await crone.receives(`<presence from="${roomAt(room)}/hag"/>`)).role).toBe("participant");
    await setRole(crone, room, "hag", "visitor");
    await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`);
    hag.sends(`<presence type="unavailable" to="${roomAt(room)}/hag"/>`);
    await settled(hag);
    await crone.receivesNothing("<presence/>");
  });
});

/** An archive query form for messages with the room. */
const withRoom = (): string =>
  `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>urn:xmpp:mam:2</value></field><field var="with"><value>${roomAt(room)}</value></field></x>`;

describe("§7.8: invitations", () => {
  const invite = (actor: Actor, to: string, inner = ""): void =>
    actor.sends(`<message to="${roomAt(room)}"><x xmlns="${USER}"><invite to="${to}">${inner}</invite></x></message>`);

  test("§7.8.2: the room sends it on, with the inviter, the reason and the password", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, passwordprotectedroom: "1", roomsecret: "cauldronburn" });
    invite(crone, hag.account, "<reason>Hey Hecate</reason>");
    const message = await hag.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"/></message>`);
    const x = message.getChild("x", USER);
    expect(x?.getChild("invite")?.attrs.from).toBe(crone.account);
    expect(x?.getChild("invite")?.getChildText("reason")).toBe("Hey Hecate");
    expect(x?.getChildText("password")).toBe("cauldronburn");
  });

  test("§7.8.2: invitations and declines wait for accounts that are offline", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const newcomer = await another(fixture.server, "late", "x", actors);
    await newcomer.leaves();
    invite(crone, "late@localhost");
    await settled(crone);
    const returned = await another(fixture.server, "late", "y", actors);
    await appear(returned);
    await returned.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"><invite/></x></message>`);
    returned.sends(`<message to="${roomAt(room)}"><x xmlns="${USER}"><decline to="${crone.account}"/></x></message>`);
    await crone.receives(`<message><x xmlns="${USER}"><decline from="late@localhost"/></x></message>`);
    await returned.leaves();
  });

  test("§7.5, §10.3: messages of the room about changes, and private chat states, are not archived for accounts", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    await setAffiliation(crone, room, "member@localhost", "member");
    await hag.receives(
      `<message from="${roomAt(room)}"><x xmlns="${USER}"><item jid="member@localhost"/></x></message>`,
    );
    const typing = '<composing xmlns="http://jabber.org/protocol/chatstates"/>';
    for (const inner of [typing, "<body>psst</body>"])
      crone.sends(`<message to="${roomAt(room)}/hag" type="chat">${inner}</message>`);
    await hag.receives("<message><body>psst</body></message>");
    for (const actor of [crone, hag]) {
      await settled(actor);
      await actor.asks(`<iq type="set"><query xmlns="urn:xmpp:mam:2">${withRoom()}</query></iq>`);
      const messages = actor.client.inbox.waiting().filter(({ name }) => name === "message");
      expect(messages.map((message) => message.toString().includes("psst"))).toEqual([true]);
    }
  });

  test("§7.8.2: in a semi-anonymous room it names the inviter's occupant JID", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    invite(crone, hag.account);
    const message = await hag.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"/></message>`);
    expect(message.toString()).not.toContain(crone.account);
    expect(message.getChild("x", USER)?.getChild("invite")?.attrs.from).toBe(`${roomAt(room)}/crone`);
  });

  test("§7.9: <continue/> and its thread are sent on", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    invite(crone, hag.jid, '<continue thread="e0ffe42b28561960c6b12b944a092794b9683a38"/>');
    const message = await hag.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"/></message>`);
    const going = message.getChild("x", USER)?.getChild("invite")?.getChild("continue");
    expect(going?.attrs.thread).toBe("e0ffe42b28561960c6b12b944a092794b9683a38");
  });

  test("§7.8.2: the inviter is sent a decline of the invitee; others cannot decline", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    invite(crone, hag.account);
    await settled(crone, hag);
    const declining = (to: string) =>
      `<message to="${roomAt(room)}"><x xmlns="${USER}"><decline to="${to}"><reason>too busy</reason></decline></x></message>`;
    hag.sends(declining(crone.account));
    const message = await crone.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"/></message>`);
    const decline = message.getChild("x", USER)?.getChild("decline");
    expect(decline?.attrs.from).toBe(hag.account);
    expect(decline?.getChildText("reason")).toBe("too busy");
    hag.sends(declining(crone.account));
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("item-not-found");
    wiccan.sends(declining(crone.account));
    expect(refusal(await wiccan.receives('<message type="error"/>'))).toBe("item-not-found");
    await crone.receivesNothing("<message/>");
  });

  test("§7.8.2, §9.5: to a members-only room, admins invite, and members with allowinvites; invitees become members", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, {});
    invite(crone, wiccan.account);
    await settled(crone, wiccan);
    await enter(wiccan, room, "wiccan");
    invite(wiccan, hag.account);
    expect(refusal(await wiccan.receives('<message type="error"/>'))).toBe("forbidden");
    await configure(crone, room, { allowinvites: "1" });
    invite(wiccan, hag.account);
    await hag.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"/></message>`);
    expect(itemIn(await enter(hag, room, "hag")).affiliation).toBe("member");
  });

  test("§9.5: invitees to an open room do not become members; outcasts cannot be invited; only occupants invite", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan);
    invite(wiccan, hag.account);
    await settled(wiccan, hag);
    expect(itemIn(await enter(hag, room, "hag")).affiliation).toBe("none");
    await setAffiliation(crone, room, hag.account, "outcast");
    invite(wiccan, hag.account);
    expect(refusal(await wiccan.receives('<message type="error"/>'))).toBe("not-allowed");
    invite(hag, wiccan.account);
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("not-acceptable");
  });

  test("§7.8.2, §9.5: a domain cannot be invited: all its accounts would become members", async () => {
    const { crone, wiccan } = actors;
    await makeRoom(crone, room, { allowinvites: "1" });
    await setAffiliation(crone, room, wiccan.account, "member");
    await enterAll(room, wiccan);
    for (const address of ["localhost", "localhost/x", "elsewhere.example"]) {
      invite(wiccan, address);
      expect(refusal(await wiccan.receives('<message type="error"/>'))).toBe("jid-malformed");
    }
    const members = await administer(crone, room, '<item affiliation="member"/>', "get");
    expect(members.getChild("query")?.getChildren("item")).toHaveLength(1);
  });

  test("§14.6: others than admins may invite a hundred accounts an hour, and the same one once a minute", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan);
    for (const inner of ["<reason>one</reason>", "<reason>two</reason>"]) invite(wiccan, hag.account, inner);
    await settled(wiccan);
    await hag.receives(`<message><x xmlns="${USER}"><invite><reason>one</reason></invite></x></message>`);
    await hag.receivesNothing("<message/>");
    const many = (from: number, count: number): string =>
      Array.from({ length: count }, (_, n) => `<invite to="nobody${from + n}@localhost"/>`).join("");
    const inviteMany = (actor: Actor, from: number, count: number): void =>
      actor.sends(`<message to="${roomAt(room)}"><x xmlns="${USER}">${many(from, count)}</x></message>`);
    inviteMany(wiccan, 0, 50);
    inviteMany(wiccan, 50, 49);
    await wiccan.receivesNothing('<message type="error"/>');
    inviteMany(wiccan, 99, 1);
    expect(refusal(await wiccan.receives('<message type="error"/>'))).toBe("resource-constraint");
    inviteMany(crone, 0, 50);
    await crone.receivesNothing('<message type="error"/>');
  });

  test("XEP-0249 §2: a direct invitation is delivered as any message, and waits for an account that is offline", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    crone.sends(
      `<message to="${hag.account}"><x xmlns="jabber:x:conference" jid="${roomAt(room)}" reason="come"/></message>`,
    );
    await hag.receives(`<message from="${crone.jid}"><x xmlns="jabber:x:conference" jid="${roomAt(room)}"/></message>`);
  });
});

describe("§7.10, §7.12: registration", () => {
  const REGISTER = "jabber:iq:register";
  const form = (nick: string) =>
    `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>${MUC}#register</value></field><field var="muc#register_roomnick"><value>${nick}</value></field></x>`;
  const ask = (actor: Actor) => actor.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${REGISTER}"/></iq>`);
  const register = (actor: Actor, inner: string) =>
    actor.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="${REGISTER}">${inner}</query></iq>`);

  test("§7.10: the account becomes a member, with a reserved nickname", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    await settled(crone);
    const offered = (await ask(hag)).getChild("query");
    expect(offered?.getChild("registered")).toBeUndefined();
    expect(
      offered
        ?.getChild("x")
        ?.getChildren("field")
        .map(({ attrs }) => attrs.var),
    ).toContain("muc#register_roomnick");
    expect(refusal(await register(hag, form("thirdwitch")))).toBe("");
    expect(itemIn(await crone.receives(`<presence from="${roomAt(room)}/hag"/>`)).affiliation).toBe("member");
    const registered = (await ask(hag)).getChild("query");
    expect(registered?.getChild("registered")).toBeDefined();
    expect(registered?.getChildText("username")).toBe("thirdwitch");
    wiccan.sends(join(room, "ThirdWitch"));
    expect(refusal(await wiccan.receives('<presence type="error"/>'))).toBe("conflict");
    expect(refusal(await register(wiccan, form("thirdwitсh")))).toBe("conflict");
    hag.sends(`<presence to="${roomAt(room)}/thirdwitch"/>`);
    await crone.receives(`<presence from="${roomAt(room)}/thirdwitch"/>`);
  });

  test("§7.12: x-roomuser-item returns the reserved nickname, if there is one", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    const registration = async () =>
      (
        await hag.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}" node="x-roomuser-item"/></iq>`)
      ).getChild("query");
    expect((await registration())?.children).toEqual([]);
    await register(hag, form("thirdwitch"));
    expect((await registration())?.getChild("identity")?.attrs).toEqual({
      category: "conference",
      type: "text",
      name: "thirdwitch",
    });
  });

  test("§7.10: an invalid form: bad-request; a room that does not exist: item-not-found; a members-only room: not-allowed", async () => {
    const { crone, hag } = actors;
    expect(refusal(await ask(hag))).toBe("item-not-found");
    await makeRoom(crone, room);
    expect(refusal(await register(hag, ""))).toBe("bad-request");
    expect(refusal(await register(hag, form("crone")))).toBe("conflict");
    await configure(crone, room, { membersonly: "1" });
    expect(refusal(await ask(hag))).toBe("not-allowed");
  });

  test("§7.10: with a password-protected room, only occupants may register", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, passwordprotectedroom: "1", roomsecret: "cauldronburn" });
    expect(refusal(await ask(hag))).toBe("not-allowed");
    expect(refusal(await register(hag, form("thirdwitch")))).toBe("not-allowed");
    await enter(hag, room, "hag", "<password>cauldronburn</password>");
    expect(refusal(await register(hag, form("thirdwitch")))).toBe("");
    hag.sends(`<presence type="unavailable" to="${roomAt(room)}/hag"/>`);
    expect(refusal(await ask(hag))).toBe("");
  });

  test("§14.6: registrations leave half of the affiliations to admins", async () => {
    await using smallServer = await startTestServer({ settings: ["rooms.max_affiliations=4"] });
    const { crone, wiccan, hag } = await cast(smallServer, ["crone", "wiccan", "hag"]);
    await makeRoom(crone, room);
    expect(refusal(await register(wiccan, form("secondwitch")))).toBe("");
    expect(refusal(await register(hag, form("thirdwitch")))).toBe("resource-constraint");
    expect(refusal(await setAffiliation(crone, room, hag.account, "outcast"))).toBe("");
  });

  test("XEP-0077 §3.2: <remove/> releases the nickname", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await register(hag, form("thirdwitch"));
    expect(refusal(await register(hag, "<remove/>"))).toBe("");
    expect(refusal(await register(hag, "<remove/>"))).toBe("registration-required");
    await enter(wiccan, room, "thirdwitch");
  });
});

describe("§7.13, §8.6: voice requests", () => {
  test("a visitor requests it, the moderators are sent a form, and one of them grants it", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, moderatedroom: "1" });
    await enterAll(room, wiccan, hag);
    const field = (name: string, value: string) => `<field var="${name}"><value>${value}</value></field>`;
    const requested = (...fields: string[]) =>
      `<message to="${roomAt(room)}"><x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", `${MUC}#request`)}${fields.join("")}</x></message>`;
    hag.sends(requested(field("muc#role", "participant")));
    const asked = await crone.receives(
      `<message from="${roomAt(room)}"><x xmlns="jabber:x:data" type="form"/></message>`,
    );
    const values = Object.fromEntries(
      (asked.getChild("x")?.getChildren("field") ?? []).map((one) => [one.attrs.var, one.getChildText("value")]),
    );
    expect(values).toEqual({
      FORM_TYPE: `${MUC}#request`,
      "muc#role": "participant",
      "muc#jid": hag.jid,
      "muc#roomnick": "hag",
      "muc#request_allow": "0",
    });
    await wiccan.receivesNothing("<message/>");
    const granted = [field("muc#jid", hag.jid), field("muc#roomnick", "hag"), field("muc#request_allow", "true")];
    wiccan.sends(requested(field("muc#role", "participant"), ...granted));
    expect(refusal(await wiccan.receives('<message type="error"/>'))).toBe("forbidden");
    crone.sends(requested(field("muc#role", "participant"), ...granted));
    expect(itemIn(await hag.receives(`<presence from="${roomAt(room)}/hag"/>`)).role).toBe("participant");
    // A second voice request too soon, from a visitor.
    wiccan.sends(requested(field("muc#role", "participant")));
    wiccan.sends(requested(field("muc#role", "participant")));
    expect(refusal(await wiccan.receives('<message type="error"/>'))).toBe("resource-constraint");
  });
});

describe("§7.14: exiting", () => {
  test("the occupant is sent 110, the others role none; its <status/> is sent on", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    hag.sends(`<presence type="unavailable" to="${roomAt(room)}/hag"><status>gone</status></presence>`);
    const registration = await hag.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`);
    expect(codesIn(registration)).toEqual([110]);
    const seen = await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`);
    expect(itemIn(seen)).toMatchObject({ role: "none", affiliation: "none" });
    expect(codesIn(seen)).toEqual([]);
    expect(seen.getChildText("status")).toBe("gone");
    sendMessage(hag, "ghost");
    expect(refusal(await hag.receives('<message type="error"/>'))).toBe("not-acceptable");
  });

  test("a client that goes offline leaves", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const phone = await another(fixture.server, "hag", "phone", actors);
    await enter(phone, room, "phone");
    await phone.leaves();
    expect(itemIn(await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/phone"/>`)).role).toBe(
      "none",
    );
  });

  test("a temporary room ends with its last occupant, a persistent one does not", async () => {
    const { crone, hag } = actors;
    for (const persistentroom of ["0", "1"]) {
      await makeRoom(crone, room, { ...OPEN, persistentroom });
      crone.sends(`<presence type="unavailable" to="${roomAt(room)}/crone"/>`);
      await settled(crone);
      const info = await hag.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
      expect(refusal(info)).toBe(persistentroom === "1" ? "" : "item-not-found");
    }
  });
});
