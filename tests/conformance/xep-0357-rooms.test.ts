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
const fixture = stage(["crone", "wiccan"], { settings: [`components.secrets=${SERVICE}=${SECRET}`] });
const { actors } = fixture;

beforeEach(async () => {
  app = await Component.connect(fixture.server, SERVICE, SECRET);
  room = `coven${++number}`;
  await makeRoom(actors.crone, room, {});
});
afterEach(async () => {
  app.leaves();
  await settled(...Object.values(actors));
});

/** A member with one app that has enabled push at the node of its name; `inside` are elements that its account sends first. */
async function memberWithApp(inRoom = ""): Promise<Actor> {
  const actor = await another(fixture.server, `member${++number}`, "phone");
  await actor.asks(`<iq type="set"><enable xmlns="${NS}" jid="${SERVICE}" node="${actor.account}"/></iq>`);
  if (inRoom !== "") expect((await actor.asks(inRoom)).attrs.type).toBe("result");
  await appear(actor);
  await setAffiliation(actors.crone, room, actor.account, "member");
  return actor;
}
const bookmark = (attributes: string, inRoom = ""): string =>
  `<iq type="set"><pubsub xmlns="${PUBSUB}"><publish node="${BOOKMARKS}"><item id="${roomAt(room)}">` +
  `<conference xmlns="${BOOKMARKS}" ${attributes}>${inRoom}</conference></item></publish></pubsub></iq>`;

async function sendToRoom(inRoom = "<body>When shall we three meet again</body>", actor = actors.crone): Promise<void> {
  actor.sends(`<message to="${roomAt(room)}" type="groupchat">${inRoom}</message>`);
  await actor.pings();
}
const nextPush = async (): Promise<Element> => {
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
/** Nodes that have been notified by the time the server has answered a ping. */
async function notifiedNodes(): Promise<string[]> {
  const ping = `p${++number}`;
  app.sends(`<iq type="get" id="${ping}" from="${SERVICE}" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>`);
  await app.receives(`<iq xmlns="jabber:client" type="result" id="${ping}"/>`);
  return app.inbox
    .waiting()
    .filter(({ attrs }) => attrs.type === "set")
    .map(nodeOf);
}

describe("notified are", () => {
  test("a member who was never in the room and is offline: by the server, with the occupant JID of the sender, without a body", async () => {
    const member = await memberWithApp();
    await member.leaves();
    await sendToRoom();
    const request = await nextPush();
    expect(request.attrs).toMatchObject({ from: "localhost", to: SERVICE });
    expect(nodeOf(request)).toBe(member.account);
    expect(summaryOf(request)).toMatchObject({
      "message-count": "1",
      "last-message-sender": `${roomAt(room)}/crone`,
    });
    expect(String(request)).not.toContain("When shall");
    await sendToRoom('<encrypted xmlns="eu.siacs.conversations.axolotl"/>');
    expect(summaryOf(await nextPush())["message-count"]).toBe("2");
  });

  test("a member whose connection has ended in the room; the message is in the archive", async () => {
    const member = await memberWithApp();
    await enterAll(room, member);
    await member.leaves();
    await sendToRoom("<body>by the pricking of my thumbs</body>");
    expect(nodeOf(await nextPush())).toBe(member.account);
    const reconnected = await another(fixture.server, member.account.split("@")[0] ?? "", "again");
    const { results } = await archiveOf(reconnected, "", roomAt(room));
    expect(results.map(({ body }) => body)).toEqual(["by the pricking of my thumbs"]);
    await reconnected.leaves();
  });

  test("the offline app of a member whose other app is in the room, as for messages to the account", async () => {
    const member = await memberWithApp();
    const desk = await another(fixture.server, member.account.split("@")[0] ?? "", "desk");
    await enter(desk, room, "desk");
    await member.leaves();
    await sendToRoom();
    expect(nodeOf(await nextPush())).toBe(member.account);
    await desk.leaves();
  });

  test("an app that is in the room on a lost connection: once", async () => {
    const member = await memberWithApp();
    await member.client.enableAcks(true);
    await enterAll(room, member);
    member.client.destroy();
    await actors.crone.pings();
    await sendToRoom();
    expect(nodeOf(await nextPush())).toBe(member.account);
    expect(await notifiedNodes()).toEqual([]);
  });

  test("admins and owners; and a user with an autojoin bookmark of the room", async () => {
    const member = await memberWithApp(bookmark('autojoin="true"'));
    await setAffiliation(actors.crone, room, member.account, "owner");
    await member.leaves();
    await sendToRoom();
    expect(nodeOf(await nextPush())).toBe(member.account);
  });
});

describe("not notified are", () => {
  const offlineMember = async (inRoom = ""): Promise<Actor> => {
    const member = await memberWithApp(inRoom);
    await member.leaves();
    return member;
  };

  test("a member with a connected app, in the room or not", async () => {
    const [inRoom, notInRoom] = [await memberWithApp(), await memberWithApp()];
    await enterAll(room, inRoom);
    await sendToRoom();
    expect(await notifiedNodes()).toEqual([]);
    await inRoom.leaves();
    await notInRoom.leaves();
  });

  test("anybody of a subject, a marker or a chat state", async () => {
    await offlineMember();
    await sendToRoom("<subject>Fire</subject>");
    await sendToRoom('<displayed xmlns="urn:xmpp:chat-markers:0" id="x"/>');
    await sendToRoom('<composing xmlns="http://jabber.org/protocol/chatstates"/>');
    expect(await notifiedNodes()).toEqual([]);
  });

  test("anybody of messages that the room does not archive, except calls", async () => {
    const member = await offlineMember();
    const unkept = (inRoom: string): Promise<void> => sendToRoom(`${inRoom}<no-store xmlns="urn:xmpp:hints"/>`);
    await unkept("<body>psst</body>");
    expect(await notifiedNodes()).toEqual([]);
    await unkept('<invite xmlns="urn:xmpp:call-invites:0"/>');
    expect(nodeOf(await nextPush())).toBe(member.account);
    await configure(actors.crone, room, { enablearchiving: "0" });
    await sendToRoom();
    expect(await notifiedNodes()).toEqual([]);
  });

  test("a member with a bookmark without autojoin, or with notifications turned off (XEP-0492)", async () => {
    const notifyNever = '<extensions><notify xmlns="urn:xmpp:notification-settings:1"><never/></notify></extensions>';
    await offlineMember(bookmark(""));
    await offlineMember(bookmark('autojoin="true"', notifyNever));
    await sendToRoom();
    expect(await notifiedNodes()).toEqual([]);
  });

  test("a former member or outcast; nor anybody of an open room", async () => {
    const [former, banned] = [await offlineMember(), await offlineMember()];
    await setAffiliation(actors.crone, room, former.account, "none");
    await setAffiliation(actors.crone, room, banned.account, "outcast");
    await sendToRoom();
    expect(await notifiedNodes()).toEqual([]);
    await offlineMember();
    await configure(actors.crone, room, OPEN);
    await sendToRoom();
    expect(await notifiedNodes()).toEqual([]);
  });

  test("the sender; a member who has blocked the sender or the room; anybody of a refused message", async () => {
    const { crone, wiccan } = actors;
    const block = (jid: string) => `<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="${jid}"/></block></iq>`;
    const speaker = await memberWithApp();
    const desk = await another(fixture.server, speaker.account.split("@")[0] ?? "", "desk");
    await enter(desk, room, "speaker");
    await speaker.leaves();
    await sendToRoom("<body>to the others</body>", desk);
    await desk.leaves();
    expect(await notifiedNodes()).toEqual([]);
    await setAffiliation(crone, room, speaker.account, "none");
    await offlineMember(block(crone.account));
    await offlineMember(block(roomAt(room)));
    await sendToRoom();
    await sendToRoom("<body>from outside</body>", wiccan);
    expect(await notifiedNodes()).toEqual([]);
  });
});

test("a mentioned user who is offline is notified in any room (XEP-0452)", async () => {
  await configure(actors.crone, room, OPEN);
  const member = await memberWithApp();
  const form =
    '<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#register</value></field>' +
    '<field var="muc#register_roomnick"><value>second</value></field></x>';
  await member.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="jabber:iq:register">${form}</query></iq>`);
  await member.leaves();
  const reference = `<reference xmlns="urn:xmpp:reference:0" type="mention" uri="xmpp:${member.account}"/>`;
  await sendToRoom(`<body>second: hail</body>${reference}`);
  expect(nodeOf(await nextPush())).toBe(member.account);
});
