/** RFC 6121 §3: managing presence subscriptions. The states, cell by cell: src/im/subscription-state.test.ts. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { itemsOf, pushTo, rosterOf, setsItem } from "../support/xep/roster.ts";

let server: TestServer;
/** New accounts each time, present, and told of their rosters' changes. */
let romeo: Actor;
let juliet: Actor;
let plays = 0;

beforeAll(async () => {
  server = await startTestServer({ settings: ["roster.max_requests=2"] });
});
beforeEach(async () => {
  plays += 1;
  romeo = await onStage(`romeo${plays}`);
  juliet = await onStage(`juliet${plays}`);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function onStage(name: string, resource = "stage"): Promise<Actor> {
  const actor = await enter(server, name, resource);
  await rosterOf(actor);
  await appear(actor);
  return actor;
}

const says = (from: Actor, type: string, to: Actor): void =>
  from.sends(`<presence type="${type}" to="${to.account}"/>`);

const hears = (actor: Actor, type: string, from: Actor): Promise<unknown> =>
  actor.receives(`<presence type="${type}" from="${from.account}"/>`);

test("§3.1.2: a request puts the contact into the roster as asked, and the push comes first", async () => {
  says(romeo, "subscribe", juliet);
  expect((await pushTo(romeo)).attrs).toEqual({ jid: juliet.account, subscription: "none", ask: "subscribe" });
});

test("§3.1.2: the request travels between bare JIDs, whatever was written", async () => {
  romeo.sends(`<presence type="subscribe" to="${juliet.jid}" id="s1"><status>Hi</status></presence>`);
  const request = await juliet.receives("<presence type='subscribe'><status>Hi</status></presence>");
  expect(request.attrs).toMatchObject({ from: romeo.account, to: juliet.account, id: "s1" });
  expect(await itemsOf(juliet)).toEqual({});
});

test("§3.1.3: a request that nobody answers is shown again whenever the account comes back, with its greeting", async () => {
  await juliet.leaves();
  romeo.sends(`<presence type="subscribe" to="${juliet.account}"><status>Hi</status></presence>`);
  await romeo.pings();
  for (let day = 0; day < 2; day++) {
    juliet = await onStage(`juliet${plays}`);
    await juliet.receives(`<presence type="subscribe" from="${romeo.account}"><status>Hi</status></presence>`);
    await juliet.leaves();
  }
});

test("§3.1.3: the same request is not shown twice to who has it before its eyes", async () => {
  says(romeo, "subscribe", juliet);
  says(romeo, "subscribe", juliet);
  await hears(juliet, "subscribe", romeo);
  await romeo.pings();
  await juliet.receivesNothing("<presence type='subscribe'/>");
});

test("§3.1.3: a greeting of excessive length is not kept", async () => {
  await juliet.leaves();
  romeo.sends(`<presence type="subscribe" to="${juliet.account}"><status>${"x".repeat(20_000)}</status></presence>`);
  await romeo.pings();
  juliet = await onStage(`juliet${plays}`);
  const request = await juliet.receives('<presence type="subscribe"/>');
  expect(request.attrs.from).toBe(romeo.account);
  expect(request.children).toEqual([]);
});

test("§3.1.5, §3.1.6: the approval reaches who asked before the push does, and then the presence", async () => {
  says(romeo, "subscribe", juliet);
  await hears(juliet, "subscribe", romeo);
  await pushTo(romeo);
  says(juliet, "subscribed", romeo);
  expect((await pushTo(juliet)).attrs).toEqual({ jid: romeo.account, subscription: "from" });
  await hears(romeo, "subscribed", juliet);
  expect((await pushTo(romeo)).attrs).toEqual({ jid: juliet.account, subscription: "to" });
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  const order = romeo.client.inbox.all.slice(-3).map(({ name, attrs }) => `${name} ${attrs.type}`);
  expect(order).toEqual(["presence subscribed", "iq set", "presence undefined"]);
});

test("§3.1.3: who is let in already and asks again is answered for by the server", async () => {
  await befriend(romeo, juliet);
  says(romeo, "subscribe", juliet);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await juliet.receivesNothing("<presence type='subscribe'/>");
  expect((await itemsOf(romeo))[juliet.account]?.subscription).toBe("both");
});

test("§3.1.3: who is let in already and asks again changes nothing: neither is there a push, nor another version", async () => {
  await befriend(romeo, juliet);
  const before = (await rosterOf(juliet, ""))?.attrs.ver;
  says(romeo, "subscribe", juliet);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await juliet.receivesNothing('<iq type="set"/>');
  expect((await rosterOf(juliet, ""))?.attrs.ver).toBe(before);
});

test("§2.1.6, §3.1.6: who has asked for the roster and is not available sees requests and approvals, too", async () => {
  for (const actor of [romeo, juliet]) actor.sends('<presence type="unavailable"/>');
  await settled(romeo, juliet);
  says(romeo, "subscribe", juliet);
  await juliet.receives(`<presence type="subscribe" from="${romeo.account}"/>`);
  says(juliet, "subscribed", romeo);
  await romeo.receives(`<presence type="subscribed" from="${juliet.account}"/>`);
});

test("§3.1.6: an approval that was not asked for changes nothing and is not shown", async () => {
  says(juliet, "subscribed", romeo);
  await juliet.pings();
  await romeo.receivesNothing("<presence type='subscribed'/>");
  expect(await itemsOf(romeo)).toEqual({});
});

test("§3.2.1: a request that is refused is over on both sides", async () => {
  says(romeo, "subscribe", juliet);
  await hears(juliet, "subscribe", romeo);
  says(juliet, "unsubscribed", romeo);
  await hears(romeo, "unsubscribed", juliet);
  expect(await itemsOf(romeo)).toEqual({ [juliet.account]: { subscription: "none" } });
  await juliet.leaves();
  juliet = await onStage(`juliet${plays}`);
  await juliet.receivesNothing("<presence type='subscribe'/>");
});

test("§3.2.2, §3.2.3: a subscription that is cancelled ends with unavailable from each resource", async () => {
  await befriend(romeo, juliet);
  says(juliet, "unsubscribed", romeo);
  expect((await pushTo(juliet)).attrs).toEqual({ jid: romeo.account, subscription: "to" });
  await hears(romeo, "unsubscribed", juliet);
  expect((await pushTo(romeo)).attrs).toEqual({ jid: juliet.account, subscription: "from" });
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
  juliet.sends("<presence><show>away</show></presence>");
  await juliet.pings();
  await romeo.receivesNothing("<presence><show>away</show></presence>");
});

test("§3.3.2, §3.3.3: who unsubscribes is told that the contact is gone, and the contact that it is not seen", async () => {
  await befriend(romeo, juliet);
  says(romeo, "unsubscribe", juliet);
  expect((await pushTo(romeo)).attrs).toEqual({ jid: juliet.account, subscription: "from" });
  await hears(juliet, "unsubscribe", romeo);
  expect((await pushTo(juliet)).attrs).toEqual({ jid: romeo.account, subscription: "to" });
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
});

test("§3.4.1: pre-approval is offered among the stream features", () => {
  expect(romeo.client.features.getChild("sub", "urn:xmpp:features:pre-approval")).toBeDefined();
});

test("§3.4.2: who is approved before it asks is let in at once, and nobody is asked", async () => {
  says(juliet, "subscribed", romeo);
  expect((await pushTo(juliet)).attrs).toEqual({ jid: romeo.account, subscription: "none", approved: "true" });
  says(romeo, "subscribe", juliet);
  await hears(romeo, "subscribed", juliet);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await juliet.receivesNothing("<presence type='subscribe'/>");
  expect((await itemsOf(juliet))[romeo.account]?.subscription).toBe("from");
});

test("§3.4.2: unsubscribed takes the approval back", async () => {
  says(juliet, "subscribed", romeo);
  says(juliet, "unsubscribed", romeo);
  await juliet.pings();
  expect((await itemsOf(juliet))[romeo.account]).toEqual({ subscription: "none" });
  says(romeo, "subscribe", juliet);
  await hears(juliet, "subscribe", romeo);
});

test("§2.4: a name and groups change, the subscription and what was asked do not", async () => {
  await befriend(romeo, juliet);
  await setsItem(romeo, `<item jid="${juliet.account}" name="Julie"/>`);
  expect((await itemsOf(romeo))[juliet.account]).toMatchObject({ name: "Julie", subscription: "both" });
  romeo.sends('<presence type="subscribe" to="nurse@localhost"/>');
  await setsItem(romeo, '<item jid="nurse@localhost" name="Nurse"/>');
  expect((await itemsOf(romeo))["nurse@localhost"]).toMatchObject({ name: "Nurse", ask: "subscribe" });
});

test("§2.5.2: removing a contact ends the subscriptions both ways", async () => {
  await befriend(romeo, juliet);
  await setsItem(romeo, `<item jid="${juliet.account}" subscription="remove"/>`);
  await hears(juliet, "unsubscribed", romeo);
  await hears(juliet, "unsubscribe", romeo);
  await juliet.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
  expect(await itemsOf(juliet)).toEqual({ [romeo.account]: { subscription: "none" } });
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
});

test("§2.5.2: removing a contact that has only asked refuses it", async () => {
  await setsItem(juliet, `<item jid="${romeo.account}"/>`);
  says(romeo, "subscribe", juliet);
  await hears(juliet, "subscribe", romeo);
  await setsItem(juliet, `<item jid="${romeo.account}" subscription="remove"/>`);
  await hears(romeo, "unsubscribed", juliet);
});

test("§2.5.2: removing a contact that was asked and has not answered takes the request back", async () => {
  says(romeo, "subscribe", juliet);
  await hears(juliet, "subscribe", romeo);
  await setsItem(romeo, `<item jid="${juliet.account}" subscription="remove"/>`);
  await hears(juliet, "unsubscribe", romeo);
  // It never saw who is there, and does not now.
  await juliet.receivesNothing('<presence type="unavailable"/>');
});

test("an account that is removed takes its subscriptions with it, and its presence", async () => {
  await befriend(romeo, juliet);
  await askServer(server.home, "DELETE /users", { jid: juliet.account });
  await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
  await hears(romeo, "unsubscribed", juliet);
  expect(await itemsOf(romeo)).toEqual({ [juliet.account]: { subscription: "none" } });
});

test("§3.1.2: nobody subscribes to oneself", async () => {
  for (const type of ["subscribe", "subscribed", "unsubscribe", "unsubscribed"]) says(romeo, type, romeo);
  await romeo.pings();
  await romeo.receivesNothing();
  expect(await itemsOf(romeo)).toEqual({});
});

test("§3.3.3, §11: a stranger who unsubscribes learns nothing of who is there", async () => {
  await appear(juliet);
  romeo.sends(`<presence type="unsubscribe" to="${juliet.account}"/>`);
  await juliet.pings();
  await romeo.receivesNothing("<presence/>");
});

test("§8.5.1: subscriptions to an account that is not there are ignored in silence", async () => {
  romeo.sends('<presence type="subscribe" to="nobody@localhost"/>');
  await pushTo(romeo);
  await romeo.receivesNothing();
});

test("the requests of strangers that wait for an answer are bounded", async () => {
  await juliet.leaves();
  for (const n of [1, 2, 3]) {
    const stranger = await enter(server, `stranger${plays}-${n}`, "x");
    says(stranger, "subscribe", juliet);
    await stranger.pings();
    await stranger.leaves();
  }
  juliet = await onStage(`juliet${plays}`);
  await juliet.pings();
  expect(juliet.client.inbox.all.filter(({ attrs }) => attrs.type === "subscribe").length).toBe(2);
  await settled(juliet);
});
