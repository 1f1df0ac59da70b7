/** XEP-0160: Best Practices for Handling Offline Messages, with XEP-0203's stamps. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Actor, appear, enter } from "../support/cast.ts";
import { SM } from "../support/client/stream-management.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

let clock = Date.parse("2026-01-01T12:00:00Z");
let server: TestServer;
let romeo: Actor;
/** A new account for each test, offline. */
let juliet: string;
let testNumber = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => clock, settings: ["offline.max_messages=5"] });
  romeo = await enter(server, "romeo", "orchard");
});
beforeEach(async () => {
  testNumber += 1;
  juliet = `juliet${testNumber}@localhost`;
  await server.createAccount(juliet);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const signIn = (resource = "balcony"): Promise<Actor> => enter(server, `juliet${testNumber}`, resource);

const sendMessage = (body: string, type = "chat"): Promise<void> => {
  romeo.sends(`<message type="${type}" to="${juliet}"><body>${body}</body></message>`);
  return romeo.pings();
};

test("§2: a message to an offline account is stored without an answer, and delivered at the next presence", async () => {
  await sendMessage("hark");
  await romeo.receivesNothing();
  const actor = await signIn();
  await actor.receivesNothing();
  actor.sends("<presence/>");
  const message = await actor.receives('<message type="chat"><body>hark</body></message>');
  expect(message.attrs).toMatchObject({ from: romeo.jid, to: juliet });
});

test("§2, XEP-0203 §4: it has the server's delay stamp of its arrival, in UTC", async () => {
  const stamp = new Date(clock).toISOString();
  await sendMessage("hark");
  clock += 3_600_000;
  const actor = await signIn();
  actor.sends("<presence/>");
  const message = await actor.receives("<message/>");
  expect(message.getChild("delay", "urn:xmpp:delay")?.attrs).toMatchObject({ from: "localhost", stamp });
});

test("XEP-0203 §5: a delay stamp that a client wrote in the server's name is removed", async () => {
  const forgedDelay = '<delay xmlns="urn:xmpp:delay" from="localhost" stamp="1999-01-01T00:00:00Z"/>';
  const foreignDelay = '<delay xmlns="urn:xmpp:delay" from="elsewhere.example" stamp="1999-01-01T00:00:00Z"/>';
  romeo.sends(`<message type="chat" to="${juliet}"><body>old</body>${forgedDelay}${foreignDelay}</message>`);
  await romeo.pings();
  const actor = await signIn();
  actor.sends("<presence/>");
  const delays = (await actor.receives("<message/>")).getChildren("delay", "urn:xmpp:delay");
  expect(delays.map(({ attrs }) => [attrs.from, attrs.stamp])).toEqual([
    ["elsewhere.example", "1999-01-01T00:00:00Z"],
    ["localhost", new Date(clock).toISOString()],
  ]);
});

test("§2: messages are delivered in order, once, to the first available resource", async () => {
  for (const body of ["1", "2", "3"]) await sendMessage(body);
  const [first, second] = [await signIn(), await signIn("chamber")];
  first.sends("<presence/>");
  for (const body of ["1", "2", "3"]) {
    expect((await first.receives("<message/>")).getChildText("body")).toBe(body);
  }
  second.sends("<presence/>");
  await second.receivesNothing("<message/>");
  first.sends("<presence><show>away</show></presence>");
  await first.receivesNothing("<message/>");
});

test("§2: a resource of negative priority is not sent them until its priority changes", async () => {
  await sendMessage("hark");
  const actor = await signIn();
  await appear(actor, "<presence><priority>-1</priority></presence>");
  await sendMessage("again");
  await actor.receivesNothing("<message/>");
  actor.sends("<presence><priority>0</priority></presence>");
  for (const body of ["hark", "again"]) await actor.receives(`<message><body>${body}</body></message>`);
});

test("§2: a resource that becomes available again gets the messages of the meantime", async () => {
  const actor = await signIn();
  await appear(actor);
  actor.sends('<presence type="unavailable"/>');
  await actor.pings();
  await sendMessage("hark");
  await actor.receivesNothing("<message/>");
  actor.sends("<presence/>");
  await actor.receives("<message><body>hark</body></message>");
});

const KINDS: readonly (readonly [section: string, message: string, isKept: boolean])[] = [
  ["§3: normal", "<message><body>x</body></message>", true],
  ["§3: chat", '<message type="chat"><body>x</body></message>', true],
  [
    "§3: a chat state alone",
    '<message type="chat"><active xmlns="http://jabber.org/protocol/chatstates"/></message>',
    false,
  ],
  ["§3: headline", '<message type="headline"><body>x</body></message>', false],
  ["§3: error", '<message type="error"><body>x</body></message>', false],
  ["XEP-0334 §4.2: with <no-store/>", '<message><body>x</body><no-store xmlns="urn:xmpp:hints"/></message>', false],
  [
    "XEP-0334 §4.1: with <no-permanent-store/>",
    '<message><body>x</body><no-permanent-store xmlns="urn:xmpp:hints"/></message>',
    true,
  ],
  [
    "XEP-0334 §4.4: with <store/> and no body",
    '<message><x xmlns="urn:x"/><store xmlns="urn:xmpp:hints"/></message>',
    true,
  ],
  ["XEP-0184: a receipt", '<message><received xmlns="urn:xmpp:receipts" id="1"/></message>', true],
];

for (const [section, message, isKept] of KINDS) {
  test(`${section} is ${isKept ? "stored" : "not stored"}, without an error`, async () => {
    romeo.sends(message.replace("<message", `<message to="${juliet}"`));
    await romeo.receivesNothing();
    const actor = await signIn();
    actor.sends("<presence/>");
    if (isKept) await actor.receives("<message/>");
    else await actor.receivesNothing("<message/>");
  });
}

test("§2: when the storage is full, the sender gets service-unavailable", async () => {
  for (let n = 0; n < 5; n++) await sendMessage(`${n}`);
  await romeo.receivesNothing();
  await sendMessage("too much");
  expect(conditionOf(await romeo.receives('<message type="error"/>'))).toBe("service-unavailable");
});

test("they are kept across a restart", async () => {
  const restartedServer = await startTestServer();
  await restartedServer.createAccount("juliet@localhost");
  const sender = await enter(restartedServer, "romeo", "orchard");
  sender.sends('<message to="juliet@localhost"><body>hark</body></message>');
  await sender.pings();
  await restartedServer.restart();
  const actor = await enter(restartedServer, "juliet", "balcony");
  actor.sends("<presence/>");
  await actor.receives("<message><body>hark</body></message>");
  await restartedServer[Symbol.asyncDispose]();
});

test("§2: while 3,000 messages await acknowledgement, pings and presence are answered; each is delivered once, in order", async () => {
  const busy = await startTestServer({ settings: ["limits.rate=1GB"] });
  await busy.createAccount("juliet@localhost");
  const sender = await enter(busy, "romeo", "orchard");
  const count = 3000;
  for (let n = 0; n < count; n += 500) {
    const some = Array.from(
      { length: 500 },
      (_, more) => `<message to="juliet@localhost" type="chat"><body>${n + more}</body></message>`,
    );
    sender.sends(some.join(""));
    await sender.pings();
  }
  const actor = await enter(busy, "juliet", "balcony");
  await actor.client.enableAcks(true);
  actor.client.acks.answers = false;
  actor.sends("<presence/>");
  await actor.receives(`<presence from="${actor.jid}"/>`);
  sender.sends(`<message to="juliet@localhost" type="chat"><body>${count}</body></message>`);
  await sender.pings();
  const bodies: number[] = [];
  while (bodies.length <= count) {
    // Nothing is acknowledged until the ping is answered.
    await actor.pings();
    for (const stanza of actor.client.inbox.waiting()) {
      if (stanza.name === "message") bodies.push(Number(stanza.getChildText("body")));
    }
    actor.client.inbox.forget();
    actor.sends(`<a xmlns="${SM}" h="${actor.client.acks.received}"/>`);
  }
  expect(bodies).toEqual(Array.from({ length: count + 1 }, (_, n) => n));
  expect(busy.errors).toEqual([]);
  await busy[Symbol.asyncDispose]();
});

test("XEP-0198 §4: where the session ends in the middle of a portion, what it has acknowledged does not come again", async () => {
  for (const body of ["1", "2", "3", "4"]) await sendMessage(body);
  const actor = await signIn();
  await actor.client.enableAcks(true);
  actor.client.acks.answers = false;
  actor.sends("<presence/>");
  await actor.receives("<message><body>4</body></message>");
  const stanzas = actor.client.inbox.all.filter(({ name }) => name === "message" || name === "presence");
  const second = stanzas.findIndex((stanza) => stanza.getChildText("body") === "2");
  // As it does by itself, and not because it was asked.
  actor.sends(`<a xmlns="${SM}" h="${second + 1}"/>`);
  await actor.pings();
  const other = await signIn();
  await appear(other);
  expect(other.client.inbox.waiting().map((message) => message.getChildText("body"))).toEqual(["3", "4"]);
});

test("§4: the domain advertises it", async () => {
  expect(await featuresOf(romeo, "localhost")).toContain("msgoffline");
});

test("RFC 6120 §8.4: an element without a namespace is not in that of the stanza, before and after it was stored", async () => {
  romeo.sends(`<message type="chat" to="${juliet}"><body>hark</body><body xmlns="">not a body</body></message>`);
  await romeo.pings();
  const actor = await signIn();
  actor.sends("<presence/>");
  const message = await actor.receives("<message><body>hark</body></message>");
  const bodies = message.getChildElements().filter(({ name }) => name === "body");
  expect(bodies.map(({ attrs }) => attrs.xmlns)).toEqual([undefined, ""]);
});
