/** RFC 6121 §3: managing presence subscriptions. The states, cell by cell: src/im/subscription-state.test.ts. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { itemsOf, pushTo, rosterOf, setsItem } from "../support/xep/roster.ts";

let server: TestServer;
/** New accounts for each test, available and interested in roster pushes. */
let romeo: Actor;
let juliet: Actor;
let testNumber = 0;

beforeAll(async () => {
  server = await startTestServer({ settings: ["roster.max_requests=2"] });
});
beforeEach(async () => {
  testNumber += 1;
  romeo = await openSession(`romeo${testNumber}`);
  juliet = await openSession(`juliet${testNumber}`);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function openSession(name: string, resource = "stage"): Promise<Actor> {
  const actor = await enter(server, name, resource);
  await rosterOf(actor);
  await appear(actor);
  return actor;
}

const sendPresence = (from: Actor, type: string, to: Actor): void =>
  from.sends(`<presence type="${type}" to="${to.account}"/>`);

const receivePresence = (actor: Actor, type: string, from: Actor): Promise<unknown> =>
  actor.receives(`<presence type="${type}" from="${from.account}"/>`);

test("§3.1.2: a request adds the contact with ask='subscribe', and the push comes first", async () => {
  sendPresence(romeo, "subscribe", juliet);
  expect((await pushTo(romeo)).attrs).toEqual({ jid: juliet.account, subscription: "none", ask: "subscribe" });
});

test("§3.1.2: a request is sent between bare JIDs, whatever addresses the client wrote", async () => {
  romeo.sends(`<presence type="subscribe" to="${juliet.jid}" id="s1"><status>Hi</status></presence>`);
  const request = await juliet.receives("<presence type='subscribe'><status>Hi</status></presence>");
  expect(request.attrs).toMatchObject({ from: romeo.account, to: juliet.account, id: "s1" });
  expect(await itemsOf(juliet)).toEqual({});
});

test("§3.1.3: an unanswered request is delivered again at each initial presence, with its status text", async () => {
  await juliet.leaves();
  romeo.sends(`<presence type="subscribe" to="${juliet.account}"><status>Hi</status></presence>`);
  await romeo.pings();
  for (let day = 0; day < 2; day++) {
    juliet = await openSession(`juliet${testNumber}`);
    await juliet.receives(`<presence type="subscribe" from="${romeo.account}"><status>Hi</status></presence>`);
    await juliet.leaves();
  }
});

test("§3.1.3: a repeated request is not delivered again to an available resource", async () => {
  sendPresence(romeo, "subscribe", juliet);
  sendPresence(romeo, "subscribe", juliet);
  await receivePresence(juliet, "subscribe", romeo);
  await romeo.pings();
  await juliet.receivesNothing("<presence type='subscribe'/>");
});

test("§3.1.3: a status text of excessive length is not stored", async () => {
  await juliet.leaves();
  romeo.sends(`<presence type="subscribe" to="${juliet.account}"><status>${"x".repeat(20_000)}</status></presence>`);
  await romeo.pings();
  juliet = await openSession(`juliet${testNumber}`);
  const request = await juliet.receives('<presence type="subscribe"/>');
  expect(request.attrs.from).toBe(romeo.account);
  expect(request.children).toEqual([]);
});

test("§3.1.5, §3.1.6: the subscriber receives the approval, then the push, then the presence", async () => {
  sendPresence(romeo, "subscribe", juliet);
  await receivePresence(juliet, "subscribe", romeo);
  await pushTo(romeo);
  sendPresence(juliet, "subscribed", romeo);
  expect((await pushTo(juliet)).attrs).toEqual({ jid: romeo.account, subscription: "from" });
  await receivePresence(romeo, "subscribed", juliet);
  expect((await pushTo(romeo)).attrs).toEqual({ jid: juliet.account, subscription: "to" });
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  const order = romeo.client.inbox.all.slice(-3).map(({ name, attrs }) => `${name} ${attrs.type}`);
  expect(order).toEqual(["presence subscribed", "iq set", "presence undefined"]);
});

test("§3.1.3: the server approves the repeated request of an existing subscriber itself", async () => {
  await befriend(romeo, juliet);
  sendPresence(romeo, "subscribe", juliet);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await juliet.receivesNothing("<presence type='subscribe'/>");
  expect((await itemsOf(romeo))[juliet.account]?.subscription).toBe("both");
});

test("§3.1.3: the repeated request of an existing subscriber causes neither a push nor a new roster version", async () => {
  await befriend(romeo, juliet);
  const before = (await rosterOf(juliet, ""))?.attrs.ver;
  sendPresence(romeo, "subscribe", juliet);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await juliet.receivesNothing('<iq type="set"/>');
  expect((await rosterOf(juliet, ""))?.attrs.ver).toBe(before);
});

test("§2.1.6, §3.1.6: an interested resource that is not available receives requests and approvals", async () => {
  for (const actor of [romeo, juliet]) actor.sends('<presence type="unavailable"/>');
  await settled(romeo, juliet);
  sendPresence(romeo, "subscribe", juliet);
  await juliet.receives(`<presence type="subscribe" from="${romeo.account}"/>`);
  sendPresence(juliet, "subscribed", romeo);
  await romeo.receives(`<presence type="subscribed" from="${juliet.account}"/>`);
});

test("§3.1.6: an approval without a request changes nothing and is not delivered", async () => {
  sendPresence(juliet, "subscribed", romeo);
  await juliet.pings();
  await romeo.receivesNothing("<presence type='subscribed'/>");
  expect(await itemsOf(romeo)).toEqual({});
});

test("§3.2.1: a denied request ends on both sides", async () => {
  sendPresence(romeo, "subscribe", juliet);
  await receivePresence(juliet, "subscribe", romeo);
  sendPresence(juliet, "unsubscribed", romeo);
  await receivePresence(romeo, "unsubscribed", juliet);
  expect(await itemsOf(romeo)).toEqual({ [juliet.account]: { subscription: "none" } });
  await juliet.leaves();
  juliet = await openSession(`juliet${testNumber}`);
  await juliet.receivesNothing("<presence type='subscribe'/>");
});

test("§3.2.2, §3.2.3: a cancelled subscription ends with unavailable presence from each resource", async () => {
  await befriend(romeo, juliet);
  sendPresence(juliet, "unsubscribed", romeo);
  expect((await pushTo(juliet)).attrs).toEqual({ jid: romeo.account, subscription: "to" });
  await receivePresence(romeo, "unsubscribed", juliet);
  expect((await pushTo(romeo)).attrs).toEqual({ jid: juliet.account, subscription: "from" });
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
  juliet.sends("<presence><show>away</show></presence>");
  await juliet.pings();
  await romeo.receivesNothing("<presence><show>away</show></presence>");
});

test("§3.3.2, §3.3.3: on unsubscribing, the user is sent unavailable presence, and the contact 'unsubscribe'", async () => {
  await befriend(romeo, juliet);
  sendPresence(romeo, "unsubscribe", juliet);
  expect((await pushTo(romeo)).attrs).toEqual({ jid: juliet.account, subscription: "from" });
  await receivePresence(juliet, "unsubscribe", romeo);
  expect((await pushTo(juliet)).attrs).toEqual({ jid: romeo.account, subscription: "to" });
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
});

test("§3.4.1: pre-approval is offered among the stream features", () => {
  expect(romeo.client.features.getChild("sub", "urn:xmpp:features:pre-approval")).toBeDefined();
});

test("§3.4.2: the request of a pre-approved contact is approved at once, without being delivered", async () => {
  sendPresence(juliet, "subscribed", romeo);
  expect((await pushTo(juliet)).attrs).toEqual({ jid: romeo.account, subscription: "none", approved: "true" });
  sendPresence(romeo, "subscribe", juliet);
  await receivePresence(romeo, "subscribed", juliet);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await juliet.receivesNothing("<presence type='subscribe'/>");
  expect((await itemsOf(juliet))[romeo.account]?.subscription).toBe("from");
});

test("§3.4.2: unsubscribed cancels a pre-approval", async () => {
  sendPresence(juliet, "subscribed", romeo);
  sendPresence(juliet, "unsubscribed", romeo);
  await juliet.pings();
  expect((await itemsOf(juliet))[romeo.account]).toEqual({ subscription: "none" });
  sendPresence(romeo, "subscribe", juliet);
  await receivePresence(juliet, "subscribe", romeo);
});

test("§2.4: a roster set changes name and groups, but not subscription and ask", async () => {
  await befriend(romeo, juliet);
  await setsItem(romeo, `<item jid="${juliet.account}" name="Julie"/>`);
  expect((await itemsOf(romeo))[juliet.account]).toMatchObject({ name: "Julie", subscription: "both" });
  romeo.sends('<presence type="subscribe" to="nurse@localhost"/>');
  await setsItem(romeo, '<item jid="nurse@localhost" name="Nurse"/>');
  expect((await itemsOf(romeo))["nurse@localhost"]).toMatchObject({ name: "Nurse", ask: "subscribe" });
});

test("§2.5.2: removing a contact cancels the subscriptions in both directions", async () => {
  await befriend(romeo, juliet);
  await setsItem(romeo, `<item jid="${juliet.account}" subscription="remove"/>`);
  await receivePresence(juliet, "unsubscribed", romeo);
  await receivePresence(juliet, "unsubscribe", romeo);
  await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
  expect(await itemsOf(juliet)).toEqual({ [romeo.account]: { subscription: "none" } });
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
});

test("§2.5.2: removing a contact with a pending inbound request denies it", async () => {
  await setsItem(juliet, `<item jid="${romeo.account}"/>`);
  sendPresence(romeo, "subscribe", juliet);
  await receivePresence(juliet, "subscribe", romeo);
  await setsItem(juliet, `<item jid="${romeo.account}" subscription="remove"/>`);
  await receivePresence(romeo, "unsubscribed", juliet);
});

test("§2.5.2: removing a contact with a pending outbound request cancels it", async () => {
  sendPresence(romeo, "subscribe", juliet);
  await receivePresence(juliet, "subscribe", romeo);
  await setsItem(romeo, `<item jid="${juliet.account}" subscription="remove"/>`);
  await receivePresence(juliet, "unsubscribe", romeo);
  // It never saw romeo's presence, and does not now.
  await juliet.receivesNothing('<presence type="unavailable"/>');
});

test("removing an account cancels its subscriptions and ends its presence", async () => {
  await befriend(romeo, juliet);
  await askServer(server.home, "DELETE /users", { jid: juliet.account });
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
  await receivePresence(romeo, "unsubscribed", juliet);
  expect(await itemsOf(romeo)).toEqual({ [juliet.account]: { subscription: "none" } });
});

test("§3.1.2: a subscription to the account itself is ignored", async () => {
  for (const type of ["subscribe", "subscribed", "unsubscribe", "unsubscribed"]) sendPresence(romeo, type, romeo);
  await romeo.pings();
  await romeo.receivesNothing();
  expect(await itemsOf(romeo)).toEqual({});
});

test("§3.3.3, §11: a stranger who unsubscribes receives no presence", async () => {
  await appear(juliet);
  romeo.sends(`<presence type="unsubscribe" to="${juliet.account}"/>`);
  await juliet.pings();
  await romeo.receivesNothing("<presence/>");
});

test("§8.5.1: subscription requests to an account that does not exist are ignored", async () => {
  romeo.sends('<presence type="subscribe" to="nobody@localhost"/>');
  await pushTo(romeo);
  await romeo.receivesNothing();
});

test("the number of unanswered requests of strangers is limited", async () => {
  await juliet.leaves();
  for (const n of [1, 2, 3]) {
    const stranger = await enter(server, `stranger${testNumber}-${n}`, "x");
    sendPresence(stranger, "subscribe", juliet);
    await stranger.pings();
    await stranger.leaves();
  }
  juliet = await openSession(`juliet${testNumber}`);
  await juliet.pings();
  expect(juliet.client.inbox.all.filter(({ attrs }) => attrs.type === "subscribe").length).toBe(2);
  await settled(juliet);
});
