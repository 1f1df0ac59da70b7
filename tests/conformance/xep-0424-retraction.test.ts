/** XEP-0424: Message Retraction, as the server's archives have it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, appear, enter } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf, field, form } from "../support/xep/archive.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:message-retract:1";
const START = Date.parse("2026-01-01T00:00:00Z");
const SECRET = "Have not saints lips, and holy palmers too?";

let clock = START;
let server: TestServer;
let romeo: Actor;
let lord: Actor;
let plays = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => clock });
});
beforeEach(async () => {
  plays += 1;
  clock += 1000;
  romeo = await enter(server, `romeo${plays}`, "orchard");
  lord = await enter(server, `lord${plays}`, "hall");
  for (const actor of [romeo, lord]) await appear(actor);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function says(who: Actor, to: Actor, id: string, inside = `<body>${SECRET}</body>`): Promise<void> {
  who.sends(`<message type="chat" to="${to.account}" id="${id}">${inside}</message>`);
  await who.pings();
}

const retract = (id: string): string =>
  `<retract id="${id}" xmlns="${NS}"/><fallback xmlns="urn:xmpp:fallback:0" for="${NS}"/>` +
  '<body>/me retracted a previous message</body><store xmlns="urn:xmpp:hints"/>';

const messagesOf = async (actor: Actor): Promise<Element[]> =>
  (await archiveOf(actor)).results.map(({ message }) => message);

const isTombstone = (message: Element | undefined): boolean => message?.getChild("retracted", NS) !== undefined;

describe("§4: tombstones", () => {
  test("'get replaced with a <retracted/> element which MUST include an 'id' … of the retraction', in both archives", async () => {
    await says(romeo, lord, "wrong-recipient-1");
    clock += 60_000;
    await says(romeo, lord, "retract-message-1", retract("wrong-recipient-1"));
    for (const actor of [romeo, lord]) {
      const [message] = await messagesOf(actor);
      expect(message?.attrs).toMatchObject({
        id: "wrong-recipient-1",
        type: "chat",
        from: romeo.jid,
        to: lord.account,
      });
      expect(message?.getChildElements().map(({ name }) => name)).toEqual(["retracted"]);
      // "SHOULD also include a 'stamp' attribute indicating the time at which the retraction took place".
      expect(message?.getChild("retracted", NS)?.attrs).toMatchObject({
        id: "retract-message-1",
        stamp: new Date(clock).toISOString(),
      });
    }
  });

  test("'(which MUST also be stored in the archive)'; ids, times and pages stay as they were", async () => {
    await says(romeo, lord, "m1");
    const [before] = (await archiveOf(lord)).results;
    await says(romeo, lord, "r1", `<retract id="m1" xmlns="${NS}"/>`);
    const { results } = await archiveOf(lord);
    expect(results.map(({ message }) => message.attrs.id)).toEqual(["m1", "r1"]);
    expect([results[0]?.id, results[0]?.stamp]).toEqual([before?.id ?? "", before?.stamp ?? ""]);
    expect(results[1]?.message.getChild("retract", NS)).toBeDefined();
  });

  test("its words are not found any more (XEP-0431), the message itself still is", async () => {
    await says(romeo, lord, "m1");
    const search = (...fields: string[]) => archiveOf(lord, form(...fields));
    const words = field("{urn:xmpp:fulltext:0}fulltext", "palmers");
    expect((await search(words)).results.length).toBe(1);
    await says(romeo, lord, "r1", `<retract id="m1" xmlns="${NS}"/>`);
    expect((await search(words)).results.length).toBe(0);
    expect((await search(field("with", romeo.jid))).results.length).toBe(2);
  });

  test("notes to oneself", async () => {
    await says(romeo, romeo, "m1");
    await says(romeo, romeo, "r1", retract("m1"));
    expect((await messagesOf(romeo)).map(isTombstone)).toEqual([true, false]);
  });

  test("of messages with the same id, the last one is meant; a tombstone is not buried again", async () => {
    for (const id of ["m1", "m1", "r1", "r2"]) await says(romeo, lord, id, id === "m1" ? undefined : retract("m1"));
    const messages = await messagesOf(lord);
    expect(messages.map(isTombstone)).toEqual([true, true, false, false]);
    expect(messages.slice(0, 2).map((message) => message.getChild("retracted", NS)?.attrs.id)).toEqual(["r2", "r1"]);
  });

  test("what has corrected the message (XEP-0308) goes with it, and what has corrected another stays", async () => {
    await says(romeo, lord, "m1");
    await says(romeo, lord, "m2", '<body>better</body><replace xmlns="urn:xmpp:message-correct:0" id="m1"/>');
    await says(romeo, lord, "m3", '<body>other</body><replace xmlns="urn:xmpp:message-correct:0" id="m0"/>');
    await says(lord, romeo, "m4", '<body>his</body><replace xmlns="urn:xmpp:message-correct:0" id="m1"/>');
    await says(romeo, lord, "r1", retract("m1"));
    for (const actor of [romeo, lord]) {
      const messages = await messagesOf(actor);
      expect(messages.map(isTombstone)).toEqual([true, true, false, false, false]);
      expect(messages.map(({ attrs }) => attrs.id)).toEqual(["m1", "m2", "m3", "m4", "r1"]);
    }
  });

  test("the version before 0.4, with an origin-id", async () => {
    await says(romeo, lord, "m1", `<body>${SECRET}</body><origin-id xmlns="urn:xmpp:sid:0" id="o1"/>`);
    const former =
      '<apply-to id="o1" xmlns="urn:xmpp:fasten:0"><retract xmlns="urn:xmpp:message-retract:0"/></apply-to>';
    await says(romeo, lord, "r1", former);
    for (const actor of [romeo, lord]) expect((await messagesOf(actor)).map(isTombstone)).toEqual([true, false]);
  });
});

describe("§5: 'MUST only be processed when both … are received from the same bare-JID'", () => {
  test("another of one's clients may", async () => {
    await says(romeo, lord, "m1");
    const phone = await enter(server, `romeo${plays}`, "phone");
    await says(phone, lord, "r1", retract("m1"));
    expect((await messagesOf(lord)).map(isTombstone)).toEqual([true, false]);
  });

  test("the other end may not, and neither may a third", async () => {
    await says(romeo, lord, "m1");
    await says(lord, romeo, "r1", retract("m1"));
    const tybalt = await enter(server, `tybalt${plays}`, "street");
    for (const victim of [romeo, lord]) await says(tybalt, victim, "r2", retract("m1"));
    for (const actor of [romeo, lord]) expect((await messagesOf(actor)).filter(isTombstone)).toEqual([]);
  });

  test("in a room, everybody has the same bare JID: the one who said it may", async () => {
    const room = '<x xmlns="http://jabber.org/protocol/muc#user"/>';
    await says(romeo, lord, "m1", `<body>x</body>${room}`);
    const other = await enter(server, `romeo${plays}`, "somebody-else");
    await says(other, lord, "r1", retract("m1") + room);
    expect((await messagesOf(lord)).filter(isTombstone)).toEqual([]);
    await says(romeo, lord, "r2", retract("m1") + room);
    expect((await messagesOf(lord)).filter(isTombstone).length).toBe(1);
  });

  test("a retraction is not retracted: it has to stay", async () => {
    await says(romeo, lord, "m1");
    await says(romeo, lord, "r1", retract("m1"));
    await says(romeo, lord, "r2", retract("r1"));
    expect((await messagesOf(lord)).map(isTombstone)).toEqual([true, false, false]);
  });

  test("without an id of its own, or of nothing that is there, it is kept and nothing else happens", async () => {
    await says(romeo, lord, "m1");
    romeo.sends(`<message type="chat" to="${lord.account}">${retract("m1")}</message>`);
    await says(romeo, lord, "r2", retract("nonesuch"));
    await says(romeo, lord, "r3", retract(""));
    expect((await messagesOf(lord)).map(isTombstone)).toEqual([false, false, false, false]);
  });
});

test("§4: a retraction that is 'also … stored in the archive', as it MUST be, leaves a tombstone; another one leaves all as it was", async () => {
  await says(romeo, lord, "m1");
  await says(romeo, lord, "r1", `<retract id="m1" xmlns="${NS}"/><no-store xmlns="urn:xmpp:hints"/>`);
  for (const actor of [romeo, lord]) expect((await messagesOf(actor)).map(isTombstone)).toEqual([false]);
});

test("§2, §4: the server advertises it, with tombstones", async () => {
  for (const address of [romeo.account, "localhost"]) {
    const features = await featuresOf(romeo, address);
    for (const feature of [NS, `${NS}#tombstone`]) expect(features).toContain(feature);
  }
});
