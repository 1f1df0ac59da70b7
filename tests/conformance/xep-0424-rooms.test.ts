/** XEP-0424: Message Retraction, in rooms. */
import { beforeEach, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, enter as another, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { archiveOf, field, form } from "../support/xep/archive.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { enter, enterAll, join, makeRoom, refusal, roomAt } from "../support/xep/rooms.ts";

const NS = "urn:xmpp:message-retract:1";
const FALLBACK = `<fallback xmlns="urn:xmpp:fallback:0" for="${NS}"/><body>/me retracted a previous message</body>`;

let now = Date.parse("2026-11-22T12:00:00Z");
let number = 0;
let room = "";
const fixture = stage(["romeo", "juliet", "nurse"], { now: () => now });
const { actors } = fixture;

beforeEach(async () => {
  room = `balcony${++number}`;
  now += 1000;
  await makeRoom(actors.juliet, room);
  await enterAll(room, actors.romeo);
  await settled(...Object.values(actors));
});

/** Returns the message as juliet received it. */
async function sendMessage(speaker: Actor, inside: string): Promise<Element> {
  const id = `m${++number}`;
  speaker.sends(`<message to="${roomAt(room)}" type="groupchat" id="${id}">${inside}</message>`);
  return actors.juliet.receives(`<message id="${id}"/>`);
}
const idOf = (message: Element): string => message.getChild("stanza-id", "urn:xmpp:sid:0")?.attrs.id;
const retract = (id: string): string => `<retract xmlns="${NS}" id="${id}"/>${FALLBACK}`;
const archived = async (inside = ""): Promise<Element[]> =>
  (await archiveOf(actors.juliet, inside, roomAt(room))).results.map(({ message }) => message);

test("§2, §4: the room advertises 'urn:xmpp:message-retract:1' and its tombstones", async () => {
  const features = await featuresOf(actors.romeo, roomAt(room));
  expect(features).toContain(NS);
  expect(features).toContain(`${NS}#tombstone`);
});

test("§3, §5.1: 'the ID assigned to the stanza by the group chat itself must be used': all occupants are notified, a tombstone is left, the retraction is archived", async () => {
  const { romeo, nurse } = actors;
  const message = await sendMessage(romeo, "<body>Have not saints lips</body>");
  now += 60_000;
  const retraction = await sendMessage(romeo, retract(idOf(message)));
  expect(retraction.getChild("retract", NS)?.attrs.id).toBe(idOf(message));
  const [tombstone, archivedRetraction] = await archived();
  expect(tombstone?.attrs).toMatchObject({ id: message.attrs.id, from: `${roomAt(room)}/romeo` });
  expect(tombstone?.getChild("retracted", NS)?.attrs).toMatchObject({
    id: retraction.attrs.id,
    stamp: new Date(now).toISOString(),
  });
  expect(tombstone?.getChild("body")).toBeUndefined();
  expect(archivedRetraction?.getChild("retract", NS)).toBeDefined();
  expect(await archived(form(field("{urn:xmpp:fulltext:0}fulltext", "saints")))).toEqual([]);
  nurse.sends(join(room, "nurse"));
  expect(String(await nurse.receives('<message type="groupchat"/>'))).not.toContain("saints");
});

test("§5: the author may retract under another nickname, from another app, and after entering again", async () => {
  const { romeo } = actors;
  const message = await sendMessage(romeo, "<body>Have not saints lips</body>");
  romeo.sends(`<presence type="unavailable" to="${roomAt(room)}/romeo"/>`);
  const phone = await another(fixture.server, "romeo", "phone");
  await enter(phone, room, "montague");
  await sendMessage(phone, retract(idOf(message)));
  expect((await archived())[0]?.getChild("retracted", NS)).toBeDefined();
  await phone.leaves();
});

test("§5: 'MUST only be processed when both … are received from the same': retracting another's message is refused; moderators use XEP-0425", async () => {
  const { romeo, juliet } = actors;
  const message = await sendMessage(juliet, "<body>Good pilgrim</body>");
  romeo.sends(`<message to="${roomAt(room)}" type="groupchat" id="theft">${retract(idOf(message))}</message>`);
  expect(refusal(await romeo.receives('<message type="error" id="theft"/>'))).toBe("forbidden");
  await juliet.receivesNothing('<message id="theft"/>');
  const romeos = await sendMessage(romeo, "<body>O then, dear saint</body>");
  juliet.sends(`<message to="${roomAt(room)}" type="groupchat" id="theft">${retract(idOf(romeos))}</message>`);
  expect(refusal(await juliet.receives('<message type="error" id="theft"/>'))).toBe("forbidden");
  expect((await archived()).map((archivedRetraction) => archivedRetraction.getChildText("body"))).toEqual([
    "Good pilgrim",
    "O then, dear saint",
  ]);
});

test("§5.1: a client's own id retracts nothing; a retraction of an unknown id is sent on", async () => {
  const { romeo } = actors;
  const message = await sendMessage(romeo, '<body>x</body><origin-id xmlns="urn:xmpp:sid:0" id="mine"/>');
  for (const id of ["mine", message.attrs.id, "nonesuch"]) await sendMessage(romeo, retract(id));
  const [archivedRetraction, ...retractions] = await archived();
  expect(archivedRetraction?.getChildText("body")).toBe("x");
  expect(retractions).toHaveLength(3);
});

test("neither a retraction nor a tombstone can be retracted, and tombstones of clients are removed", async () => {
  const { romeo } = actors;
  const message = await sendMessage(romeo, "<body>x</body>");
  const first = await sendMessage(romeo, retract(idOf(message)));
  await sendMessage(romeo, retract(idOf(message)));
  await sendMessage(romeo, retract(idOf(first)));
  const [tombstone, archivedRetraction] = await archived();
  expect(tombstone?.getChild("retracted", NS)?.attrs.id).toBe(first.attrs.id);
  expect(archivedRetraction?.getChild("retract", NS)).toBeDefined();
  const withTombstone = await sendMessage(romeo, `<body>y</body><retracted xmlns="${NS}" id="z"/>`);
  expect(withTombstone.getChild("retracted", NS)).toBeUndefined();
});
