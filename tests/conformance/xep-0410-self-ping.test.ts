/** XEP-0410: MUC Self-Ping (Schrödinger's Chat). */
import { beforeEach, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, enter as another, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { enter, enterAll, makeRoom, refusal, roomAt, setAffiliation, setRole } from "../support/xep/rooms.ts";

let number = 0;
let room = "";
const fixture = stage(["crone", "wiccan", "hag"]);
const { actors } = fixture;

beforeEach(async () => {
  room = `coven${++number}`;
  await makeRoom(actors.crone, room);
  await enterAll(room, actors.wiccan);
  await settled(...Object.values(actors));
});

const pings = (actor: Actor, nick: string, to = roomAt(room)): Promise<Element> =>
  actor.asks(`<iq type="get" to="${to}/${nick}"><ping xmlns="urn:xmpp:ping"/></iq>`);

test("§3.3: the room advertises 'muc#self-ping-optimization'", async () => {
  expect(await featuresOf(actors.crone, roomAt(room))).toContain(
    "http://jabber.org/protocol/muc#self-ping-optimization",
  );
});

test("§3.3: 'Successful IQ response: the client is joined to the MUC', from the requested address, by the room itself", async () => {
  const { wiccan } = actors;
  const answer = await pings(wiccan, "wiccan");
  expect(answer.attrs).toMatchObject({ type: "result", from: `${roomAt(room)}/wiccan`, to: wiccan.jid });
  await wiccan.receivesNothing('<iq type="get"/>');
});

test("§3.3: 'Error (<not-acceptable>): the client is not joined to the MUC': never joined, left, kicked, banned", async () => {
  const { crone, wiccan, hag } = actors;
  expect(refusal(await pings(hag, "hag"))).toBe("not-acceptable");
  expect(refusal(await pings(hag, "wiccan"))).toBe("not-acceptable");
  wiccan.sends(`<presence type="unavailable" to="${roomAt(room)}/wiccan"/>`);
  expect(refusal(await pings(wiccan, "wiccan"))).toBe("not-acceptable");
  await enterAll(room, wiccan);
  await setRole(crone, room, "wiccan", "none");
  expect(refusal(await pings(wiccan, "wiccan"))).toBe("not-acceptable");
  await enterAll(room, wiccan);
  await setAffiliation(crone, room, wiccan.account, "outcast");
  expect(refusal(await pings(wiccan, "wiccan"))).toBe("not-acceptable");
});

test("each of several clients with one nickname is answered separately", async () => {
  const { wiccan } = actors;
  const phone = await another(fixture.server, "wiccan", "phone");
  expect(refusal(await pings(phone, "wiccan"))).toBe("not-acceptable");
  await enter(phone, room, "wiccan");
  expect((await pings(phone, "wiccan")).attrs.type).toBe("result");
  expect((await pings(wiccan, "wiccan")).attrs.type).toBe("result");
  phone.sends(`<presence type="unavailable" to="${roomAt(room)}/wiccan"/>`);
  expect(refusal(await pings(phone, "wiccan"))).toBe("not-acceptable");
  expect((await pings(wiccan, "wiccan")).attrs.type).toBe("result");
  await phone.leaves();
});

test("§4: after a change of nickname, 'the ping might be responded to with <item-not-found>'", async () => {
  const { wiccan } = actors;
  await enter(wiccan, room, "other");
  expect(refusal(await pings(wiccan, "wiccan"))).toBe("item-not-found");
  expect((await pings(wiccan, "other")).attrs.type).toBe("result");
});

test("§3.2: a destroyed room is item-not-found", async () => {
  expect(refusal(await pings(actors.hag, "hag", roomAt("nowhere")))).toBe("item-not-found");
});

test("a ping to another occupant is forwarded, and answered from the occupant JID", async () => {
  const { crone, wiccan } = actors;
  wiccan.sends(`<iq type="get" id="p1" to="${roomAt(room)}/crone"><ping xmlns="urn:xmpp:ping"/></iq>`);
  const asked = await crone.receives('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
  expect(asked.attrs.from).toBe(`${roomAt(room)}/wiccan`);
  crone.sends(`<iq type="result" id="${asked.attrs.id}" to="${asked.attrs.from}"/>`);
  expect((await wiccan.receives('<iq type="result" id="p1"/>')).attrs.from).toBe(`${roomAt(room)}/crone`);
});
