/** XEP-0060: requests in the name of others, without bounds, and without permission. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { befriend, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, askOwner, EVENT, follows, idsOf, itemsOf, PUBSUB, publish, refusal } from "../support/xep/pubsub.ts";

const NODE = "urn:test:node";
const SERVICE = "pubsub.localhost";

let server: TestServer;
let actors: Cast<"juliet" | "romeo" | "mallory">;

beforeAll(async () => {
  server = await startTestServer({
    settings: ["pep.max_nodes=20", "pep.max_storage=2MB", "pubsub.max_subscriptions=5", "pubsub.max_nodes=10"],
  });
  actors = await cast(server, ["juliet", "romeo", "mallory"]);
  await befriend(actors.juliet, actors.romeo);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const item = (id: string, inner = "") => `<item id="${id}"><a xmlns="${NODE}">${inner}</a></item>`;
const done = ["", ""];

test("a forged event comes from its sender's account, never from the node's", async () => {
  const { juliet, romeo, mallory } = actors;
  await follows(romeo, NODE);
  await settled(romeo);
  const event = `<event xmlns="${EVENT}"><items node="${NODE}">${item("forged")}</items></event>`;
  mallory.sends(`<message type="headline" to="${romeo.jid}">${event}</message>`);
  const received = await romeo.receives(`<message>${event}</message>`);
  expect(received.attrs.from).toBe(mallory.jid);
  await romeo.receivesNothing(`<message from="${juliet.account}"/>`);
  await romeo.receivesNothing(`<message from="${SERVICE}"/>`);
});

test("a publisher attribute and unknown attributes of an item are not stored", async () => {
  const { juliet } = actors;
  const forged = `<item id="a" publisher="romeo@localhost" other="x"><a xmlns="${NODE}"/></item>`;
  await publish(juliet, NODE, forged, { itemreply: "publisher" });
  const [stored] = await itemsOf(juliet, NODE);
  expect(stored?.attrs).toEqual({ id: "a", publisher: juliet.account });
});

test("nobody can subscribe another account, or approve a subscription in another's place", async () => {
  const { juliet, romeo, mallory } = actors;
  const subscribe = `<subscribe node="${NODE}" jid="${romeo.account}"/>`;
  expect(refusal(await ask(mallory, "set", subscribe, juliet.account))).toBe("modify bad-request invalid-jid");
  await publish(juliet, "urn:test:council", item("1"), { access_model: "authorize" });
  await ask(mallory, "set", `<subscribe node="urn:test:council" jid="${mallory.account}"/>`, juliet.account);
  const field = (name: string, value: string) => `<field var="pubsub#${name}"><value>${value}</value></field>`;
  const form =
    `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>${PUBSUB}#subscribe_authorization</value></field>` +
    `${field("node", "urn:test:council")}${field("subscriber_jid", mallory.account)}${field("allow", "1")}</x>`;
  mallory.sends(`<message to="${juliet.account}">${form}</message>`);
  await mallory.pings();
  expect(refusal(await ask(mallory, "get", '<items node="urn:test:council"/>', juliet.account))).toBe(
    "auth not-authorized not-subscribed",
  );
  // Her own request subscribes her, and does not subscribe her other resources.
  await settled(juliet);
  juliet.sends(`<message>${form}</message>`);
  await juliet.receivesNothing("<message/>");
  expect(await idsOf(mallory, "urn:test:council", juliet.account)).toEqual(["1"]);
});

test("the number of an account's nodes is limited; existing nodes stay", async () => {
  const { mallory } = actors;
  const answers: string[] = [];
  for (let count = 0; count < 25; count += 1)
    answers.push(refusal(await publish(mallory, `urn:flood:${count}`, item("1"))));
  expect(new Set(answers.slice(0, 20))).toEqual(new Set([""]));
  expect(new Set(answers.slice(20))).toEqual(new Set(["wait resource-constraint max-nodes-exceeded"]));
  expect(await idsOf(mallory, "urn:flood:0")).toEqual(["1"]);
});

test("the storage for items is limited, over all nodes of an account", async () => {
  const { mallory } = actors;
  const big = "x".repeat(200_000);
  const answers: string[] = [];
  for (let count = 0; count < 12; count += 1)
    answers.push(refusal(await publish(mallory, `urn:flood:${count}`, item("1", big))));
  expect(answers.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => ""));
  expect(answers.at(-1)).toBe("wait resource-constraint");
  expect(refusal(await publish(mallory, "urn:flood:0", item("1", "x".repeat(300_000))))).toBe(
    "modify not-acceptable payload-too-big",
  );
});

test("subscriptions and pages are limited", async () => {
  const { mallory, juliet } = actors;
  for (let count = 0; count < 6; count += 1) {
    await ask(juliet, "set", `<create node="n${count}"/>`, SERVICE);
    const answer = await ask(mallory, "set", `<subscribe node="n${count}" jid="${mallory.account}"/>`, SERVICE);
    expect(refusal(answer)).toBe(count < 5 ? "" : "wait policy-violation too-many-subscriptions");
  }
  const many = Array.from({ length: 1001 }, (_, index) => `<item id="${index}"/>`).join("");
  expect(refusal(await ask(juliet, "get", `<items node="${NODE}">${many}</items>`))).toBe("modify policy-violation");
  for (const max of ["999999999", "1"]) {
    expect((await ask(juliet, "get", `<items node="${NODE}" max_items="${max}"/>`)).attrs.type).toBe("result");
  }
  for (const max of ["0", "-1", "1e9", "99999999999999999999", ""]) {
    expect(refusal(await ask(juliet, "get", `<items node="${NODE}" max_items="${max}"/>`))).toBe("modify bad-request");
  }
});

test("a page ends before it exceeds the stanza size, and is marked incomplete", async () => {
  const { romeo } = actors;
  const big = "x".repeat(200_000);
  for (let id = 0; id < 8; id += 1)
    expect(refusal(await publish(romeo, NODE, item(String(id), big), { max_items: "max" }))).toBe("");
  const answer = await ask(romeo, "get", `<items node="${NODE}"/>`);
  const ids = answer
    .getChild("pubsub")
    ?.getChild("items")
    ?.getChildren("item")
    .map(({ attrs }) => attrs.id);
  expect(ids).toEqual(["0", "1", "2", "3"]);
  const set = answer.getChild("pubsub")?.getChild("set");
  expect([set?.getChildText("last"), set?.getChildText("count")]).toEqual(["3", "8"]);
});

test("lists of affiliations are limited, and are changed as a whole or not at all", async () => {
  const { juliet } = actors;
  await publish(juliet, "urn:test:crowd", item("1"));
  const members = (from: number, to: number) =>
    Array.from(
      { length: to - from },
      (_, index) => `<affiliation jid="u${from + index}@example.org" affiliation="member"/>`,
    );
  const change = (entries: string[]) =>
    askOwner(juliet, "set", `<affiliations node="urn:test:crowd">${entries.join("")}</affiliations>`);
  expect(refusal(await change(members(0, 900)))).toBe("");
  expect(refusal(await change(members(900, 1100)))).toBe("wait resource-constraint");
  const list = await askOwner(juliet, "get", '<affiliations node="urn:test:crowd"/>');
  expect(list.getChild("pubsub")?.getChild("affiliations")?.children).toHaveLength(901);
  expect(refusal(await change(['<affiliation jid="@@" affiliation="member"/>']))).toBe("modify jid-malformed");
});

test("malformed forms", async () => {
  const { juliet } = actors;
  const configure = async (inner: string) =>
    refusal(await askOwner(juliet, "set", `<configure node="${NODE}">${inner}</configure>`));
  const x = (inner: string, type = "submit") => `<x xmlns="jabber:x:data" type="${type}">${inner}</x>`;
  expect(await configure("")).toBe("modify bad-request");
  expect(await configure(x("", "form"))).toBe("modify bad-request");
  expect(await configure(x("<field><value>1</value></field>"))).toBe("modify bad-request");
  const title = '<field var="pubsub#title"><value>t</value></field>';
  expect(await configure(x(title + title))).toBe("modify bad-request");
  expect(await configure(x('<field var="pubsub#title"><value>a</value><value>b</value></field>'))).toBe(
    "modify not-acceptable",
  );
  const groups = Array.from({ length: 101 }, (_, index) => `<value>g${index}</value>`).join("");
  expect(await configure(x(`<field var="pubsub#roster_groups_allowed">${groups}</field>`))).toBe(
    "modify not-acceptable",
  );
  for (const name of ["__proto__", "constructor", "pubsub#__proto__", "pubsub#toString"])
    expect(await configure(x(`<field var="${name}"><value>1</value></field>`))).toBe("");
});

test("a message with a malformed form to one's own account is delivered", async () => {
  const { juliet } = actors;
  await settled(juliet);
  juliet.sends(
    `<message type="chat" to="${juliet.account}"><body>note</body><x xmlns="jabber:x:data"><field/></x></message>`,
  );
  await juliet.receives('<message type="chat"><body>note</body></message>');
});

test("a payload at the depth limit of stanzas is stored, notified and returned", async () => {
  const { juliet } = actors;
  const depth = 90;
  const deep = `${"<d>".repeat(depth)}${"</d>".repeat(depth)}`;
  expect([refusal(await publish(juliet, "urn:test:deep", item("1", deep))), ""]).toEqual(done);
  const [stored] = await itemsOf(juliet, "urn:test:deep");
  expect(String(stored).match(/<d/g)).toHaveLength(depth);
});
