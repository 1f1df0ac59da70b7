/** RFC 6121 §4: exchanging presence. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
/** New accounts each time: romeo and juliet see each other, tybalt sees nobody. All are present. */
let romeo: Actor;
let juliet: Actor;
let tybalt: Actor;
let plays = 0;

beforeAll(async () => {
  server = await startTestServer({ settings: ["presence.max_directed=3"] });
});
beforeEach(async () => {
  plays += 1;
  romeo = await onStage(`romeo${plays}`);
  juliet = await onStage(`juliet${plays}`);
  tybalt = await onStage(`tybalt${plays}`);
  await befriend(romeo, juliet);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function onStage(name: string, resource = "stage", presence?: string): Promise<Actor> {
  const actor = await enter(server, name, resource);
  await appear(actor, presence);
  return actor;
}

test("§4.2.2: initial presence goes to the subscribers, to one's other resources and back to oneself", async () => {
  const phone = await enter(server, `romeo${plays}`, "phone");
  phone.sends("<presence><status>hi</status></presence>");
  for (const actor of [phone, romeo, juliet]) {
    await actor.receives(`<presence from="${phone.jid}"><status>hi</status></presence>`);
  }
  await tybalt.receivesNothing();
});

test("§4.2.2: and what the contacts and one's other resources last said comes to it alone", async () => {
  juliet.sends("<presence><show>away</show><status>balcony</status></presence>");
  await juliet.pings();
  await settled(romeo);
  const phone = await onStage(`romeo${plays}`, "phone");
  await phone.receives(`<presence from="${juliet.jid}"><show>away</show><status>balcony</status></presence>`);
  await phone.receives(`<presence from="${romeo.jid}"/>`);
  await romeo.receivesNothing(`<presence from="${juliet.jid}"/>`);
});

test("§4.2.1: a session that has not sent presence is not there for anybody, nor told of anybody", async () => {
  const phone = await enter(server, `romeo${plays}`, "phone");
  juliet.sends("<presence><status>hm</status></presence>");
  await juliet.pings();
  await phone.receivesNothing();
  const visitor = await onStage(`juliet${plays}`, "visitor");
  await visitor.receivesNothing(`<presence from="${phone.jid}"/>`);
});

test("§4.3.2: a contact that is away is reported as unavailable", async () => {
  await juliet.leaves();
  const phone = await onStage(`romeo${plays}`, "phone");
  await phone.receives(`<presence type="unavailable" from="${juliet.account}"/>`);
});

test("§4.3.1: clients do not probe: what they send as one goes nowhere", async () => {
  for (const to of [juliet.account, juliet.jid, tybalt.account]) romeo.sends(`<presence type="probe" to="${to}"/>`);
  await romeo.receivesNothing();
  await juliet.receivesNothing();
});

test("§4.4.2: later presence goes to the same people, whole", async () => {
  romeo.sends('<presence xml:lang="en"><show>dnd</show><priority>7</priority><x xmlns="urn:x">y</x></presence>');
  const heard = await juliet.receives(
    `<presence from="${romeo.jid}"><show>dnd</show><priority>7</priority></presence>`,
  );
  expect(heard.getChild("x", "urn:x")?.getText()).toBe("y");
  expect(heard.attrs.to).toBe(juliet.account);
  await romeo.receives("<presence><show>dnd</show></presence>");
  await tybalt.receivesNothing();
});

test("§4.5.2: unavailable goes to subscribers with its status, once, and ends the availability", async () => {
  romeo.sends('<presence type="unavailable"><status>gone</status></presence>');
  await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"><status>gone</status></presence>`);
  romeo.sends('<presence type="unavailable"/>');
  await romeo.pings();
  await juliet.receivesNothing();
});

test("§4.5.3: a stream that ends without a word is announced by the server", async () => {
  await romeo.leaves();
  await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
});

test("§4.5.3: so is a connection that is cut", async () => {
  romeo.client.destroy();
  await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
});

test("§4.6.3: directed presence reaches a stranger, and is followed by unavailable when one goes", async () => {
  romeo.sends(`<presence to="${tybalt.jid}"><status>have at thee</status></presence>`);
  await tybalt.receives(`<presence from="${romeo.jid}"><status>have at thee</status></presence>`);
  romeo.sends("<presence><show>away</show></presence>");
  await romeo.pings();
  await tybalt.receivesNothing();
  romeo.sends('<presence type="unavailable"/>');
  await tybalt.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
});

test("§4.6.3: also when the connection is cut, and from a session that was never available", async () => {
  const phone = await enter(server, `romeo${plays}`, "phone");
  for (const to of [tybalt.jid, juliet.jid]) phone.sends(`<presence to="${to}"/>`);
  for (const actor of [tybalt, juliet]) await actor.receives(`<presence from="${phone.jid}"/>`);
  phone.client.destroy();
  for (const actor of [tybalt, juliet]) await actor.receives(`<presence type="unavailable" from="${phone.jid}"/>`);
});

test("§4.6.3: a subscriber that was sent directed presence hears of the end once", async () => {
  romeo.sends(`<presence to="${juliet.jid}"/>`);
  await juliet.receives(`<presence from="${romeo.jid}"/>`);
  romeo.sends('<presence type="unavailable"/>');
  await juliet.receives('<presence type="unavailable"/>');
  await romeo.pings();
  await juliet.receivesNothing();
});

test("§4.6.4: directed unavailable takes directed presence back", async () => {
  romeo.sends(`<presence to="${tybalt.jid}"/><presence to="${tybalt.jid}" type="unavailable"/>`);
  await tybalt.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
  await romeo.leaves();
  await tybalt.receivesNothing('<presence type="unavailable"/>');
});

test("§4.6: to how many one session shows itself is bounded; those who do not fit in hear nothing", async () => {
  for (const n of [1, 2, 3]) romeo.sends(`<presence to="room${n}@localhost/romeo"/>`);
  romeo.sends(`<presence to="${tybalt.jid}"/>`);
  await romeo.pings();
  await tybalt.receivesNothing();
  romeo.sends(`<presence type="unavailable" to="room1@localhost/romeo"/><presence to="${tybalt.jid}"/>`);
  await tybalt.receives(`<presence from="${romeo.jid}"/>`);
});

test("§4.7.1: without 'to', only available and unavailable mean something", async () => {
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
  test(`§4.7.2.3, §8.5.2.1.1: with ${written} one ${receives ? "is" : "is not"} sent messages to the account`, async () => {
    await tybalt.leaves();
    tybalt = await onStage(`tybalt${plays}`, "stage", `<presence>${written}</presence>`);
    romeo.sends(`<message to="${tybalt.account}" type="chat"><body>villain</body></message>`);
    await romeo.pings();
    if (receives) await tybalt.receives("<message><body>villain</body></message>");
    else await tybalt.receivesNothing("<message/>");
  });
}
