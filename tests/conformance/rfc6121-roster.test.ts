/** RFC 6121 §2: managing the roster. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Actor, enter } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { itemsOf, pushTo, rosterOf, setsItem } from "../support/xep/roster.ts";

let server: TestServer;
/** A new account for each test. */
let romeo: Actor;
let accounts = 0;

beforeAll(async () => {
  server = await startTestServer({ settings: ["roster.max_contacts=3"] });
  await server.createAccount("juliet@localhost");
});
beforeEach(async () => {
  accounts += 1;
  romeo = await enter(server, `romeo${accounts}`, "orchard");
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("§2.1.3: a new account has an empty roster", async () => {
  const query = await rosterOf(romeo);
  expect(query?.children).toEqual([]);
});

test("§2.3.2: an item is added and pushed to resources that have requested the roster, and the result follows", async () => {
  await rosterOf(romeo);
  const result = setsItem(romeo, '<item jid="juliet@localhost" name="Juliet"><group>Friends</group></item>');
  const item = await pushTo(romeo);
  expect(item.attrs).toEqual({ jid: "juliet@localhost", name: "Juliet", subscription: "none" });
  expect(item.getChildText("group")).toBe("Friends");
  expect((await result).attrs.type).toBe("result");
  const kinds = romeo.client.inbox.all.map(({ attrs }) => attrs.type);
  expect(kinds.slice(-2)).toEqual(["set", "result"]);
});

test("§2.2: a resource that has not requested the roster is not sent pushes (§2.1.6: interested resources)", async () => {
  const phone = await enter(server, `romeo${accounts}`, "phone");
  await rosterOf(phone);
  await setsItem(romeo, '<item jid="juliet@localhost"/>');
  await pushTo(phone);
  await romeo.receivesNothing("<iq type='set'/>");
});

test("§2.1.6: a push has no sender but the account, the full JID as 'to', and a new id", async () => {
  await rosterOf(romeo);
  await setsItem(romeo, '<item jid="juliet@localhost"/>');
  await setsItem(romeo, '<item jid="juliet@localhost" name="J"/>');
  const pushes = romeo.client.inbox.all.filter(({ attrs }) => attrs.type === "set");
  expect(pushes.map(({ attrs }) => attrs.to)).toEqual([romeo.jid, romeo.jid]);
  expect(new Set(pushes.map(({ attrs }) => attrs.id)).size).toBe(2);
  expect(pushes.map(({ attrs }) => attrs.from)).toEqual([undefined, undefined]);
});

test("§2.4: an update replaces name and groups, and keeps the subscription", async () => {
  await setsItem(romeo, '<item jid="juliet@localhost" name="J"><group>A</group><group>B</group></item>');
  await setsItem(romeo, '<item jid="juliet@localhost" subscription="both" ask="subscribe" approved="true"/>');
  expect(await itemsOf(romeo)).toEqual({ "juliet@localhost": { subscription: "none" } });
  expect((await rosterOf(romeo))?.getChild("item")?.getChildren("group")).toEqual([]);
});

test("§2.1.2.3: a contact's address is stored as a prepared bare JID", async () => {
  await setsItem(romeo, '<item jid="JULIET@LocalHost/balcony"/>');
  expect(Object.keys(await itemsOf(romeo))).toEqual(["juliet@localhost"]);
});

test("§2.5: subscription='remove' removes the item, and is pushed", async () => {
  await setsItem(romeo, '<item jid="juliet@localhost"/>');
  await rosterOf(romeo);
  expect((await setsItem(romeo, '<item jid="juliet@localhost" subscription="remove"/>')).attrs.type).toBe("result");
  expect((await pushTo(romeo)).attrs).toEqual({ jid: "juliet@localhost", subscription: "remove" });
  expect(await itemsOf(romeo)).toEqual({});
});

const long = "x".repeat(1024);
const REFUSED: readonly (readonly [sentence: string, item: string, condition: string])[] = [
  ["§2.3.3: no item", "", "bad-request"],
  ["§2.3.3: more than one item", '<item jid="a@localhost"/><item jid="b@localhost"/>', "bad-request"],
  ["§2.3.3: an item without an address", "<item/>", "jid-malformed"],
  ["§2.3.3: an invalid address", '<item jid="@"/>', "jid-malformed"],
  ["§2.3.3: a group twice", '<item jid="a@localhost"><group>A</group><group>A</group></item>', "bad-request"],
  ["§2.3.3: a group without a name", '<item jid="a@localhost"><group/></item>', "not-acceptable"],
  ["§2.3.3: a group's name over the limit", `<item jid="a@localhost"><group>${long}</group></item>`, "not-acceptable"],
  ["§2.3.3: a name over the limit", `<item jid="a@localhost" name="${long}"/>`, "not-acceptable"],
  ["§2.3.3: the account's own address", '<item jid="{account}"/>', "not-allowed"],
  [
    "§2.5.3: to remove an address that is not in the roster",
    '<item jid="a@localhost" subscription="remove"/>',
    "item-not-found",
  ],
];

for (const [sentence, item, condition] of REFUSED) {
  test(`${sentence} is ${condition}, and changes nothing`, async () => {
    expect(conditionOf(await setsItem(romeo, item.replace("{account}", romeo.account)))).toBe(condition);
    expect(await itemsOf(romeo)).toEqual({});
  });
}

test("§2.3.3: an item with more than a hundred groups is refused", async () => {
  const groups = Array.from({ length: 101 }, (_, n) => `<group>${n}</group>`).join("");
  expect(conditionOf(await setsItem(romeo, `<item jid="a@localhost">${groups}</item>`))).toBe("not-acceptable");
});

test("§2.3.3: another account's roster can be neither read nor changed, and its existence is not revealed", async () => {
  for (const to of ["juliet@localhost", "nobody@localhost"]) {
    for (const type of ["get", "set"]) {
      const query = '<query xmlns="jabber:iq:roster"><item jid="a@localhost"/></query>';
      expect(conditionOf(await romeo.asks(`<iq type="${type}" to="${to}">${query}</iq>`))).toBe("service-unavailable");
    }
  }
});

test("beyond the limit of contacts a roster set is resource-constraint, and a subscription adds no contact", async () => {
  for (const name of ["a", "b", "c"]) await setsItem(romeo, `<item jid="${name}@localhost"/>`);
  expect(conditionOf(await setsItem(romeo, '<item jid="d@localhost"/>'))).toBe("resource-constraint");
  expect((await setsItem(romeo, '<item jid="a@localhost" name="A"/>')).attrs.type).toBe("result");
  romeo.sends('<presence type="subscribe" to="d@localhost"/><presence type="subscribed" to="e@localhost"/>');
  expect(Object.keys(await itemsOf(romeo)).sort()).toEqual(["a@localhost", "b@localhost", "c@localhost"]);
});

test("at the limit of contacts, subscriptions of existing contacts still change", async () => {
  for (const name of ["a", "b", "juliet"]) await setsItem(romeo, `<item jid="${name}@localhost"/>`);
  for (const type of ["subscribe", "subscribed"]) romeo.sends(`<presence type="${type}" to="juliet@localhost"/>`);
  await romeo.receivesNothing('<presence type="error"/>');
  expect((await itemsOf(romeo))["juliet@localhost"]).toMatchObject({ ask: "subscribe", approved: "true" });
});

test("§2.6.1: roster versioning is offered among the stream features", () => {
  expect(romeo.client.features.getChild("ver", "urn:xmpp:features:rosterver")).toBeDefined();
});

test("§2.6.2: a request with 'ver' is answered with a version; ver='' returns the whole roster", async () => {
  await setsItem(romeo, '<item jid="juliet@localhost"/>');
  const query = await rosterOf(romeo, "");
  expect(query?.attrs.ver).toMatch(/./);
  expect(query?.getChildren("item").length).toBe(1);
});

test("§2.6.3: a request with the current version is answered with an empty result", async () => {
  await setsItem(romeo, '<item jid="juliet@localhost"/>');
  const ver = (await rosterOf(romeo, ""))?.attrs.ver;
  expect(await rosterOf(romeo, ver)).toBeUndefined();
});

test("§2.6.3: a request with a former or unknown version returns the whole roster", async () => {
  await setsItem(romeo, '<item jid="juliet@localhost"/>');
  const ver = (await rosterOf(romeo, ""))?.attrs.ver;
  await setsItem(romeo, '<item jid="juliet@localhost" name="J"/>');
  for (const old of [ver, "nonesuch", "999999"]) {
    const query = await rosterOf(romeo, old);
    expect(query?.getChild("item")?.attrs.name).toBe("J");
    expect(query?.attrs.ver).not.toBe(old);
  }
});

test("§2.6.2: a request without 'ver' is answered without a version", async () => {
  await setsItem(romeo, '<item jid="a@localhost"/>');
  expect((await rosterOf(romeo))?.attrs.ver).toBeUndefined();
});

test("§2.6.2: an account that is created again does not reuse the versions of the former one", async () => {
  const fill = async (contacts: readonly string[]): Promise<string> => {
    for (const name of contacts) await setsItem(romeo, `<item jid="${name}@localhost"/>`);
    return (await rosterOf(romeo, ""))?.attrs.ver;
  };
  const before = await fill(["a"]);
  await server.removeAccount(romeo.account);
  romeo = await enter(server, `romeo${accounts}`, "orchard");
  await fill(["b"]);
  expect((await rosterOf(romeo, before))?.getChild("item")?.attrs.jid).toBe("b@localhost");
});

test("§2.6.4: a push has the version of the roster after the change", async () => {
  await rosterOf(romeo, "");
  await setsItem(romeo, '<item jid="juliet@localhost"/>');
  const push = await romeo.receives('<iq type="set"/>');
  const { ver } = push.getChild("query")?.attrs ?? {};
  expect((await rosterOf(romeo, ""))?.attrs.ver).toBe(ver);
});

test("the roster is kept across a restart", async () => {
  const restartedServer = await startTestServer();
  const before = await enter(restartedServer, "romeo", "orchard");
  await setsItem(before, '<item jid="juliet@localhost" name="J"><group>A</group></item>');
  await restartedServer.restart();
  const after = await enter(restartedServer, "romeo", "orchard");
  expect(await itemsOf(after)).toEqual({ "juliet@localhost": { name: "J", subscription: "none" } });
  await restartedServer[Symbol.asyncDispose]();
});
