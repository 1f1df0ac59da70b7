/** XEP-0452: MUC Mention Notifications. */
import { beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, enter as another, appear, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { archiveOf } from "../support/xep/archive.ts";
import {
  configure,
  enter,
  enterAll,
  MUC,
  makeRoom,
  OPEN,
  OWNER,
  roomAt,
  setAffiliation,
} from "../support/xep/rooms.ts";

const NS = "urn:xmpp:mmn:0";

const now = Date.parse("2026-11-22T12:00:00Z");
let number = 0;
let room = "";
const fixture = stage(["crone", "wiccan", "hag"], { now: () => now });
const { actors } = fixture;

beforeEach(async () => {
  const { crone, hag } = actors;
  room = `coven${++number}`;
  await makeRoom(crone, room);
  await registers(hag, "secondwitch");
  await settled(...Object.values(actors));
});

async function registers(actor: Actor, nick: string): Promise<void> {
  const fields = [`${MUC}#register`, nick].map((value, index) => {
    const name = index === 0 ? "FORM_TYPE" : "muc#register_roomnick";
    return `<field var="${name}"><value>${value}</value></field>`;
  });
  const form = `<x xmlns="jabber:x:data" type="submit">${fields.join("")}</x>`;
  const answer = await actor.asks(
    `<iq type="set" to="${roomAt(room)}"><query xmlns="jabber:iq:register">${form}</query></iq>`,
  );
  expect(answer.attrs.type).toBe("result");
}

const mentioning = (uri: string, type = "mention"): string =>
  `<body>secondwitch: Thrice the brinded cat hath mew'd.</body><reference xmlns="urn:xmpp:reference:0" type="${type}" begin="0" end="11" uri="${uri}"/>`;

async function sendToRoom(actor: Actor, inside: string): Promise<void> {
  actor.sends(`<message to="${roomAt(room)}" type="groupchat" id="m1" xml:lang="en">${inside}</message>`);
  await actor.pings();
}
const receiveMention = (actor: Actor): Promise<Element> =>
  actor.receives(`<message><mentions xmlns="${NS}"/></message>`);
const expectNoMention = (actor: Actor): Promise<void> =>
  actor.receivesNothing(`<message><mentions xmlns="${NS}"/></message>`);

test("§3.1: the settings have 'muc#roomconfig_forwardmentions'", async () => {
  const settings = await actors.crone.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${OWNER}"/></iq>`);
  expect(settings.toString()).toContain('var="muc#roomconfig_forwardmentions"');
});

test("§3.2: 'the entire original 'groupchat' message (including elements added server-side, like the stanza-id) is encapsulated'", async () => {
  const { crone, hag } = actors;
  await sendToRoom(crone, mentioning(`xmpp:${hag.account}`));
  const mention = await receiveMention(hag);
  expect(mention.attrs).toMatchObject({ from: roomAt(room), to: hag.account });
  const forwarded = mention.getChild("mentions", NS)?.getChild("forwarded", "urn:xmpp:forward:0");
  expect(forwarded?.getChild("delay", "urn:xmpp:delay")?.attrs.stamp).toBe(new Date(now).toISOString());
  const message = forwarded?.getChild("message", "jabber:client");
  expect(message?.attrs).toMatchObject({
    type: "groupchat",
    id: "m1",
    to: roomAt(room),
    from: `${roomAt(room)}/crone`,
    "xml:lang": "en",
  });
  expect(message?.getChildText("body")).toContain("brinded");
  expect(message?.getChild("reference", "urn:xmpp:reference:0")).toBeDefined();
  const { results } = await archiveOf(crone, "", roomAt(room));
  expect(message?.getChild("stanza-id", "urn:xmpp:sid:0")?.attrs).toMatchObject({
    by: roomAt(room),
    id: results[0]?.id,
  });
});

test("a mention by occupant JID counts as well, and each mentioned user is notified once", async () => {
  const { crone, hag } = actors;
  const byNick = mentioning(`xmpp:${roomAt(room)}/secondwitch`);
  await sendToRoom(
    crone,
    byNick + byNick.slice(byNick.indexOf("<reference")) + mentioning(`xmpp:${hag.account}?message`),
  );
  await receiveMention(hag);
  await expectNoMention(hag);
});

test("an offline user is sent the notification at the next login", async () => {
  const { crone } = actors;
  const offlineUser = await another(fixture.server, "away", "phone");
  await registers(offlineUser, "away");
  await offlineUser.leaves();
  await sendToRoom(crone, mentioning("xmpp:away@localhost"));
  const reconnected = await another(fixture.server, "away", "phone");
  await appear(reconnected);
  await receiveMention(reconnected);
  await reconnected.leaves();
});

describe("not notified are", () => {
  test("occupants of the room; users without a nickname there; former members; strangers", async () => {
    const { crone, wiccan, hag } = actors;
    await setAffiliation(crone, room, wiccan.account, "member");
    await sendToRoom(crone, mentioning(`xmpp:${wiccan.account}`));
    await expectNoMention(wiccan);
    await sendToRoom(crone, mentioning("xmpp:stranger@elsewhere.example"));
    await enterAll(room, hag);
    await sendToRoom(crone, mentioning(`xmpp:${hag.account}`));
    await expectNoMention(hag);
    hag.sends(`<presence type="unavailable" to="${roomAt(room)}/hag"/>`);
    await settled(hag);
    await setAffiliation(crone, room, hag.account, "none");
    await sendToRoom(crone, mentioning(`xmpp:${hag.account}`));
    await expectNoMention(hag);
  });

  test("§3.1: mentioned users where the room has it turned off", async () => {
    const { crone, hag } = actors;
    await configure(crone, room, { forwardmentions: "0" });
    await sendToRoom(crone, mentioning(`xmpp:${hag.account}`));
    await expectNoMention(hag);
  });

  test("users mentioned in a refused message, or by a reference of another type or without a target", async () => {
    const { crone, wiccan, hag } = actors;
    await configure(crone, room, { ...OPEN, moderatedroom: "1" });
    await enter(wiccan, room, "wiccan");
    await sendToRoom(wiccan, mentioning(`xmpp:${hag.account}`));
    for (const inside of [
      mentioning(`xmpp:${hag.account}`, "data"),
      mentioning(`mailto:${hag.account}`),
      mentioning("xmpp:%E0%A4%A"),
      mentioning("xmpp:@"),
      "<body>secondwitch: without a reference</body>",
    ])
      await sendToRoom(crone, inside);
    await expectNoMention(hag);
  });

  test("users who have blocked the sender", async () => {
    const { crone, hag } = actors;
    const block = (action: string) =>
      hag.asks(`<iq type="set"><${action} xmlns="urn:xmpp:blocking"><item jid="${crone.account}"/></${action}></iq>`);
    await block("block");
    await sendToRoom(crone, mentioning(`xmpp:${hag.account}`));
    await expectNoMention(hag);
    await block("unblock");
  });
});

test("forged notifications of clients are not delivered in the room's name", async () => {
  const { crone, wiccan } = actors;
  await enterAll(room, wiccan);
  await sendToRoom(crone, `<body>x</body><mentions xmlns="${NS}"/>`);
  expect((await wiccan.receives("<message><body>x</body></message>")).getChild("mentions", NS)).toBeUndefined();
});
