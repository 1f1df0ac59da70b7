/** XEP-0357 in rooms: absent members are notified of messages. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, enter as another, appear, settled } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { stage } from "../support/stage.ts";
import { archiveOf } from "../support/xep/archive.ts";
import { configure, enter, enterAll, makeRoom, OPEN, roomAt, setAffiliation } from "../support/xep/rooms.ts";

const NS = "urn:xmpp:push:0";
const PUBSUB = "http://jabber.org/protocol/pubsub";
const BOOKMARKS = "urn:xmpp:bookmarks:1";
const SERVICE = "push.client.example";
const SECRET = "s";

let app: Component;
let number = 0;
let room = "";
const play = stage(["crone", "wiccan"], { settings: [`components.secrets=${SERVICE}=${SECRET}`] });
const { actors } = play;

beforeEach(async () => {
  app = await Component.connect(play.server, SERVICE, SECRET);
  room = `coven${++number}`;
  await makeRoom(actors.crone, room, {});
});
afterEach(async () => {
  app.leaves();
  await settled(...Object.values(actors));
});

/** A member with one app, whose push service is at the node of its own name; `inside` are settings of its account. */
async function memberWithApp(inside = ""): Promise<Actor> {
  const actor = await another(play.server, `member${++number}`, "phone");
  await actor.asks(`<iq type="set"><enable xmlns="${NS}" jid="${SERVICE}" node="${actor.account}"/></iq>`);
  if (inside !== "") expect((await actor.asks(inside)).attrs.type).toBe("result");
  await appear(actor);
  await setAffiliation(actors.crone, room, actor.account, "member");
  return actor;
}
const bookmark = (attributes: string, inside = ""): string =>
  `<iq type="set"><pubsub xmlns="${PUBSUB}"><publish node="${BOOKMARKS}"><item id="${roomAt(room)}">` +
  `<conference xmlns="${BOOKMARKS}" ${attributes}>${inside}</conference></item></publish></pubsub></iq>`;

async function say(inside = "<body>When shall we three meet again</body>", actor = actors.crone): Promise<void> {
  actor.sends(`<message to="${roomAt(room)}" type="groupchat">${inside}</message>`);
  await actor.pings();
}
const pushed = async (): Promise<Element> => {
  const request = await app.receives(
    `<iq xmlns="jabber:client" type="set"><pubsub xmlns="${PUBSUB}"><publish/></pubsub></iq>`,
  );
  app.sends(`<iq type="result" id="${request.attrs.id}" from="${SERVICE}" to="localhost"/>`);
  return request;
};
const nodeOf = (request: Element): string => request.getChild("pubsub", PUBSUB)?.getChild("publish")?.attrs.node;
const summaryOf = (request: Element): Record<string, string | null> => {
  const item = request.getChild("pubsub", PUBSUB)?.getChild("publish")?.getChild("item");
  const fields = item?.getChild("notification", NS)?.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  return Object.fromEntries(fields.map((field) => [field.attrs.var, field.getChildText("value")]));
};
/** What has been pushed by the time that the server has answered: nodes. */
async function woken(): Promise<string[]> {
  const ping = `p${++number}`;
  app.sends(`<iq type="get" id="${ping}" from="${SERVICE}" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>`);
  await app.receives(`<iq xmlns="jabber:client" type="result" id="${ping}"/>`);
  return app.inbox
    .waiting()
    .filter(({ attrs }) => attrs.type === "set")
    .map(nodeOf);
}

describe("is woken", () => {
  test("who was never in the room and is offline: from the play.server, with the sender's place in the room, without a body", async () => {
    const member = await memberWithApp();
    await member.leaves();
    await say();
    const request = await pushed();
    expect(request.attrs).toMatchObject({ from: "localhost", to: SERVICE });
    expect(nodeOf(request)).toBe(member.account);
    expect(summaryOf(request)).toMatchObject({
      "message-count": "1",
      "last-message-sender": `${roomAt(room)}/crone`,
    });
    expect(String(request)).not.toContain("When shall");
    await say('<encrypted xmlns="eu.siacs.conversations.axolotl"/>');
    expect(summaryOf(await pushed())["message-count"]).toBe("2");
  });

  test("who was in it, and has left with the connection; and finds the message in the archive", async () => {
    const member = await memberWithApp();
    await enterAll(room, member);
    await member.leaves();
    await say("<body>by the pricking of my thumbs</body>");
    expect(nodeOf(await pushed())).toBe(member.account);
    const again = await another(play.server, member.account.split("@")[0] ?? "", "again");
    const { results } = await archiveOf(again, "", roomAt(room));
    expect(results.map(({ body }) => body)).toEqual(["by the pricking of my thumbs"]);
    await again.leaves();
  });

  test("the phone of somebody whose other app is in the room: as it is for what is said to them alone", async () => {
    const member = await memberWithApp();
    const desk = await another(play.server, member.account.split("@")[0] ?? "", "desk");
    await enter(desk, room, "desk");
    await member.leaves();
    await say();
    expect(nodeOf(await pushed())).toBe(member.account);
    await desk.leaves();
  });

  test("whose app is in the room on a connection that is lost: once", async () => {
    const member = await memberWithApp();
    await member.client.enableAcks(true);
    await enterAll(room, member);
    member.client.destroy();
    await actors.crone.pings();
    await say();
    expect(nodeOf(await pushed())).toBe(member.account);
    expect(await woken()).toEqual([]);
  });

  test("admins and owners as well; and who enters the room by itself", async () => {
    const member = await memberWithApp(bookmark('autojoin="true"'));
    await setAffiliation(actors.crone, room, member.account, "owner");
    await member.leaves();
    await say();
    expect(nodeOf(await pushed())).toBe(member.account);
  });
});

describe("is not woken", () => {
  const sleeper = async (inside = ""): Promise<Actor> => {
    const member = await memberWithApp(inside);
    await member.leaves();
    return member;
  };

  test("whose app is connected, in the room or not", async () => {
    const [inside, outside] = [await memberWithApp(), await memberWithApp()];
    await enterAll(room, inside);
    await say();
    expect(await woken()).toEqual([]);
    await inside.leaves();
    await outside.leaves();
  });

  test("anybody by what nobody has said: a subject, a marker, a chat state", async () => {
    await sleeper();
    await say("<subject>Fire</subject>");
    await say('<displayed xmlns="urn:xmpp:chat-markers:0" id="x"/>');
    await say('<composing xmlns="http://jabber.org/protocol/chatstates"/>');
    expect(await woken()).toEqual([]);
  });

  test("anybody by what the archive of the room does not keep, but by a call", async () => {
    const member = await sleeper();
    const unkept = (inside: string): Promise<void> => say(`${inside}<no-store xmlns="urn:xmpp:hints"/>`);
    await unkept("<body>psst</body>");
    expect(await woken()).toEqual([]);
    await unkept('<invite xmlns="urn:xmpp:call-invites:0"/>');
    expect(nodeOf(await pushed())).toBe(member.account);
    await configure(actors.crone, room, { enablearchiving: "0" });
    await say();
    expect(await woken()).toEqual([]);
  });

  test("who has bookmarked the room and does not enter it by itself; who wants no word of it (XEP-0492)", async () => {
    const never = '<extensions><notify xmlns="urn:xmpp:notification-settings:1"><never/></notify></extensions>';
    await sleeper(bookmark(""));
    await sleeper(bookmark('autojoin="true"', never));
    await say();
    expect(await woken()).toEqual([]);
  });

  test("who is a member no more, or banned; nor anybody of a room that is open to all", async () => {
    const [former, banned] = [await sleeper(), await sleeper()];
    await setAffiliation(actors.crone, room, former.account, "none");
    await setAffiliation(actors.crone, room, banned.account, "outcast");
    await say();
    expect(await woken()).toEqual([]);
    await sleeper();
    await configure(actors.crone, room, OPEN);
    await say();
    expect(await woken()).toEqual([]);
  });

  test("by oneself, by whom one has blocked, by a room that one has blocked, and by what the room refuses", async () => {
    const { crone, wiccan } = actors;
    const block = (jid: string) => `<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="${jid}"/></block></iq>`;
    const speaker = await memberWithApp();
    const desk = await another(play.server, speaker.account.split("@")[0] ?? "", "desk");
    await enter(desk, room, "speaker");
    await speaker.leaves();
    await say("<body>to the others</body>", desk);
    await desk.leaves();
    expect(await woken()).toEqual([]);
    await setAffiliation(crone, room, speaker.account, "none");
    await sleeper(block(crone.account));
    await sleeper(block(roomAt(room)));
    await say();
    await say("<body>from outside</body>", wiccan);
    expect(await woken()).toEqual([]);
  });
});

test("who is mentioned while away is woken in any room (XEP-0452)", async () => {
  await configure(actors.crone, room, OPEN);
  const member = await memberWithApp();
  const form =
    '<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#register</value></field>' +
    '<field var="muc#register_roomnick"><value>second</value></field></x>';
  await member.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="jabber:iq:register">${form}</query></iq>`);
  await member.leaves();
  const reference = `<reference xmlns="urn:xmpp:reference:0" type="mention" uri="xmpp:${member.account}"/>`;
  await say(`<body>second: hail</body>${reference}`);
  expect(nodeOf(await pushed())).toBe(member.account);
});
