/** RFC 6121 §4: exchanging presence. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
/** New accounts for each test: romeo and juliet have a mutual subscription, tybalt has none. All are available. */
let romeo: Actor;
let juliet: Actor;
let tybalt: Actor;
let testNumber = 0;

beforeAll(async () => {
  server = await startTestServer({ settings: ["presence.max_directed=3"] });
});
beforeEach(async () => {
  testNumber += 1;
  romeo = await openSession(`romeo${testNumber}`);
  juliet = await openSession(`juliet${testNumber}`);
  tybalt = await openSession(`tybalt${testNumber}`);
  await befriend(romeo, juliet);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function openSession(name: string, resource = "stage", presence?: string): Promise<Actor> {
  const actor = await enter(server, name, resource);
  await appear(actor, presence);
  return actor;
}

test("§4.2.2: initial presence goes to the subscribers, to the user's other resources and to the sending resource", async () => {
  const phone = await enter(server, `romeo${testNumber}`, "phone");
  phone.sends("<presence><status>hi</status></presence>");
  for (const actor of [phone, romeo, juliet]) {
    await actor.receives(`<presence from="${phone.jid}"><status>hi</status></presence>`);
  }
  await tybalt.receivesNothing();
});

test("§4.2.2: the last presence of contacts and of the user's other resources is sent to the new resource only", async () => {
  juliet.sends("<presence><show>away</show><status>balcony</status></presence>");
  await juliet.pings();
  await settled(romeo);
  const phone = await openSession(`romeo${testNumber}`, "phone");
  await phone.receives(`<presence from="${juliet.jid}"><show>away</show><status>balcony</status></presence>`);
  await phone.receives(`<presence from="${romeo.jid}"/>`);
  await romeo.receivesNothing(`<presence from="${juliet.jid}"/>`);
});

test("§4.2.1: a session without initial presence is visible to nobody, and receives nobody's presence", async () => {
  const phone = await enter(server, `romeo${testNumber}`, "phone");
  juliet.sends("<presence><status>hm</status></presence>");
  await juliet.pings();
  await phone.receivesNothing();
  const visitor = await openSession(`juliet${testNumber}`, "visitor");
  await visitor.receivesNothing(`<presence from="${phone.jid}"/>`);
});

test("§4.3.2: a contact without available resources is reported as unavailable", async () => {
  await juliet.leaves();
  const phone = await openSession(`romeo${testNumber}`, "phone");
  await phone.receives(`<presence type="unavailable" from="${juliet.account}"/>`);
});

test("§4.3.1: probes sent by clients are not delivered", async () => {
  for (const to of [juliet.account, juliet.jid, tybalt.account]) romeo.sends(`<presence type="probe" to="${to}"/>`);
  await romeo.receivesNothing();
  await juliet.receivesNothing();
});

test("§4.4.2: subsequent presence goes to the same recipients, unchanged", async () => {
  romeo.sends('<presence xml:lang="en"><show>dnd</show><priority>7</priority><x xmlns="urn:x">y</x></presence>');
  const received = await juliet.receives(
    `<presence from="${romeo.jid}"><show>dnd</show><priority>7</priority></presence>`,
  );
  expect(received.getChild("x", "urn:x")?.getText()).toBe("y");
  expect(received.attrs.to).toBe(juliet.account);
  await romeo.receives("<presence><show>dnd</show></presence>");
  await tybalt.receivesNothing();
});

test("§4.5.2: unavailable presence goes to subscribers once, with its status, and ends the availability", async () => {
  romeo.sends('<presence type="unavailable"><status>gone</status></presence>');
  await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"><status>gone</status></presence>`);
  romeo.sends('<presence type="unavailable"/>');
  await romeo.pings();
  await juliet.receivesNothing();
});

test("§4.5.3: the server sends unavailable presence for a stream that is closed without it", async () => {
  await romeo.leaves();
  await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
});

test("§4.5.3: the server sends unavailable presence for a connection that is cut", async () => {
  romeo.client.destroy();
  await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
});

test("§4.6.3: directed presence reaches a stranger, who is sent unavailable presence when the session ends", async () => {
  romeo.sends(`<presence to="${tybalt.jid}"><status>have at thee</status></presence>`);
  await tybalt.receives(`<presence from="${romeo.jid}"><status>have at thee</status></presence>`);
  romeo.sends("<presence><show>away</show></presence>");
  await romeo.pings();
  await tybalt.receivesNothing();
  romeo.sends('<presence type="unavailable"/>');
  await tybalt.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
});

test("§4.6.3: the same holds when the connection is cut, and for a session that was never available", async () => {
  const phone = await enter(server, `romeo${testNumber}`, "phone");
  for (const to of [tybalt.jid, juliet.jid]) phone.sends(`<presence to="${to}"/>`);
  for (const actor of [tybalt, juliet]) await actor.receives(`<presence from="${phone.jid}"/>`);
  phone.client.destroy();
  for (const actor of [tybalt, juliet]) await actor.receives(`<presence type="unavailable" from="${phone.jid}"/>`);
});

test("§4.6.3: a subscriber that was sent directed presence is sent unavailable presence once", async () => {
  romeo.sends(`<presence to="${juliet.jid}"/>`);
  await juliet.receives(`<presence from="${romeo.jid}"/>`);
  romeo.sends('<presence type="unavailable"/>');
  await juliet.receives('<presence type="unavailable"/>');
  await romeo.pings();
  await juliet.receivesNothing();
});

test("§4.6.4: directed unavailable presence revokes directed presence", async () => {
  romeo.sends(`<presence to="${tybalt.jid}"/><presence to="${tybalt.jid}" type="unavailable"/>`);
  await tybalt.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
  await romeo.leaves();
  await tybalt.receivesNothing('<presence type="unavailable"/>');
});

test("§4.6: the number of recipients of a session's directed presence is limited; further ones receive nothing", async () => {
  for (const n of [1, 2, 3]) romeo.sends(`<presence to="room${n}@localhost/romeo"/>`);
  romeo.sends(`<presence to="${tybalt.jid}"/>`);
  await romeo.pings();
  await tybalt.receivesNothing();
  romeo.sends(`<presence type="unavailable" to="room1@localhost/romeo"/><presence to="${tybalt.jid}"/>`);
  await tybalt.receives(`<presence from="${romeo.jid}"/>`);
});

test("§4.7.1: without 'to', only available and unavailable presence is handled", async () => {
  for (const type of ["subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "error"]) {
    romeo.sends(`<presence type="${type}"/>`);
  }
  await romeo.receivesNothing();
  await juliet.receivesNothing();
});

const PRIORITIES: readonly (readonly [written: string, receives: boolean])[] = [
  ["<priority>0</priority>", true],
  ["<priority>127</priority>", true],
  ["<priority> 5 </priority>", true],
  ["<priority>+1</priority>", true],
  ["<priority>-1</priority>", false],
  ["<priority>-128</priority>", false],
  ["<priority>-999</priority>", false],
  ["<priority>high</priority>", true],
  ["<priority/>", true],
];

for (const [written, receives] of PRIORITIES) {
  test(`§4.7.2.3, §8.5.2.1.1: a resource with ${written} ${receives ? "is" : "is not"} sent messages to the bare JID`, async () => {
    await tybalt.leaves();
    tybalt = await openSession(`tybalt${testNumber}`, "stage", `<presence>${written}</presence>`);
    romeo.sends(`<message to="${tybalt.account}" type="chat"><body>villain</body></message>`);
    await romeo.pings();
    if (receives) await tybalt.receives("<message><body>villain</body></message>");
    else await tybalt.receivesNothing("<message/>");
  });
}
