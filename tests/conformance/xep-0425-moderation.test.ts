/** XEP-0425: Moderated Message Retraction. */
import { beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { archiveOf, field, form } from "../support/xep/archive.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { configure, enterAll, join, makeRoom, OPEN, refusal, roomAt } from "../support/xep/rooms.ts";

const NS = "urn:xmpp:message-moderate:1";
const NS_0 = "urn:xmpp:message-moderate:0";
const RETRACT = "urn:xmpp:message-retract:1";
const RETRACT_0 = "urn:xmpp:message-retract:0";
const FASTEN = "urn:xmpp:fasten:0";
const OCCUPANT = "urn:xmpp:occupant-id:0";
const SPAM = "DM me for free magic potions!";

let now = Date.parse("2026-11-22T12:00:00Z");
let number = 0;
let room = "";
const { actors } = stage(["macbeth", "oldhag", "banquo"], { now: () => now });

beforeEach(async () => {
  room = `heath${++number}`;
  now += 1000;
  await makeRoom(actors.macbeth, room, { ...OPEN, whois: "moderators" });
  await enterAll(room, actors.oldhag);
  await settled(...Object.values(actors));
});

/** Sends the message; returns it as the moderator received it. */
async function sendSpam(body = SPAM, speaker = actors.oldhag): Promise<Element> {
  const id = `m${++number}`;
  speaker.sends(`<message to="${roomAt(room)}" type="groupchat" id="${id}"><body>${body}</body></message>`);
  return actors.macbeth.receives(`<message id="${id}"/>`);
}
const idOf = (message: Element): string => message.getChild("stanza-id", "urn:xmpp:sid:0")?.attrs.id;
const occupantOf = (element: Element | undefined): string => element?.getChild("occupant-id", OCCUPANT)?.attrs.id;

const REASON = "<reason>This message contains inappropriate content for this forum</reason>";
const moderates = (actor: Actor, id: string, inside = `<retract xmlns="${RETRACT}"/>${REASON}`): Promise<Element> =>
  actor.asks(`<iq type="set" to="${roomAt(room)}"><moderate id="${id}" xmlns="${NS}">${inside}</moderate></iq>`);
const announced = (actor: Actor): Promise<Element> =>
  actor.receives(`<message type="groupchat"><retract xmlns="${RETRACT}"/></message>`);
const archived = async (inside = ""): Promise<Element[]> =>
  (await archiveOf(actors.macbeth, inside, roomAt(room))).results.map(({ message }) => message);

test("§2: 'it MUST specify the 'urn:xmpp:message-moderate:1' feature'; and the former one, for older clients", async () => {
  const features = await featuresOf(actors.banquo, roomAt(room));
  for (const feature of [NS, NS_0, RETRACT, `${RETRACT}#tombstone`]) expect(features).toContain(feature);
});

describe("§3.1: success", () => {
  test("'the MUC will send a message stanza to all participants (including the moderator)', from itself, and a result", async () => {
    const { macbeth, oldhag } = actors;
    const message = await sendSpam();
    const answer = await moderates(macbeth, idOf(message));
    expect(answer.attrs.type).toBe("result");
    expect(answer.children).toEqual([]);
    for (const actor of [macbeth, oldhag]) {
      const announcement = await announced(actor);
      expect(announcement.attrs).toMatchObject({ from: roomAt(room), to: actor.jid, type: "groupchat" });
      expect(announcement.attrs.id).toBeTruthy();
      const retract = announcement.getChild("retract", RETRACT);
      expect(retract?.attrs.id).toBe(idOf(message));
      expect(retract?.getChildText("reason")).toContain("inappropriate");
      const moderated = retract?.getChild("moderated", NS);
      expect(moderated?.attrs.by).toBe(`${roomAt(room)}/macbeth`);
      expect(occupantOf(moderated)).not.toBe(occupantOf(message));
      expect(announcement.getChildElements().join()).not.toContain(macbeth.account);
    }
  });

  test("the same for clients of former versions, in one message: <apply-to/>, <moderated/>", async () => {
    const message = await sendSpam();
    await moderates(actors.macbeth, idOf(message));
    const fastened = (await announced(actors.oldhag)).getChild("apply-to", FASTEN);
    const moderated = fastened?.getChild("moderated", NS_0);
    expect(fastened?.attrs.id).toBe(idOf(message));
    expect(moderated?.attrs.by).toBe(`${roomAt(room)}/macbeth`);
    expect(moderated?.getChild("retract", RETRACT_0)).toBeDefined();
    expect(moderated?.getChildText("reason")).toContain("inappropriate");
  });

  test("a request of the former version is accepted", async () => {
    const message = await sendSpam();
    const moderate = `<moderate xmlns="${NS_0}"><retract xmlns="${RETRACT_0}"/>${REASON}</moderate>`;
    const answer = await actors.macbeth.asks(
      `<iq type="set" to="${roomAt(room)}"><apply-to xmlns="${FASTEN}" id="${idOf(message)}">${moderate}</apply-to></iq>`,
    );
    expect(answer.attrs.type).toBe("result");
    expect((await announced(actors.oldhag)).getChild("retract", RETRACT)?.attrs.id).toBe(idOf(message));
  });

  test("a long reason is truncated to 4096 characters, to all occupants and in the archive", async () => {
    const { macbeth, oldhag } = actors;
    const message = await sendSpam();
    await moderates(macbeth, idOf(message), `<retract xmlns="${RETRACT}"/><reason>${"x".repeat(10_000)}</reason>`);
    const retract = (await announced(oldhag)).getChild("retract", RETRACT);
    expect(retract?.getChildText("reason")).toBe("x".repeat(4096));
    const [tombstone] = await archived();
    expect(tombstone?.getChild("retracted", RETRACT)?.getChildText("reason")).toBe("x".repeat(4096));
  });

  test("without a reason none is sent; an admin who is not in the room moderates as the room", async () => {
    const { macbeth, oldhag } = actors;
    const message = await sendSpam();
    macbeth.sends(`<presence type="unavailable" to="${roomAt(room)}/macbeth"/>`);
    await settled(macbeth, oldhag);
    await moderates(macbeth, idOf(message), `<retract xmlns="${RETRACT}"/>`);
    const retract = (await announced(oldhag)).getChild("retract", RETRACT);
    expect(retract?.getChild("moderated", NS)?.attrs.by).toBe(roomAt(room));
    expect(retract?.getChild("reason")).toBeUndefined();
  });
});

describe("§3.2: errors, which change nothing", () => {
  async function isRefused(answer: Element, condition: string): Promise<void> {
    expect(refusal(answer)).toBe(condition);
    await actors.oldhag.receivesNothing(`<message><retract xmlns="${RETRACT}"/></message>`);
    expect((await archived()).every((message) => !message.getChild("retracted", RETRACT))).toBe(true);
  }

  test("'Only moderators are allowed to moderate other participants' messages': forbidden, to occupants and to strangers", async () => {
    const { oldhag, banquo, macbeth } = actors;
    const message = await sendSpam("mine", macbeth);
    await isRefused(await moderates(oldhag, idOf(message)), "forbidden");
    await isRefused(await moderates(banquo, idOf(message)), "forbidden");
  });

  test("an unknown message: no id, another room's id, a client's id", async () => {
    const { macbeth } = actors;
    const message = await sendSpam();
    for (const id of ["nonesuch", message.attrs.id]) await isRefused(await moderates(macbeth, id), "item-not-found");
    await isRefused(await moderates(macbeth, ""), "bad-request");
    const elsewhere = idOf(message);
    room = `heath${++number}`;
    await makeRoom(macbeth, room);
    await enterAll(room, actors.oldhag);
    await isRefused(await moderates(macbeth, elsewhere), "item-not-found");
  });

  test("an action other than <retract/>, or none, is a bad-request", async () => {
    const message = await sendSpam();
    for (const inside of ["", '<edit xmlns="urn:example:edit"/>', `<retract xmlns="${RETRACT_0}"/>`])
      await isRefused(await moderates(actors.macbeth, idOf(message), inside), "bad-request");
  });

  test("a subject, a moderation and a retracted message are not-allowed", async () => {
    const { macbeth } = actors;
    macbeth.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>Fire</subject></message>`);
    const subject = await macbeth.receives("<message><subject>Fire</subject></message>");
    await isRefused(await moderates(macbeth, idOf(subject)), "not-allowed");
    const message = await sendSpam();
    await moderates(macbeth, idOf(message));
    expect(refusal(await moderates(macbeth, idOf(message)))).toBe("not-allowed");
    expect(refusal(await moderates(macbeth, idOf(await announced(macbeth))))).toBe("not-allowed");
  });
});

describe("§4: tombstones", () => {
  test("'replaces the message contents … with a <retracted/> element which in turn contains a <moderated/> element'", async () => {
    const { macbeth } = actors;
    const message = await sendSpam();
    now += 60_000;
    await moderates(macbeth, idOf(message));
    const liveAnnouncement = await announced(macbeth);
    const [tombstone, announcement, ...others] = await archived();
    expect(others).toEqual([]);
    expect(tombstone?.getChild("body")).toBeUndefined();
    expect(tombstone?.attrs).toMatchObject({ id: message.attrs.id, from: `${roomAt(room)}/oldhag`, type: "groupchat" });
    expect(occupantOf(tombstone)).toBe(occupantOf(message));
    const retracted = tombstone?.getChild("retracted", RETRACT);
    expect(retracted?.attrs).toMatchObject({ id: liveAnnouncement.attrs.id, stamp: new Date(now).toISOString() });
    expect(retracted?.getChild("moderated", NS)?.attrs.by).toBe(`${roomAt(room)}/macbeth`);
    expect(occupantOf(retracted?.getChild("moderated", NS))).toBeTruthy();
    expect(retracted?.getChildText("reason")).toContain("inappropriate");
    expect(announcement?.getChild("retract", RETRACT)?.attrs.id).toBe(idOf(message));
  });

  test("the text is removed from history and from searches; moderators can still see the sender", async () => {
    const { macbeth, oldhag, banquo } = actors;
    const message = await sendSpam();
    expect(await archived(form(field("{urn:xmpp:fulltext:0}fulltext", "potions")))).toHaveLength(1);
    await moderates(macbeth, idOf(message));
    expect(await archived(form(field("{urn:xmpp:fulltext:0}fulltext", "potions")))).toHaveLength(0);
    const [tombstone] = await archived();
    expect(String(tombstone)).toContain(oldhag.jid);
    banquo.sends(join(room, "banquo"));
    const replayed = await banquo.receives('<message type="groupchat"/>');
    expect(replayed.getChild("retracted", RETRACT)).toBeDefined();
    expect(String(replayed)).not.toContain("potions");
    expect(String(replayed)).not.toContain(oldhag.account);
  });

  test("a corrected message (XEP-0308) is retracted with all its corrections", async () => {
    const first = await sendSpam("first version");
    const replace = `<replace xmlns="urn:xmpp:message-correct:0" id="${first.attrs.id}"/>`;
    actors.oldhag.sends(
      `<message to="${roomAt(room)}" type="groupchat" id="c1"><body>second version</body>${replace}</message>`,
    );
    await actors.macbeth.receives('<message id="c1"/>');
    await sendSpam("something else");
    await moderates(actors.macbeth, idOf(first));
    const bodies = (await archived()).map((message) => message.getChildText("body"));
    expect(bodies.filter((body) => body)).toEqual(["something else"]);
  });

  test("messages can be moderated in a room without an archive", async () => {
    const { macbeth, oldhag } = actors;
    await configure(macbeth, room, { enablearchiving: "0" });
    const message = await sendSpam();
    expect((await moderates(macbeth, idOf(message))).attrs.type).toBe("result");
    expect((await announced(oldhag)).getChild("retract", RETRACT)?.attrs.id).toBe(idOf(message));
    expect(refusal(await moderates(macbeth, "nonesuch"))).toBe("item-not-found");
  });
});

test("§5: 'only moderation messages … received from the MUC service itself are legitimate': those of an occupant are dropped", async () => {
  const { macbeth, oldhag } = actors;
  const message = await sendSpam("mine", macbeth);
  const moderated = `<moderated xmlns="${NS}" by="${roomAt(room)}/macbeth"/>`;
  for (const inside of [
    `<retract xmlns="${RETRACT}" id="${idOf(message)}">${moderated}</retract>`,
    `<apply-to xmlns="${FASTEN}" id="${idOf(message)}"><moderated xmlns="${NS_0}"><retract xmlns="${RETRACT_0}"/></moderated></apply-to>`,
  ]) {
    oldhag.sends(`<message to="${roomAt(room)}" type="groupchat" id="forged">${inside}</message>`);
    expect(refusal(await oldhag.receives('<message type="error" id="forged"/>'))).toBe("forbidden");
  }
  await macbeth.receivesNothing('<message id="forged"/>');
});
