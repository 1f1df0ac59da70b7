/** XEP-0421: Occupant identifiers for semi-anonymous MUCs. */
import { beforeEach, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, enter as another, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { archiveOf } from "../support/xep/archive.ts";
import { featuresOf } from "../support/xep/disco.ts";
import {
  configure,
  enter,
  enterAll,
  join,
  makeRoom,
  OPEN,
  roomAt,
  SERVICE,
  setAffiliation,
  USER,
} from "../support/xep/rooms.ts";

const NS = "urn:xmpp:occupant-id:0";
const SEMI = { ...OPEN, whois: "moderators" };

let number = 0;
let room = "";
const play = stage(["crone", "wiccan", "hag"]);
const { actors } = play;

beforeEach(async () => {
  room = `coven${++number}`;
  await makeRoom(actors.crone, room, SEMI);
  await settled(...Object.values(actors));
});

/** The one id in a stanza; throws where there are more or none. */
function idIn(stanza: Element): string {
  const [element, ...others] = stanza.getChildren("occupant-id", NS);
  if (!element || others.length > 0) throw new Error(`not one occupant-id: ${stanza}`);
  return element.attrs.id;
}

const presenceOf = (viewer: Actor, nick: string): Promise<Element> =>
  viewer.receives(`<presence from="${roomAt(room)}/${nick}"><x xmlns="${USER}"/></presence>`);

async function saidBy(speaker: Actor, viewer: Actor, inside = "<body>x</body>"): Promise<Element> {
  speaker.sends(`<message to="${roomAt(room)}" type="groupchat" id="m">${inside}</message>`);
  return viewer.receives('<message type="groupchat"><body>x</body></message>');
}

test("§2: 'it MUST specify the 'urn:xmpp:occupant-id:0' feature'; §4: and so SHOULD the service, as all rooms have them", async () => {
  expect(await featuresOf(actors.hag, roomAt(room))).toContain(NS);
  expect(await featuresOf(actors.hag, SERVICE)).toContain(NS);
});

test("§3.1, §3.2, §4: 'attached to every message and every presence sent by a MUC', to everybody and to oneself", async () => {
  const { crone, wiccan } = actors;
  const own = await enter(wiccan, room, "wiccan");
  const id = idIn(own);
  expect(idIn(await presenceOf(crone, "wiccan"))).toBe(id);
  expect(idIn(await saidBy(wiccan, crone))).toBe(id);
  expect(idIn(await wiccan.receives("<message><body>x</body></message>"))).toBe(id);
  wiccan.sends(`<message to="${roomAt(room)}/crone" type="chat"><body>psst</body></message>`);
  expect(idIn(await crone.receives('<message type="chat"><body>psst</body></message>'))).toBe(id);
  wiccan.sends(`<presence to="${roomAt(room)}/wiccan"><show>away</show></presence>`);
  expect(idIn(await crone.receives(`<presence from="${roomAt(room)}/wiccan"><show/></presence>`))).toBe(id);
  wiccan.sends(`<presence type="unavailable" to="${roomAt(room)}/wiccan"/>`);
  expect(idIn(await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/wiccan"/>`))).toBe(id);
});

test("§4: an error that answers a private message bears the id of who has sent it", async () => {
  const { crone, wiccan } = actors;
  const id = idIn(await enter(wiccan, room, "wiccan"));
  crone.sends(`<message to="${roomAt(room)}/wiccan" type="chat" id="p"><body>psst</body></message>`);
  const whispered = await wiccan.receives('<message type="chat"><body>psst</body></message>');
  const refused = `<error type="cancel"><not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;
  wiccan.sends(`<message to="${whispered.attrs.from}" type="error" id="${whispered.attrs.id}">${refused}</message>`);
  expect(idIn(await crone.receives('<message type="error"/>'))).toBe(id);
});

test("§4: 'messages sent as part of the discussion history after joining a room, requested via XEP-0313' and the subject", async () => {
  const { crone, hag } = actors;
  const id = idIn(await saidBy(crone, crone));
  crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>Fire</subject></message>`);
  expect(idIn(await crone.receives('<message type="groupchat"><subject>Fire</subject></message>'))).toBe(id);
  hag.sends(join(room, "hag"));
  expect(idIn(await hag.receives('<message type="groupchat"><body>x</body></message>'))).toBe(id);
  expect(idIn(await hag.receives('<message type="groupchat"><subject>Fire</subject></message>'))).toBe(id);
  const { results } = await archiveOf(hag, "", roomAt(room));
  expect(results.map(({ message }) => idIn(message))).toEqual([id, id]);
});

test("§4: 'If the message or presence received by the MUC service already contains <occupant-id> element, the MUC service MUST replace such element', every one of them", async () => {
  const { crone, wiccan } = actors;
  await enterAll(room, wiccan);
  const genuine = idIn(await saidBy(crone, wiccan));
  const forged = `<occupant-id xmlns="${NS}" id="${genuine}"/><occupant-id xmlns="${NS}" id="b"/>`;
  await settled(crone, wiccan);
  const id = idIn(await saidBy(wiccan, crone, `${forged}<body>x</body>${forged}`));
  expect(id).not.toBe(genuine);
  wiccan.sends(`<presence to="${roomAt(room)}/wiccan"><show>dnd</show>${forged}</presence>`);
  expect(idIn(await crone.receives(`<presence from="${roomAt(room)}/wiccan"><show/></presence>`))).toBe(id);
  wiccan.sends(`<message to="${roomAt(room)}/crone" type="chat"><body>p</body>${forged}</message>`);
  expect(idIn(await crone.receives('<message type="chat"><body>p</body></message>'))).toBe(id);
  wiccan.sends(`<presence type="unavailable" to="${roomAt(room)}/wiccan">${forged}</presence>`);
  expect(idIn(await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/wiccan"/>`))).toBe(id);
});

test("§4.1: 'stable': again under another nickname, from another app, after a restart; 'unique': nobody else's", async () => {
  const { crone, wiccan } = actors;
  const id = idIn(await enter(wiccan, room, "wiccan"));
  wiccan.sends(join(room, "other"));
  expect(idIn(await wiccan.receives(`<presence from="${roomAt(room)}/other"><x xmlns="${USER}"/></presence>`))).toBe(
    id,
  );
  wiccan.sends(`<presence type="unavailable" to="${roomAt(room)}/other"/>`);
  const phone = await another(play.server, "wiccan", "phone");
  expect(idIn(await enter(phone, room, "phone"))).toBe(id);
  expect(idIn(await saidBy(crone, crone))).not.toBe(id);
  await play.restart();
  expect(idIn(await enter(actors.wiccan, room, "wiccan"))).toBe(id);
});

test("§4.1: 'does not match the occupant identifier of the same user in another room', nor in one made anew under the old name", async () => {
  const { crone } = actors;
  const id = idIn(await saidBy(crone, crone));
  room = `coven${++number}`;
  await makeRoom(crone, room, SEMI);
  const elsewhere = idIn(await saidBy(crone, crone));
  expect(elsewhere).not.toBe(id);
  await crone.asks(
    `<iq type="set" to="${roomAt(room)}"><query xmlns="http://jabber.org/protocol/muc#owner"><destroy/></query></iq>`,
  );
  await settled(crone);
  await makeRoom(crone, room, SEMI);
  expect(idIn(await saidBy(crone, crone))).not.toBe(elsewhere);
});

test("§4.1: 'a maximum length of 128 characters', and nothing of the address in it", async () => {
  const { crone } = actors;
  const id = idIn(await saidBy(crone, crone));
  expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(Buffer.from(id, "base64url").toString("latin1")).not.toContain("crone");
});

test("what changes of an affiliation or of the settings leaves the ids as they are", async () => {
  const { crone, wiccan } = actors;
  const id = idIn(await enter(wiccan, room, "wiccan"));
  await settled(crone, wiccan);
  await setAffiliation(crone, room, wiccan.account, "member");
  expect(idIn(await presenceOf(crone, "wiccan"))).toBe(id);
  await configure(crone, room, { ...OPEN, whois: "anyone" });
  expect(idIn(await saidBy(wiccan, crone))).toBe(id);
});
