/** XEP-0280: Message Carbons. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, appear, enter } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:carbons:2";

let server: TestServer;
let juliet: Actor;
/** A new account for each test: two available sessions with carbons enabled, and one without. */
let desk: Actor;
let phone: Actor;
let withoutCarbons: Actor;
let testNumber = 0;

beforeAll(async () => {
  server = await startTestServer();
  juliet = await enter(server, "juliet", "balcony");
  await appear(juliet);
});
beforeEach(async () => {
  testNumber += 1;
  [desk, phone, withoutCarbons] = [await openSession("desk"), await openSession("phone"), await openSession("plain")];
  for (const actor of [desk, phone]) await actor.asks(`<iq type="set"><enable xmlns="${NS}"/></iq>`);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function openSession(resource: string): Promise<Actor> {
  const actor = await enter(server, `romeo${testNumber}`, resource);
  await appear(actor);
  return actor;
}

/** The wrapped message of the next carbon. */
async function nextCarbon(actor: Actor, direction: "sent" | "received"): Promise<Element | undefined> {
  const carbon = await actor.receives(
    `<message from="${actor.account}" to="${actor.jid}"><${direction} xmlns="${NS}"/></message>`,
  );
  return carbon
    .getChild(direction, NS)
    ?.getChild("forwarded", "urn:xmpp:forward:0")
    ?.getChild("message", "jabber:client");
}

/** Number of received messages not yet taken, carbons included. */
async function remainingMessages(actor: Actor): Promise<number> {
  await actor.pings();
  return actor.client.inbox.waiting().filter(({ name }) => name === "message").length;
}

const CHAT = (to: string, payload = "<body>x</body>", type = "chat"): string =>
  `<message type="${type}" to="${to}" id="c1">${payload}</message>`;

describe("§4, §5: enabling and disabling", () => {
  test("§4: enabled by an iq set until the session ends; enabling again is not an error (§10.1)", async () => {
    const answer = await desk.asks(`<iq type="set"><enable xmlns="${NS}"/></iq>`);
    expect(answer.attrs).toMatchObject({ type: "result", to: desk.jid });
    desk.sends(CHAT(juliet.jid));
    await nextCarbon(phone, "sent");
  });

  test("§5: after disabling, nothing is copied; disabling again is not an error (§10.1)", async () => {
    for (let time = 0; time < 2; time++) {
      expect((await phone.asks(`<iq type="set"><disable xmlns="${NS}"/></iq>`)).attrs.type).toBe("result");
    }
    desk.sends(CHAT(juliet.jid));
    await desk.pings();
    expect(await remainingMessages(phone)).toBe(0);
  });

  test("§4.1: carbons cannot be enabled for another account", async () => {
    expect(conditionOf(await desk.asks(`<iq type="set" to="juliet@localhost"><enable xmlns="${NS}"/></iq>`))).toBe(
      "service-unavailable",
    );
  });

  test("§3: the domain advertises carbons, and the rules of §6.1 (§6.2)", async () => {
    const features = await featuresOf(desk, "localhost");
    expect(features).toContain(NS);
    expect(features).toContain("urn:xmpp:carbons:rules:0");
  });
});

describe("§7: receiving", () => {
  test("a message to a full JID is copied to other sessions with carbons, wrapped, from the bare JID", async () => {
    juliet.sends(CHAT(desk.jid, "<body>art thou</body><thread>t</thread>"));
    const original = await desk.receives("<message><body>art thou</body></message>");
    const copy = await nextCarbon(phone, "received");
    expect(copy?.attrs).toMatchObject({ from: juliet.jid, to: desk.jid, type: "chat", id: "c1" });
    expect(copy?.getChildText("thread")).toBe("t");
    // XEP-0313 §3.6: the copy has the same archive id.
    expect(copy?.getChild("stanza-id")?.attrs).toEqual(original.getChild("stanza-id")?.attrs ?? {});
    expect([
      await remainingMessages(desk),
      await remainingMessages(phone),
      await remainingMessages(withoutCarbons),
    ]).toEqual([0, 0, 0]);
  });

  test("a message to the bare JID, which all resources receive, is not copied", async () => {
    juliet.sends(CHAT(desk.account));
    for (const actor of [desk, phone, withoutCarbons]) await actor.receives('<message type="chat"/>');
    expect([
      await remainingMessages(desk),
      await remainingMessages(phone),
      await remainingMessages(withoutCarbons),
    ]).toEqual([0, 0, 0]);
  });

  test("a resource of negative priority is sent a carbon in place of the message", async () => {
    phone.sends("<presence><priority>-1</priority></presence>");
    await phone.pings();
    juliet.sends(CHAT(desk.account));
    await nextCarbon(phone, "received");
  });

  test("the type of the wrapping message is the wrapped one's", async () => {
    juliet.sends(CHAT(desk.jid, "<body>x</body>", "normal"));
    await phone.receives(`<message type="normal"><received xmlns="${NS}"/></message>`);
  });
});

describe("§8: sending", () => {
  test("a sent message is copied to other sessions with carbons, not to the sender, with the archive id", async () => {
    desk.sends(CHAT(juliet.jid, "<body>fair saint</body>"));
    const copy = await nextCarbon(phone, "sent");
    expect(copy?.attrs).toMatchObject({ from: desk.jid, to: juliet.jid, type: "chat", id: "c1" });
    expect(copy?.getChild("stanza-id", "urn:xmpp:sid:0")?.attrs.by).toBe(desk.account);
    const delivered = await juliet.receives("<message><body>fair saint</body></message>");
    expect(delivered.getChildren("stanza-id").map(({ attrs }) => attrs.by)).toEqual([juliet.account]);
    expect([
      await remainingMessages(desk),
      await remainingMessages(phone),
      await remainingMessages(withoutCarbons),
    ]).toEqual([0, 0, 0]);
  });

  test("sent messages are copied whether or not the sender has enabled carbons", async () => {
    withoutCarbons.sends(CHAT(juliet.jid));
    for (const actor of [desk, phone]) await nextCarbon(actor, "sent");
    expect(await remainingMessages(withoutCarbons)).toBe(0);
  });

  test("a message to the sender's own account arrives once at each session", async () => {
    desk.sends(CHAT(desk.account));
    for (const actor of [desk, phone, withoutCarbons]) await actor.receives('<message type="chat"/>');
    expect([
      await remainingMessages(desk),
      await remainingMessages(phone),
      await remainingMessages(withoutCarbons),
    ]).toEqual([0, 0, 0]);
  });

  test("a message to another of the sender's resources arrives there, is copied once, and not returned", async () => {
    const laptop = await openSession("laptop");
    await laptop.asks(`<iq type="set"><enable xmlns="${NS}"/></iq>`);
    desk.sends(CHAT(phone.jid));
    await phone.receives('<message type="chat"><body>x</body></message>');
    await nextCarbon(laptop, "received");
    expect([await remainingMessages(desk), await remainingMessages(phone), await remainingMessages(laptop)]).toEqual([
      0, 0, 0,
    ]);
  });

  test("a refused message is not copied", async () => {
    desk.sends(CHAT("nobody@localhost"));
    await desk.receives('<message type="error"/>');
    expect(await remainingMessages(phone)).toBe(0);
  });
});

const STATE = '<composing xmlns="http://jabber.org/protocol/chatstates"/>';
const INVITATION = '<x xmlns="http://jabber.org/protocol/muc#user"><invite to="a@localhost"/></x>';
const RULES: readonly (readonly [rule: string, message: (to: string) => string, isCopied: boolean])[] = [
  ["§6.1: of type chat, even without a body", (to) => CHAT(to, STATE), true],
  ["§6.1: of type normal with a body", (to) => CHAT(to, "<body>x</body>", "normal"), true],
  ["§6.1: of type normal with nothing", (to) => CHAT(to, '<x xmlns="urn:x"/>', "normal"), false],
  ["§6.1: of type normal with a chat state", (to) => CHAT(to, STATE, "normal"), true],
  [
    "§6.1: of type normal with a receipt",
    (to) => CHAT(to, '<received xmlns="urn:xmpp:receipts" id="1"/>', "normal"),
    true,
  ],
  [
    "§6.1: of type normal with a marker",
    (to) => CHAT(to, '<displayed xmlns="urn:xmpp:chat-markers:0" id="1"/>', "normal"),
    true,
  ],
  ["§6.1: a direct invitation", (to) => CHAT(to, '<x xmlns="jabber:x:conference" jid="r@c"/>', "normal"), true],
  ["§6.1: a mediated invitation", (to) => CHAT(to, INVITATION, "normal"), true],
  ["§6.1: of type groupchat", (to) => CHAT(to, "<body>x</body>", "groupchat"), false],
  ["§6.1: of type headline", (to) => CHAT(to, "<body>x</body>", "headline"), false],
  ["§9: with <private/>", (to) => CHAT(to, `<body>x</body><private xmlns="${NS}"/>`), false],
  ["§9: with <no-copy/>", (to) => CHAT(to, '<body>x</body><no-copy xmlns="urn:xmpp:hints"/>'), false],
  ["§6.1: of type error that answers nothing", (to) => CHAT(to, "<body>x</body>", "error"), false],
];

for (const [rule, message, isCopied] of RULES) {
  test(`${rule}: ${isCopied ? "copied" : "not copied"}, sent or received`, async () => {
    desk.sends(message(juliet.jid));
    await desk.pings();
    expect(await remainingMessages(phone)).toBe(isCopied ? 1 : 0);
    juliet.sends(message(desk.jid));
    await juliet.pings();
    expect(await remainingMessages(phone)).toBe(isCopied ? 2 : 0);
    juliet.client.inbox.forget();
  });
}

test("§6.1: a private message in a room is copied when it is sent, and not when it is received", async () => {
  const message = (to: string): string => CHAT(to, '<body>x</body><x xmlns="http://jabber.org/protocol/muc#user"/>');
  juliet.sends(message(desk.jid));
  await juliet.pings();
  expect(await remainingMessages(phone)).toBe(0);
  desk.sends(message(juliet.jid));
  await nextCarbon(phone, "sent");
  juliet.client.inbox.forget();
});

test("§6.1: an error is copied if the message it answers was copied", async () => {
  const error = (id: string): string =>
    `<message type="error" id="${id}" to="${desk.jid}"><error type="cancel"><gone xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`;
  desk.sends(CHAT(juliet.jid));
  await nextCarbon(phone, "sent");
  juliet.sends(error("other"));
  juliet.sends(error("c1"));
  expect((await nextCarbon(phone, "received"))?.attrs).toMatchObject({ type: "error", id: "c1" });
  expect(await remainingMessages(phone)).toBe(0);
  juliet.client.inbox.forget();
});

test("§11: a forged carbon keeps its sender's address, which is not the account's", async () => {
  juliet.sends(
    CHAT(
      desk.jid,
      `<received xmlns="${NS}"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" from="desk"><body>!</body></message></forwarded></received>`,
    ),
  );
  expect((await desk.receives("<message/>")).attrs.from).toBe(juliet.jid);
  expect((await nextCarbon(phone, "received"))?.attrs.from).toBe(juliet.jid);
});
