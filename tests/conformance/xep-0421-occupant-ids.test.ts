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
const fixture = stage(["crone", "wiccan", "hag"]);
const { actors } = fixture;

beforeEach(async () => {
  room = `coven${++number}`;
  await makeRoom(actors.crone, room, SEMI);
  await settled(...Object.values(actors));
});

/** The occupant id of a stanza. Throws unless there is exactly one. */
function idIn(stanza: Element): string {
  const [element, ...others] = stanza.getChildren("occupant-id", NS);
  if (!element || others.length > 0) throw new Error(`not one occupant-id: ${stanza}`);
  return element.attrs.id;
}

const presenceOf = (viewer: Actor, nick: string): Promise<Element> =>
  viewer.receives(`<presence from="${roomAt(room)}/${nick}"><x xmlns="${USER}"/></presence>`);

async function messageBy(speaker: Actor, viewer: Actor, inside = "<body>x</body>"): Promise<Element> {
  speaker.sends(`<message to="${roomAt(room)}" type="groupchat" id="m">${inside}</message>`);
  return viewer.receives('<message type="groupchat"><body>x</body></message>');
}

test("§2: 'it MUST specify the 'urn:xmpp:occupant-id:0' feature'; §4: and so SHOULD the service, as all rooms have them", async () => {
  expect(await featuresOf(actors.hag, roomAt(room))).toContain(NS);
  expect(await featuresOf(actors.hag, SERVICE)).toContain(NS);
});

test("§3.1, §3.2, §4: 'attached to every message and every presence sent by a MUC', to all occupants and to the sender", async () => {
  const { crone, wiccan } = actors;
  const selfPresence = await enter(wiccan, room, "wiccan");
  const id = idIn(selfPresence);
  expect(idIn(await presenceOf(crone, "wiccan"))).toBe(id);
  expect(idIn(await messageBy(wiccan, crone))).toBe(id);
  expect(idIn(await wiccan.receives("<message><body>x</body></message>"))).toBe(id);
  wiccan.sends(`<message to="${roomAt(room)}/crone" type="chat"><body>psst</body></message>`);
  expect(idIn(await crone.receives('<message type="chat"><body>psst</body></message>'))).toBe(id);
  wiccan.sends(`<presence to="${roomAt(room)}/wiccan"><show>away</show></presence>`);
  expect(idIn(await crone.receives(`<presence from="${roomAt(room)}/wiccan"><show/></presence>`))).toBe(id);
  wiccan.sends(`<presence type="unavailable" to="${roomAt(room)}/wiccan"/>`);
  expect(idIn(await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/wiccan"/>`))).toBe(id);
});

test("§4: an error that answers a private message has the id of the error's sender", async () => {
  const { crone, wiccan } = actors;
  const id = idIn(await enter(wiccan, room, "wiccan"));
  crone.sends(`<message to="${roomAt(room)}/wiccan" type="chat" id="p"><body>psst</body></message>`);
  const privateMessage = await wiccan.receives('<message type="chat"><body>psst</body></message>');
  const errorPayload = `<error type="cancel"><not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;
  wiccan.sends(
    `<message to="${privateMessage.attrs.from}" type="error" id="${privateMessage.attrs.id}">${errorPayload}</message>`,
  );
  expect(idIn(await crone.receives('<message type="error"/>'))).toBe(id);
});

test("§4: 'messages sent as part of the discussion history after joining a room, requested via XEP-0313' and the subject", async () => {
  const { crone, hag } = actors;
  const id = idIn(await messageBy(crone, crone));
  crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>Fire</subject></message>`);
  expect(idIn(await crone.receives('<message type="groupchat"><subject>Fire</subject></message>'))).toBe(id);
  hag.sends(join(room, "hag"));
  expect(idIn(await hag.receives('<message type="groupchat"><body>x</body></message>'))).toBe(id);
  expect(idIn(await hag.receives('<message type="groupchat"><subject>Fire</subject></message>'))).toBe(id);
  const { results } = await archiveOf(hag, "", roomAt(room));
  expect(results.map(({ message }) => idIn(message))).toEqual([id, id]);
});

test("§4: 'If the message or presence received by the MUC service already contains <occupant-id> element, the MUC service MUST replace such element', each of them", async () => {
  const { crone, wiccan } = actors;
  await enterAll(room, wiccan);
  const ownId = idIn(await messageBy(crone, wiccan));
  const forgedIds = `<occupant-id xmlns="${NS}" id="${ownId}"/><occupant-id xmlns="${NS}" id="b"/>`;
  await settled(crone, wiccan);
  const id = idIn(await messageBy(wiccan, crone, `${forgedIds}<body>x</body>${forgedIds}`));
  expect(id).not.toBe(ownId);
  wiccan.sends(`<presence to="${roomAt(room)}/wiccan"><show>dnd</show>${forgedIds}</presence>`);
  expect(idIn(await crone.receives(`<presence from="${roomAt(room)}/wiccan"><show/></presence>`))).toBe(id);
  wiccan.sends(`<message to="${roomAt(room)}/crone" type="chat"><body>p</body>${forgedIds}</message>`);
  expect(idIn(await crone.receives('<message type="chat"><body>p</body></message>'))).toBe(id);
  wiccan.sends(`<presence type="unavailable" to="${roomAt(room)}/wiccan">${forgedIds}</presence>`);
  expect(idIn(await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/wiccan"/>`))).toBe(id);
});

test("§4.1: 'stable': under another nickname, from another app, after a restart; 'unique': no other user has it", async () => {
  const { crone, wiccan } = actors;
  const id = idIn(await enter(wiccan, room, "wiccan"));
  wiccan.sends(join(room, "other"));
  expect(idIn(await wiccan.receives(`<presence from="${roomAt(room)}/other"><x xmlns="${USER}"/></presence>`))).toBe(
    id,
  );
  wiccan.sends(`<presence type="unavailable" to="${roomAt(room)}/other"/>`);
  const phone = await another(fixture.server, "wiccan", "phone");
  expect(idIn(await enter(phone, room, "phone"))).toBe(id);
  expect(idIn(await messageBy(crone, crone))).not.toBe(id);
  await fixture.restart();
  expect(idIn(await enter(actors.wiccan, room, "wiccan"))).toBe(id);
});

test("§4.1: 'does not match the occupant identifier of the same user in another room', nor in a new room of the same name", async () => {
  const { crone } = actors;
  const id = idIn(await messageBy(crone, crone));
  room = `coven${++number}`;
  await makeRoom(crone, room, SEMI);
  const elsewhere = idIn(await messageBy(crone, crone));
  expect(elsewhere).not.toBe(id);
  await crone.asks(
    `<iq type="set" to="${roomAt(room)}"><query xmlns="http://jabber.org/protocol/muc#owner"><destroy/></query></iq>`,
  );
  await settled(crone);
  await makeRoom(crone, room, SEMI);
  expect(idIn(await messageBy(crone, crone))).not.toBe(elsewhere);
});

test("§4.1: 'a maximum length of 128 characters', and no part of the address", async () => {
  const { crone } = actors;
  const id = idIn(await messageBy(crone, crone));
  expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(Buffer.from(id, "base64url").toString("latin1")).not.toContain("crone");
});

test("changes of affiliations and of the configuration keep the ids", async () => {
  const { crone, wiccan } = actors;
  const id = idIn(await enter(wiccan, room, "wiccan"));
  await settled(crone, wiccan);
  await setAffiliation(crone, room, wiccan.account, "member");
  expect(idIn(await presenceOf(crone, "wiccan"))).toBe(id);
  await configure(crone, room, { ...OPEN, whois: "anyone" });
  expect(idIn(await messageBy(wiccan, crone))).toBe(id);
});
