/** XEP-0490: Message Displayed Synchronization. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Actor, befriend, type Cast, cast, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { ask, askOwner, EVENT, fieldIn, follows, itemsOf, publish, refusal } from "../support/xep/pubsub.ts";

const NODE = "urn:xmpp:mds:displayed:0";
const MARKERS = "urn:xmpp:chat-markers:0";
const PRIVATE = {
  persist_items: "true",
  max_items: "max",
  send_last_published_item: "never",
  access_model: "whitelist",
};

let server: TestServer;
let actors: Cast<"juliet" | "romeo">;
let phone: Actor;

beforeAll(async () => {
  server = await startTestServer({ settings: ["pep.max_item_size=1kB"] });
  actors = await cast(server, ["juliet", "romeo"]);
  await befriend(actors.juliet, actors.romeo);
  phone = await enter(server, "juliet", "phone", actors);
  await follows(phone, NODE);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const displayed = (id: string) =>
  `<displayed xmlns="${NODE}"><stanza-id xmlns="urn:xmpp:sid:0" by="juliet@localhost" id="${id}"/></displayed>`;
const seen = (chat: string, id: string) => `<item id="${chat}">${displayed(id)}</item>`;
const notification = (item: string) =>
  `<message from="juliet@localhost"><event xmlns="${EVENT}"><items node="${NODE}">${item}</items></event></message>`;

test("§4.5.2: the account advertises server assistance", async () => {
  expect(await featuresOf(actors.juliet, actors.juliet.account)).toContain("urn:xmpp:mds:server-assist:0");
});

test("§4.5.3: the element is published under the address of the chat, and stripped from the message", async () => {
  const { juliet, romeo } = actors;
  const marker = `<displayed xmlns="${MARKERS}" id="m1"/>`;
  juliet.sends(`<message to="${romeo.account}" id="d1">${marker}${displayed("first")}</message>`);
  const received = await romeo.receives('<message id="d1"/>');
  expect(received.getChild("displayed", MARKERS)?.attrs.id).toBe("m1");
  expect(received.getChild("displayed", NODE)).toBeUndefined();
  await phone.receives(notification(seen(romeo.account, "first")));
});

test("§6.2: the node is created with the required configuration", async () => {
  const { juliet, romeo } = actors;
  const config = await askOwner(juliet, "get", `<configure node="${NODE}"/>`);
  for (const [name, value] of Object.entries({ ...PRIVATE, persist_items: "1" }))
    expect(fieldIn(config, `pubsub#${name}`)).toEqual([value]);
  expect(refusal(await ask(romeo, "get", `<items node="${NODE}"/>`, juliet.account))).toBe(
    "cancel not-allowed closed-node",
  );
  expect(refusal(await publish(juliet, NODE, seen("a@example.org", "1"), PRIVATE))).toBe("");
});

test("§6.2: stripped before the message is stored in the archive and before it is reflected (carbons)", async () => {
  const { juliet, romeo } = actors;
  await phone.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
  await settled(phone);
  juliet.sends(`<message to="${romeo.account}" type="chat"><body>Ay</body>${displayed("second")}</message>`);
  const copy = await phone.receives('<message><sent xmlns="urn:xmpp:carbons:2"/></message>');
  expect(copy.toString()).toContain("<body>Ay</body>");
  expect(copy.toString()).not.toContain(NODE);
  juliet.sends('<iq type="set" id="mam"><query xmlns="urn:xmpp:mam:2"/></iq>');
  await juliet.receives('<iq id="mam" type="result"/>');
  const results = juliet.client.inbox.all.filter((element) => element.getChild("result", "urn:xmpp:mam:2"));
  expect(results.join("")).toContain("<body>Ay</body>");
  expect(results.join("")).not.toContain(NODE);
});

test("the element in messages of others is ignored", async () => {
  const { juliet, romeo } = actors;
  const before = (await itemsOf(juliet, NODE)).join("");
  romeo.sends(`<message to="${juliet.account}" type="chat"><body>Peace</body>${displayed("forged")}</message>`);
  await juliet.receives('<message from="{romeo}"><body>Peace</body></message>'.replace("{romeo}", romeo.jid));
  expect((await itemsOf(juliet, NODE)).join("")).toBe(before);
});

test("a message is delivered without the element where that cannot be stored", async () => {
  const { juliet, romeo } = actors;
  juliet.sends(`<message to="${romeo.account}" id="long">${displayed("x".repeat(2000))}<body>Ay</body></message>`);
  expect((await romeo.receives('<message id="long"><body>Ay</body></message>')).getChild("displayed")).toBeUndefined();
  expect(server.events.map(({ event }) => event)).toContain("displayed-not-kept");
});

test("§4.1, §4.4: one item for each chat; all of them are returned to a client that reconnects", async () => {
  const { juliet } = actors;
  for (let chat = 0; chat < 50; chat += 1)
    expect(refusal(await publish(juliet, NODE, seen(`c${chat}@example.org`, "1"), PRIVATE))).toBe("");
  await publish(juliet, NODE, seen("c7@example.org", "2"), PRIVATE);
  await phone.receives(notification(seen("c7@example.org", "2")));
  const items = await itemsOf(phone, NODE);
  expect(items.filter(({ attrs }) => attrs.id.startsWith("c"))).toHaveLength(50);
  expect(items.at(-1)?.attrs.id).toBe("c7@example.org");
});
