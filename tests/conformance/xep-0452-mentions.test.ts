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
const play = stage(["crone", "wiccan", "hag"], { now: () => now });
const { actors } = play;

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

async function say(actor: Actor, inside: string): Promise<void> {
  actor.sends(`<message to="${roomAt(room)}" type="groupchat" id="m1" xml:lang="en">${inside}</message>`);
  await actor.pings();
}
const notified = (actor: Actor): Promise<Element> => actor.receives(`<message><mentions xmlns="${NS}"/></message>`);
const isNotNotified = (actor: Actor): Promise<void> =>
  actor.receivesNothing(`<message><mentions xmlns="${NS}"/></message>`);

test("§3.1: the settings have 'muc#roomconfig_forwardmentions'", async () => {
  const settings = await actors.crone.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${OWNER}"/></iq>`);
  expect(settings.toString()).toContain('var="muc#roomconfig_forwardmentions"');
});

test("§3.2: 'the entire original 'groupchat' message (including elements added server-side, like the stanza-id) is encapsulated'", async () => {
  const { crone, hag } = actors;
  await say(crone, mentioning(`xmpp:${hag.account}`));
  const told = await notified(hag);
  expect(told.attrs).toMatchObject({ from: roomAt(room), to: hag.account });
  const forwarded = told.getChild("mentions", NS)?.getChild("forwarded", "urn:xmpp:forward:0");
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

test("who is meant by the nickname in the room is meant as well, and each is told once", async () => {
  const { crone, hag } = actors;
  const byNick = mentioning(`xmpp:${roomAt(room)}/secondwitch`);
  await say(crone, byNick + byNick.slice(byNick.indexOf("<reference")) + mentioning(`xmpp:${hag.account}?message`));
  await notified(hag);
  await isNotNotified(hag);
});

test("who was away finds it on coming back", async () => {
  const { crone } = actors;
  const away = await another(play.server, "away", "phone");
  await registers(away, "away");
  await away.leaves();
  await say(crone, mentioning("xmpp:away@localhost"));
  const back = await another(play.server, "away", "phone");
  await appear(back);
  await notified(back);
  await back.leaves();
});

describe("nobody else is told", () => {
  test("who is in the room; who has no nickname there; who is no member any more; a stranger", async () => {
    const { crone, wiccan, hag } = actors;
    await setAffiliation(crone, room, wiccan.account, "member");
    await say(crone, mentioning(`xmpp:${wiccan.account}`));
    await isNotNotified(wiccan);
    await say(crone, mentioning("xmpp:stranger@elsewhere.example"));
    await enterAll(room, hag);
    await say(crone, mentioning(`xmpp:${hag.account}`));
    await isNotNotified(hag);
    hag.sends(`<presence type="unavailable" to="${roomAt(room)}/hag"/>`);
    await settled(hag);
    await setAffiliation(crone, room, hag.account, "none");
    await say(crone, mentioning(`xmpp:${hag.account}`));
    await isNotNotified(hag);
  });

  test("§3.1: a room whose owners do not want it", async () => {
    const { crone, hag } = actors;
    await configure(crone, room, { forwardmentions: "0" });
    await say(crone, mentioning(`xmpp:${hag.account}`));
    await isNotNotified(hag);
  });

  test("what is refused mentions nobody; neither does a reference of another kind, nor one to nowhere", async () => {
    const { crone, wiccan, hag } = actors;
    await configure(crone, room, { ...OPEN, moderatedroom: "1" });
    await enter(wiccan, room, "wiccan");
    await say(wiccan, mentioning(`xmpp:${hag.account}`));
    for (const inside of [
      mentioning(`xmpp:${hag.account}`, "data"),
      mentioning(`mailto:${hag.account}`),
      mentioning("xmpp:%E0%A4%A"),
      mentioning("xmpp:@"),
      "<body>secondwitch: without a reference</body>",
    ])
      await say(crone, inside);
    await isNotNotified(hag);
  });

  test("by whom they have blocked", async () => {
    const { crone, hag } = actors;
    const block = (action: string) =>
      hag.asks(`<iq type="set"><${action} xmlns="urn:xmpp:blocking"><item jid="${crone.account}"/></${action}></iq>`);
    await block("block");
    await say(crone, mentioning(`xmpp:${hag.account}`));
    await isNotNotified(hag);
    await block("unblock");
  });
});

test("clients forward no mentions by way of a room in its name", async () => {
  const { crone, wiccan } = actors;
  await enterAll(room, wiccan);
  await say(crone, `<body>x</body><mentions xmlns="${NS}"/>`);
  expect((await wiccan.receives("<message><body>x</body></message>")).getChild("mentions", NS)).toBeUndefined();
});
