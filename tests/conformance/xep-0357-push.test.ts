/** XEP-0357: Push Notifications. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, appear, type Cast, cast, enter, settled } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { resumed } from "../support/client/resumable.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:push:0";
const PUBSUB = "http://jabber.org/protocol/pubsub";
const SERVICE = "push.client.example";
const SECRET = "s";
const HOUR = 3_600_000;

let server: TestServer;
let app: Component;
let actors: Cast<"romeo">;
let time = Date.now();

beforeAll(async () => {
  const settings = [`components.secrets=${SERVICE}=${SECRET}`, "push.max_failures=3", "push.max_services=3"];
  server = await startTestServer({ settings, now: () => time });
  actors = await cast(server, ["romeo"]);
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  app = await Component.connect(server, SERVICE, SECRET);
});
afterEach(async () => {
  app.leaves();
  await settled(actors.romeo);
  expect(server.errors).toEqual([]);
});

const enables = (actor: Actor, node: string, content = "") =>
  actor.asks(`<iq type="set"><enable xmlns="${NS}" jid="${SERVICE}" node="${node}">${content}</enable></iq>`);
const writes = async (to: string, content = "<body>Wherefore art thou?</body>") => {
  actors.romeo.sends(`<message type="chat" to="${to}">${content}</message>`);
  await actors.romeo.pings();
};
/** An account with one app that has enabled push at the node of its name. */
const accountWithApp = async (name: string, content?: string): Promise<Actor> => {
  const actor = await enter(server, name, "phone");
  await enables(actor, name, content);
  await appear(actor);
  return actor;
};
const nextPush = () =>
  app.receives(`<iq xmlns="jabber:client" type="set"><pubsub xmlns="${PUBSUB}"><publish/></pubsub></iq>`);
const nodeOf = (request: Element) => request.getChild("pubsub", PUBSUB)?.getChild("publish")?.attrs.node;
/** The fields of the summary form. */
const summaryOf = (request: Element): Record<string, string | null | undefined> => {
  const item = request.getChild("pubsub", PUBSUB)?.getChild("publish")?.getChild("item");
  const fields = item?.getChild("notification", NS)?.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  return Object.fromEntries(fields.map((field) => [field.attrs.var, field.getChildText("value")]));
};
const answers = (request: Element, error = "") => {
  const type = error === "" ? "result" : "error";
  app.sends(`<iq type="${type}" id="${request.attrs.id}" from="${SERVICE}" to="localhost">${error}</iq>`);
};
const failure = (type: string, condition: string) =>
  `<error type="${type}"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;
/** Nothing has been published by the time the server has answered a ping. */
const expectNoPush = async () => {
  app.sends(`<iq type="get" id="ping" from="${SERVICE}" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>`);
  await app.receives('<iq xmlns="jabber:client" type="result" id="ping"/>');
  expect(app.inbox.waiting().filter(({ attrs }) => attrs.type === "set")).toEqual([]);
};

test("§4.1: the account has the feature urn:xmpp:push:0", async () => {
  expect(await featuresOf(actors.romeo, actors.romeo.account)).toContain(NS);
});

test("§5: an <enable/> MUST contain a jid; its form is one of publish-options", async () => {
  const { romeo } = actors;
  expect(conditionOf(await romeo.asks(`<iq type="set"><enable xmlns="${NS}" node="x"/></iq>`))).toBe("bad-request");
  const form = '<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>other</value></field></x>';
  expect(conditionOf(await enables(romeo, "x", form))).toBe("bad-request");
  const others = `<iq type="set" to="juliet@localhost"><enable xmlns="${NS}" jid="${SERVICE}"/></iq>`;
  expect(conditionOf(await romeo.asks(others))).toBe("service-unavailable");
});

test("§7: an offline account's node is notified by the server, with a summary and without the body", async () => {
  const juliet = await accountWithApp("juliet");
  await juliet.leaves();
  await writes("juliet@localhost");
  const request = await nextPush();
  expect(request.attrs).toMatchObject({ from: "localhost", to: SERVICE });
  expect(nodeOf(request)).toBe("juliet");
  expect(summaryOf(request)).toEqual({
    FORM_TYPE: "urn:xmpp:push:summary",
    "message-count": "1",
    "last-message-sender": actors.romeo.jid,
  });
  answers(request);
  await writes("juliet@localhost");
  expect(summaryOf(await nextPush())["message-count"]).toBe("2");
});

test("§7: the form of <enable/> is sent as publish-options", async () => {
  const form =
    `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>${PUBSUB}#publish-options</value></field>` +
    '<field var="secret"><value>eruio234vzxc2kla-91</value></field></x>';
  const nurse = await accountWithApp("nurse", form);
  await nurse.leaves();
  await writes("nurse@localhost");
  const options = (await nextPush()).getChild("pubsub", PUBSUB)?.getChild("publish-options");
  expect(options?.children.join("")).toBe(form);
});

test("a connected app is not notified, the others are", async () => {
  const desk = await accountWithApp("peter");
  const phone = await enter(server, "peter", "other");
  await enables(phone, "peters-phone");
  await phone.leaves();
  await writes("peter@localhost");
  const request = await nextPush();
  expect(nodeOf(request)).toBe("peters-phone");
  answers(request);
  await desk.receives("<message><body>Wherefore art thou?</body></message>");
  await expectNoPush();
  await desk.leaves();
});

test("an app whose connection is lost is notified of unacknowledged and of later messages", async () => {
  const sampson = await accountWithApp("sampson");
  await sampson.client.enableAcks(true);
  sampson.client.acks.answers = false;
  await writes(sampson.jid);
  await sampson.receives("<message><body>Wherefore art thou?</body></message>");
  await expectNoPush();
  sampson.client.destroy();
  const first = await nextPush();
  expect([nodeOf(first), summaryOf(first)["message-count"]]).toEqual(["sampson", "1"]);
  answers(first);
  await writes(sampson.jid);
  expect(summaryOf(await nextPush())["message-count"]).toBe("2");
});

test("a connected app that acknowledges nothing is notified after the timeout, once for each message", async () => {
  await using other = await startTestServer({
    settings: [`components.secrets=${SERVICE}=${SECRET}`, "push.ack_timeout=100ms"],
  });
  const service = await Component.connect(other, SERVICE, SECRET);
  const { romeo, tybalt } = await cast(other, ["romeo", "tybalt"]);
  await tybalt.client.enableAcks(true);
  await enables(tybalt, "tybalts");
  const comes = () => service.receives(`<iq xmlns="jabber:client" type="set"><pubsub xmlns="${PUBSUB}"/></iq>`);
  const writesTo = async (body: string) => {
    romeo.sends(`<message type="chat" to="${tybalt.jid}"><body>${body}</body></message>`);
    await romeo.pings();
    return await tybalt.receives(`<message><body>${body}</body></message>`);
  };
  await writesTo("acknowledged");
  await tybalt.pings();
  tybalt.client.acks.answers = false;
  await writesTo("not acknowledged");
  const request = await comes();
  expect([nodeOf(request), summaryOf(request)["message-count"]]).toEqual(["tybalts", "1"]);
  service.sends(`<iq type="result" id="${request.attrs.id}" from="${SERVICE}" to="localhost"/>`);
  // When the connection breaks, only messages that were not yet notified are notified.
  await writesTo("nor this");
  tybalt.client.destroy();
  const last = await comes();
  expect(summaryOf(last)["message-count"]).toBe("1");
  service.leaves();
});

/** Resolves when the server has noticed this many times that the session's connection is lost. */
async function connectionLost(jid: string, times: number): Promise<void> {
  const noticed = () => server.events.filter(({ event, jid: whose }) => event === "session-detached" && whose === jid);
  while (noticed().length < times) await Bun.sleep(1);
}

test("an app that resumed, acknowledged everything and was lost again is notified of messages since then", async () => {
  const abraham = await accountWithApp("abraham");
  const { attrs } = await abraham.client.enableAcks(true);
  abraham.client.destroy();
  await connectionLost(abraham.jid, 1);
  await writes("abraham@localhost");
  const before = await nextPush();
  expect(summaryOf(before)["message-count"]).toBe("1");
  answers(before);
  const { actor: resumedActor } = await resumed(server, { actor: abraham, id: attrs.id });
  await resumedActor.receives("<message><body>Wherefore art thou?</body></message>");
  await resumedActor.client.confirmed();
  resumedActor.client.destroy();
  await connectionLost(abraham.jid, 2);
  await writes("abraham@localhost");
  expect(summaryOf(await nextPush())["message-count"]).toBe("1");
});

test("texts, encrypted messages, calls and invitations are notified; receipts, markers, chat states and subjects are not", async () => {
  const gregory = await accountWithApp("gregory");
  await gregory.leaves();
  const silentMessages = [
    '<received xmlns="urn:xmpp:receipts" id="1"/>',
    '<displayed xmlns="urn:xmpp:chat-markers:0" id="1"/>',
    '<composing xmlns="http://jabber.org/protocol/chatstates"/>',
    "<subject>Swords</subject>",
  ];
  for (const content of silentMessages) await writes("gregory@localhost", content);
  await expectNoPush();
  const notifiedMessages = [
    '<encrypted xmlns="eu.siacs.conversations.axolotl"><payload>x</payload></encrypted>',
    '<propose xmlns="urn:xmpp:jingle-message:0" id="c"/>',
    '<x xmlns="http://jabber.org/protocol/muc#user"><invite from="a@b"/></x>',
  ];
  for (const content of notifiedMessages) {
    await writes("gregory@localhost", content);
    answers(await nextPush());
  }
  await expectNoPush();
});

describe("push is for messages that the app can fetch:", () => {
  const NO_STORE = '<body>psst</body><no-store xmlns="urn:xmpp:hints"/>';
  const NO_ARCHIVE = '<body>psst</body><no-permanent-store xmlns="urn:xmpp:hints"/>';

  test("messages neither archived nor stored offline are not notified, except calls", async () => {
    const simple = await accountWithApp("simple");
    await simple.leaves();
    await writes("simple@localhost", NO_STORE);
    await expectNoPush();
    const call = '<propose xmlns="urn:xmpp:jingle-message:0" id="c"/><no-store xmlns="urn:xmpp:hints"/>';
    await writes("simple@localhost", call);
    answers(await nextPush());
    // Stored offline while no other app is available.
    await writes("simple@localhost", NO_ARCHIVE);
    answers(await nextPush());
    const desk = await enter(server, "simple", "desk");
    await appear(desk);
    await writes("simple@localhost", NO_ARCHIVE);
    await desk.receives("<message><body>psst</body></message>");
    await expectNoPush();
    await desk.leaves();
  });

  test("messages excluded from the archive (XEP-0441) are not notified while another app is available", async () => {
    const tybalt = await accountWithApp("tybalt");
    await tybalt.asks('<iq type="set"><prefs xmlns="urn:xmpp:mam:2" default="never"><always/><never/></prefs></iq>');
    await tybalt.leaves();
    const desk = await enter(server, "tybalt", "desk");
    await appear(desk);
    await writes("tybalt@localhost");
    await expectNoPush();
    await desk.leaves();
    await writes("tybalt@localhost");
    answers(await nextPush());
  });

  test("messages queued in the session of a lost connection notify that app only, carbons included", async () => {
    const mercutio = await accountWithApp("mercutio");
    const tablet = await enter(server, "mercutio", "tablet");
    await enables(tablet, "mercutios-tablet");
    await tablet.leaves();
    const desk = await enter(server, "mercutio", "desk");
    await appear(desk);
    await mercutio.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
    await mercutio.client.enableAcks(true);
    mercutio.client.destroy();
    await connectionLost(mercutio.jid, 1);
    for (const address of [mercutio.jid, desk.jid]) {
      await writes(address, NO_STORE);
      const request = await nextPush();
      expect(nodeOf(request)).toBe("mercutio");
      answers(request);
      await expectNoPush();
    }
    await desk.leaves();
  });

  test("a private message of a room is notified once to each app, whatever the number of copies (XEP-0045 §7.5)", async () => {
    const friar = await accountWithApp("friar");
    await friar.leaves();
    const desks = await Promise.all(["one", "two", "three"].map((name) => enter(server, "friar", name)));
    const inner = '<body>psst</body><x xmlns="http://jabber.org/protocol/muc#user"/>';
    for (const { jid } of desks)
      app.sends(`<message type="chat" id="pm" from="room@${SERVICE}/nick" to="${jid}">${inner}</message>`);
    const request = await nextPush();
    expect([nodeOf(request), summaryOf(request)["message-count"]]).toEqual(["friar", "1"]);
    answers(request);
    await expectNoPush();
    for (const desk of desks) await desk.leaves();
  });
});

test("a message of a room notifies the app that is in it, and no other app of the account", async () => {
  const tablet = await accountWithApp("anthony");
  await tablet.leaves();
  const phone = await enter(server, "anthony", "in-the-room");
  await enables(phone, "in-the-room");
  await phone.client.enableAcks(true);
  phone.client.destroy();
  await settled(actors.romeo);
  const room = `<message type="groupchat" from="room@${SERVICE}/nick" to="${phone.jid}"><body>All hear</body></message>`;
  app.sends(room);
  const request = await nextPush();
  expect(nodeOf(request)).toBe("in-the-room");
  answers(request);
  await expectNoPush();
});

test("while a push service has not answered, messages are counted and notified together", async () => {
  const balthasar = await accountWithApp("balthasar");
  await balthasar.leaves();
  for (let count = 0; count < 5; count++) await writes("balthasar@localhost");
  const first = await nextPush();
  await expectNoPush();
  answers(first);
  expect(summaryOf(await nextPush())["message-count"]).toBe("5");
});

test("§6: a disabled node is not published to; <disable/> without a node disables all nodes of the service", async () => {
  const abram = await accountWithApp("abram");
  await enables(abram, "second");
  await enables(abram, "third");
  await abram.asks(`<iq type="set"><disable xmlns="${NS}" jid="${SERVICE}" node="second"/></iq>`);
  await abram.leaves();
  await writes("abram@localhost");
  const requests = [await nextPush(), await nextPush()];
  expect(requests.map(nodeOf).sort()).toEqual(["abram", "third"]);
  for (const request of requests) answers(request);
  const reconnected = await enter(server, "abram", "again");
  await reconnected.asks(`<iq type="set"><disable xmlns="${NS}" jid="${SERVICE}"/></iq>`);
  await reconnected.leaves();
  await writes("abram@localhost");
  await expectNoPush();
});

test("§7.1: a request that is returned with an error disables the node", async () => {
  const laurence = await accountWithApp("laurence");
  await laurence.leaves();
  await writes("laurence@localhost");
  answers(await nextPush(), failure("cancel", "item-not-found"));
  await expectNoPush();
  await writes("laurence@localhost");
  await expectNoPush();
});

test("§7.1: after a temporary error publishing is retried at growing intervals, until too many follow in a row", async () => {
  const paris = await accountWithApp("paris");
  await paris.leaves();
  for (const pause of [60_000, 120_000]) {
    await writes("paris@localhost");
    answers(await nextPush(), failure("wait", "resource-constraint"));
    await expectNoPush();
    time += pause - 1;
    await writes("paris@localhost");
    await expectNoPush();
    time += 1;
  }
  await writes("paris@localhost");
  answers(await nextPush(), failure("wait", "resource-constraint"));
  await expectNoPush();
  time += HOUR;
  await writes("paris@localhost");
  await expectNoPush();
});

test("an unreachable service is retried later", async () => {
  const escalus = await accountWithApp("escalus");
  await escalus.leaves();
  app.leaves();
  await app.closed;
  await writes("escalus@localhost");
  app = await Component.connect(server, SERVICE, SECRET);
  await writes("escalus@localhost");
  await expectNoPush();
  time += HOUR;
  await writes("escalus@localhost");
  expect(summaryOf(await nextPush())["message-count"]).toBe("3");
});

test("§8: a service that revokes the affiliation is not published to any more", async () => {
  const potpan = await accountWithApp("potpan");
  await potpan.leaves();
  const notice = `<pubsub xmlns="${PUBSUB}" node="potpan"><affiliation jid="potpan@localhost" affiliation="none"/></pubsub>`;
  app.sends(`<message from="puck@${SERVICE}" to="potpan@localhost">${notice}</message>`);
  await writes("potpan@localhost");
  answers(await nextPush());
  app.sends(`<message from="${SERVICE}" to="potpan@localhost">${notice}</message>`);
  await expectNoPush();
  await writes("potpan@localhost");
  await expectNoPush();
});

test("beyond the limit of apps the oldest is disabled", async () => {
  const rosaline = await accountWithApp("rosaline");
  for (const node of ["two", "three", "four"]) {
    time += 1000;
    await enables(rosaline, node);
  }
  await rosaline.leaves();
  await writes("rosaline@localhost");
  const requests = [await nextPush(), await nextPush(), await nextPush()];
  expect(requests.map(nodeOf)).toEqual(["two", "three", "four"]);
  await expectNoPush();
});

test("options decide whether the summary has the body and the sender", async () => {
  const settings = [`components.secrets=${SERVICE}=${SECRET}`, "push.body=true", "push.sender=false"];
  await using other = await startTestServer({ settings });
  const { romeo, juliet } = await cast(other, ["romeo", "juliet"]);
  await enables(juliet, "n");
  await juliet.leaves();
  const service = await Component.connect(other, SERVICE, SECRET);
  romeo.sends(`<message type="chat" to="juliet@localhost"><body>It is the east</body></message>`);
  const request = await service.receives('<iq xmlns="jabber:client" type="set"/>');
  expect(summaryOf(request)).toEqual({
    FORM_TYPE: "urn:xmpp:push:summary",
    "message-count": "1",
    "last-message-body": "It is the east",
  });
  service.leaves();
});
