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
/** A person with one app that has asked to be woken at the node of its name. */
const withApp = async (name: string, content?: string): Promise<Actor> => {
  const actor = await enter(server, name, "phone");
  await enables(actor, name, content);
  await appear(actor);
  return actor;
};
const pushed = () =>
  app.receives(`<iq xmlns="jabber:client" type="set"><pubsub xmlns="${PUBSUB}"><publish/></pubsub></iq>`);
const nodeOf = (request: Element) => request.getChild("pubsub", PUBSUB)?.getChild("publish")?.attrs.node;
/** The summary's fields. */
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
/** Nothing has been published, by the time that the server has answered. */
const isSilent = async () => {
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

test("§7: who is away is woken: from the server, at the node, with a summary and without the body", async () => {
  const juliet = await withApp("juliet");
  await juliet.leaves();
  await writes("juliet@localhost");
  const request = await pushed();
  expect(request.attrs).toMatchObject({ from: "localhost", to: SERVICE });
  expect(nodeOf(request)).toBe("juliet");
  expect(summaryOf(request)).toEqual({
    FORM_TYPE: "urn:xmpp:push:summary",
    "message-count": "1",
    "last-message-sender": actors.romeo.jid,
  });
  answers(request);
  await writes("juliet@localhost");
  expect(summaryOf(await pushed())["message-count"]).toBe("2");
});

test("§7: what was provided when enabling goes along as publish options", async () => {
  const form =
    `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>${PUBSUB}#publish-options</value></field>` +
    '<field var="secret"><value>eruio234vzxc2kla-91</value></field></x>';
  const nurse = await withApp("nurse", form);
  await nurse.leaves();
  await writes("nurse@localhost");
  const options = (await pushed()).getChild("pubsub", PUBSUB)?.getChild("publish-options");
  expect(options?.children.join("")).toBe(form);
});

test("an app that is connected is not woken, the others are", async () => {
  const desk = await withApp("peter");
  const phone = await enter(server, "peter", "other");
  await enables(phone, "peters-phone");
  await phone.leaves();
  await writes("peter@localhost");
  const request = await pushed();
  expect(nodeOf(request)).toBe("peters-phone");
  answers(request);
  await desk.receives("<message><body>Wherefore art thou?</body></message>");
  await isSilent();
  await desk.leaves();
});

test("an app whose connection is lost is woken for what it has not acknowledged, and for what comes", async () => {
  const sampson = await withApp("sampson");
  await sampson.client.enableAcks(true);
  sampson.client.acks.answers = false;
  await writes(sampson.jid);
  await sampson.receives("<message><body>Wherefore art thou?</body></message>");
  await isSilent();
  sampson.client.destroy();
  const first = await pushed();
  expect([nodeOf(first), summaryOf(first)["message-count"]]).toEqual(["sampson", "1"]);
  answers(first);
  await writes(sampson.jid);
  expect(summaryOf(await pushed())["message-count"]).toBe("2");
});

test("an app that is connected and acknowledges nothing is woken after a while, once for each message", async () => {
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
  // What it was woken for is nothing new when the connection breaks, what came after that is.
  await writesTo("nor this");
  tybalt.client.destroy();
  const last = await comes();
  expect(summaryOf(last)["message-count"]).toBe("1");
  service.leaves();
});

/** The server has noticed, so many times, that the connection of this session is gone. */
async function hasLost(jid: string, times: number): Promise<void> {
  const noticed = () => server.events.filter(({ event, jid: whose }) => event === "session-detached" && whose === jid);
  while (noticed().length < times) await Bun.sleep(1);
}

test("an app that came back, had everything and left again is told of what came since", async () => {
  const abraham = await withApp("abraham");
  const { attrs } = await abraham.client.enableAcks(true);
  abraham.client.destroy();
  await hasLost(abraham.jid, 1);
  await writes("abraham@localhost");
  const before = await pushed();
  expect(summaryOf(before)["message-count"]).toBe("1");
  answers(before);
  const { actor: back } = await resumed(server, { actor: abraham, id: attrs.id });
  await back.receives("<message><body>Wherefore art thou?</body></message>");
  await back.client.confirmed();
  back.client.destroy();
  await hasLost(abraham.jid, 2);
  await writes("abraham@localhost");
  expect(summaryOf(await pushed())["message-count"]).toBe("1");
});

test("words, encrypted ones, calls and invitations wake; receipts, markers, chat states and subjects do not", async () => {
  const gregory = await withApp("gregory");
  await gregory.leaves();
  const noise = [
    '<received xmlns="urn:xmpp:receipts" id="1"/>',
    '<displayed xmlns="urn:xmpp:chat-markers:0" id="1"/>',
    '<composing xmlns="http://jabber.org/protocol/chatstates"/>',
    "<subject>Swords</subject>",
  ];
  for (const content of noise) await writes("gregory@localhost", content);
  await isSilent();
  const news = [
    '<encrypted xmlns="eu.siacs.conversations.axolotl"><payload>x</payload></encrypted>',
    '<propose xmlns="urn:xmpp:jingle-message:0" id="c"/>',
    '<x xmlns="http://jabber.org/protocol/muc#user"><invite from="a@b"/></x>',
  ];
  for (const content of news) {
    await writes("gregory@localhost", content);
    answers(await pushed());
  }
  await isSilent();
});

describe("a push is for what the app can fetch once it is awake:", () => {
  const NO_STORE = '<body>psst</body><no-store xmlns="urn:xmpp:hints"/>';
  const NO_ARCHIVE = '<body>psst</body><no-permanent-store xmlns="urn:xmpp:hints"/>';

  test("what is neither archived nor stored offline wakes nobody, but a call does", async () => {
    const simple = await withApp("simple");
    await simple.leaves();
    await writes("simple@localhost", NO_STORE);
    await isSilent();
    const call = '<propose xmlns="urn:xmpp:jingle-message:0" id="c"/><no-store xmlns="urn:xmpp:hints"/>';
    await writes("simple@localhost", call);
    answers(await pushed());
    // Stored offline, while no other app is there.
    await writes("simple@localhost", NO_ARCHIVE);
    answers(await pushed());
    const desk = await enter(server, "simple", "desk");
    await appear(desk);
    await writes("simple@localhost", NO_ARCHIVE);
    await desk.receives("<message><body>psst</body></message>");
    await isSilent();
    await desk.leaves();
  });

  test("a conversation that its owner does not archive (XEP-0441) wakes nobody while another app is there", async () => {
    const tybalt = await withApp("tybalt");
    await tybalt.asks('<iq type="set"><prefs xmlns="urn:xmpp:mam:2" default="never"><always/><never/></prefs></iq>');
    await tybalt.leaves();
    const desk = await enter(server, "tybalt", "desk");
    await appear(desk);
    await writes("tybalt@localhost");
    await isSilent();
    await desk.leaves();
    await writes("tybalt@localhost");
    answers(await pushed());
  });

  test("what waits in the session of an app that has lost its connection wakes that app alone, also as a carbon", async () => {
    const mercutio = await withApp("mercutio");
    const tablet = await enter(server, "mercutio", "tablet");
    await enables(tablet, "mercutios-tablet");
    await tablet.leaves();
    const desk = await enter(server, "mercutio", "desk");
    await appear(desk);
    await mercutio.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
    await mercutio.client.enableAcks(true);
    mercutio.client.destroy();
    await hasLost(mercutio.jid, 1);
    for (const address of [mercutio.jid, desk.jid]) {
      await writes(address, NO_STORE);
      const request = await pushed();
      expect(nodeOf(request)).toBe("mercutio");
      answers(request);
      await isSilent();
    }
    await desk.leaves();
  });

  test("a private message of a room wakes each app once, whatever the number of copies (XEP-0045 §7.5)", async () => {
    const friar = await withApp("friar");
    await friar.leaves();
    const desks = await Promise.all(["one", "two", "three"].map((name) => enter(server, "friar", name)));
    const inner = '<body>psst</body><x xmlns="http://jabber.org/protocol/muc#user"/>';
    for (const { jid } of desks)
      app.sends(`<message type="chat" id="pm" from="room@${SERVICE}/nick" to="${jid}">${inner}</message>`);
    const request = await pushed();
    expect([nodeOf(request), summaryOf(request)["message-count"]]).toEqual(["friar", "1"]);
    answers(request);
    await isSilent();
    for (const desk of desks) await desk.leaves();
  });
});

test("what is said in a room wakes the app that is in it, and no other of the same person", async () => {
  const tablet = await withApp("anthony");
  await tablet.leaves();
  const phone = await enter(server, "anthony", "in-the-room");
  await enables(phone, "in-the-room");
  await phone.client.enableAcks(true);
  phone.client.destroy();
  await settled(actors.romeo);
  const room = `<message type="groupchat" from="room@${SERVICE}/nick" to="${phone.jid}"><body>All hear</body></message>`;
  app.sends(room);
  const request = await pushed();
  expect(nodeOf(request)).toBe("in-the-room");
  answers(request);
  await isSilent();
});

test("while a service has not answered, messages are counted and told of together", async () => {
  const balthasar = await withApp("balthasar");
  await balthasar.leaves();
  for (let count = 0; count < 5; count++) await writes("balthasar@localhost");
  const first = await pushed();
  await isSilent();
  answers(first);
  expect(summaryOf(await pushed())["message-count"]).toBe("5");
});

test("§6: a node that is disabled is not published to; without a node, all of the service are disabled", async () => {
  const abram = await withApp("abram");
  await enables(abram, "second");
  await enables(abram, "third");
  await abram.asks(`<iq type="set"><disable xmlns="${NS}" jid="${SERVICE}" node="second"/></iq>`);
  await abram.leaves();
  await writes("abram@localhost");
  const requests = [await pushed(), await pushed()];
  expect(requests.map(nodeOf).sort()).toEqual(["abram", "third"]);
  for (const request of requests) answers(request);
  const again = await enter(server, "abram", "again");
  await again.asks(`<iq type="set"><disable xmlns="${NS}" jid="${SERVICE}"/></iq>`);
  await again.leaves();
  await writes("abram@localhost");
  await isSilent();
});

test("§7.1: a request that is returned with an error disables the node", async () => {
  const laurence = await withApp("laurence");
  await laurence.leaves();
  await writes("laurence@localhost");
  answers(await pushed(), failure("cancel", "item-not-found"));
  await isSilent();
  await writes("laurence@localhost");
  await isSilent();
});

test("§7.1: an error that may pass is waited for, longer each time, until a sufficient number came in a row", async () => {
  const paris = await withApp("paris");
  await paris.leaves();
  for (const pause of [60_000, 120_000]) {
    await writes("paris@localhost");
    answers(await pushed(), failure("wait", "resource-constraint"));
    await isSilent();
    time += pause - 1;
    await writes("paris@localhost");
    await isSilent();
    time += 1;
  }
  await writes("paris@localhost");
  answers(await pushed(), failure("wait", "resource-constraint"));
  await isSilent();
  time += HOUR;
  await writes("paris@localhost");
  await isSilent();
});

test("a service that is not reached is tried again later", async () => {
  const escalus = await withApp("escalus");
  await escalus.leaves();
  app.leaves();
  await app.closed;
  await writes("escalus@localhost");
  app = await Component.connect(server, SERVICE, SECRET);
  await writes("escalus@localhost");
  await isSilent();
  time += HOUR;
  await writes("escalus@localhost");
  expect(summaryOf(await pushed())["message-count"]).toBe("3");
});

test("§8: a service that takes the affiliation away is not published to any more", async () => {
  const potpan = await withApp("potpan");
  await potpan.leaves();
  const notice = `<pubsub xmlns="${PUBSUB}" node="potpan"><affiliation jid="potpan@localhost" affiliation="none"/></pubsub>`;
  app.sends(`<message from="puck@${SERVICE}" to="potpan@localhost">${notice}</message>`);
  await writes("potpan@localhost");
  answers(await pushed());
  app.sends(`<message from="${SERVICE}" to="potpan@localhost">${notice}</message>`);
  await isSilent();
  await writes("potpan@localhost");
  await isSilent();
});

test("the app that asked first gives way to one too many", async () => {
  const rosaline = await withApp("rosaline");
  for (const node of ["two", "three", "four"]) {
    time += 1000;
    await enables(rosaline, node);
  }
  await rosaline.leaves();
  await writes("rosaline@localhost");
  const requests = [await pushed(), await pushed(), await pushed()];
  expect(requests.map(nodeOf)).toEqual(["two", "three", "four"]);
  await isSilent();
});

test("the body is told where the option says so, and the sender is not where it does not", async () => {
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
