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
let testNumber = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => clock });
});
beforeEach(async () => {
  testNumber += 1;
  clock += 1000;
  romeo = await enter(server, `romeo${testNumber}`, "orchard");
  lord = await enter(server, `lord${testNumber}`, "hall");
  for (const actor of [romeo, lord]) await appear(actor);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function sendMessage(sender: Actor, to: Actor, id: string, inside = `<body>${SECRET}</body>`): Promise<void> {
  sender.sends(`<message type="chat" to="${to.account}" id="${id}">${inside}</message>`);
  await sender.pings();
}

const retract = (id: string): string =>
  `<retract id="${id}" xmlns="${NS}"/><fallback xmlns="urn:xmpp:fallback:0" for="${NS}"/>` +
  '<body>/me retracted a previous message</body><store xmlns="urn:xmpp:hints"/>';

const messagesOf = async (actor: Actor): Promise<Element[]> =>
  (await archiveOf(actor)).results.map(({ message }) => message);

const isTombstone = (message: Element | undefined): boolean => message?.getChild("retracted", NS) !== undefined;

describe("§4: tombstones", () => {
  test("'get replaced with a <retracted/> element which MUST include an 'id' … of the retraction', in both archives", async () => {
    await sendMessage(romeo, lord, "wrong-recipient-1");
    clock += 60_000;
    await sendMessage(romeo, lord, "retract-message-1", retract("wrong-recipient-1"));
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

  test("'(which MUST also be stored in the archive)'; ids, times and pages are unchanged", async () => {
    await sendMessage(romeo, lord, "m1");
    const [before] = (await archiveOf(lord)).results;
    await sendMessage(romeo, lord, "r1", `<retract id="m1" xmlns="${NS}"/>`);
    const { results } = await archiveOf(lord);
    expect(results.map(({ message }) => message.attrs.id)).toEqual(["m1", "r1"]);
    expect([results[0]?.id, results[0]?.stamp]).toEqual([before?.id ?? "", before?.stamp ?? ""]);
    expect(results[1]?.message.getChild("retract", NS)).toBeDefined();
  });

  test("a search for its words finds nothing (XEP-0431), the tombstone is still returned", async () => {
    await sendMessage(romeo, lord, "m1");
    const search = (...fields: string[]) => archiveOf(lord, form(...fields));
    const palmers = field("{urn:xmpp:fulltext:0}fulltext", "palmers");
    expect((await search(palmers)).results.length).toBe(1);
    await sendMessage(romeo, lord, "r1", `<retract id="m1" xmlns="${NS}"/>`);
    expect((await search(palmers)).results.length).toBe(0);
    expect((await search(field("with", romeo.jid))).results.length).toBe(2);
  });

  test("messages to the account itself", async () => {
    await sendMessage(romeo, romeo, "m1");
    await sendMessage(romeo, romeo, "r1", retract("m1"));
    expect((await messagesOf(romeo)).map(isTombstone)).toEqual([true, false]);
  });

  test("of messages with the same id, the last one is retracted; a tombstone is not replaced again", async () => {
    for (const id of ["m1", "m1", "r1", "r2"])
      await sendMessage(romeo, lord, id, id === "m1" ? undefined : retract("m1"));
    const messages = await messagesOf(lord);
    expect(messages.map(isTombstone)).toEqual([true, true, false, false]);
    expect(messages.slice(0, 2).map((message) => message.getChild("retracted", NS)?.attrs.id)).toEqual(["r2", "r1"]);
  });

  test("corrections of the message (XEP-0308) are retracted with it, corrections of others are not", async () => {
    await sendMessage(romeo, lord, "m1");
    await sendMessage(romeo, lord, "m2", '<body>better</body><replace xmlns="urn:xmpp:message-correct:0" id="m1"/>');
    await sendMessage(romeo, lord, "m3", '<body>other</body><replace xmlns="urn:xmpp:message-correct:0" id="m0"/>');
    await sendMessage(lord, romeo, "m4", '<body>his</body><replace xmlns="urn:xmpp:message-correct:0" id="m1"/>');
    await sendMessage(romeo, lord, "r1", retract("m1"));
    for (const actor of [romeo, lord]) {
      const messages = await messagesOf(actor);
      expect(messages.map(isTombstone)).toEqual([true, true, false, false, false]);
      expect(messages.map(({ attrs }) => attrs.id)).toEqual(["m1", "m2", "m3", "m4", "r1"]);
    }
  });

  test("the format before version 0.4, with an origin-id", async () => {
    await sendMessage(romeo, lord, "m1", `<body>${SECRET}</body><origin-id xmlns="urn:xmpp:sid:0" id="o1"/>`);
    const former =
      '<apply-to id="o1" xmlns="urn:xmpp:fasten:0"><retract xmlns="urn:xmpp:message-retract:0"/></apply-to>';
    await sendMessage(romeo, lord, "r1", former);
    for (const actor of [romeo, lord]) expect((await messagesOf(actor)).map(isTombstone)).toEqual([true, false]);
  });
});

describe("§5: 'MUST only be processed when both … are received from the same bare-JID'", () => {
  test("another client of the sender may retract", async () => {
    await sendMessage(romeo, lord, "m1");
    const phone = await enter(server, `romeo${testNumber}`, "phone");
    await sendMessage(phone, lord, "r1", retract("m1"));
    expect((await messagesOf(lord)).map(isTombstone)).toEqual([true, false]);
  });

  test("neither the other end nor a third account may", async () => {
    await sendMessage(romeo, lord, "m1");
    await sendMessage(lord, romeo, "r1", retract("m1"));
    const tybalt = await enter(server, `tybalt${testNumber}`, "street");
    for (const victim of [romeo, lord]) await sendMessage(tybalt, victim, "r2", retract("m1"));
    for (const actor of [romeo, lord]) expect((await messagesOf(actor)).filter(isTombstone)).toEqual([]);
  });

  test("in a room, where all share the bare JID, the occupant who sent the message may", async () => {
    const room = '<x xmlns="http://jabber.org/protocol/muc#user"/>';
    await sendMessage(romeo, lord, "m1", `<body>x</body>${room}`);
    const other = await enter(server, `romeo${testNumber}`, "somebody-else");
    await sendMessage(other, lord, "r1", retract("m1") + room);
    expect((await messagesOf(lord)).filter(isTombstone)).toEqual([]);
    await sendMessage(romeo, lord, "r2", retract("m1") + room);
    expect((await messagesOf(lord)).filter(isTombstone).length).toBe(1);
  });

  test("a retraction cannot be retracted", async () => {
    await sendMessage(romeo, lord, "m1");
    await sendMessage(romeo, lord, "r1", retract("m1"));
    await sendMessage(romeo, lord, "r2", retract("r1"));
    expect((await messagesOf(lord)).map(isTombstone)).toEqual([true, false, false]);
  });

  test("a retraction without an id, or of an unknown message, is archived and has no effect", async () => {
    await sendMessage(romeo, lord, "m1");
    romeo.sends(`<message type="chat" to="${lord.account}">${retract("m1")}</message>`);
    await sendMessage(romeo, lord, "r2", retract("nonesuch"));
    await sendMessage(romeo, lord, "r3", retract(""));
    expect((await messagesOf(lord)).map(isTombstone)).toEqual([false, false, false, false]);
  });
});

test("§4: a retraction that is 'also … stored in the archive', as it MUST be, leaves a tombstone; a second one changes nothing", async () => {
  await sendMessage(romeo, lord, "m1");
  await sendMessage(romeo, lord, "r1", `<retract id="m1" xmlns="${NS}"/><no-store xmlns="urn:xmpp:hints"/>`);
  for (const actor of [romeo, lord]) expect((await messagesOf(actor)).map(isTombstone)).toEqual([false]);
});

test("§2, §4: the server advertises it, with tombstones", async () => {
  for (const address of [romeo.account, "localhost"]) {
    const features = await featuresOf(romeo, address);
    for (const feature of [NS, `${NS}#tombstone`]) expect(features).toContain(feature);
  }
});
