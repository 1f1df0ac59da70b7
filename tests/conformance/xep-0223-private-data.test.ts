/** XEP-0222, XEP-0223: persistent storage of public and private data by PEP. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, befriend, type Cast, cast, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, askOwner, EVENT, fieldIn, follows, idsOf, publish, refusal } from "../support/xep/pubsub.ts";

let server: TestServer;
let actors: Cast<"juliet" | "romeo">;
let phone: Actor;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["juliet", "romeo"]);
  await befriend(actors.juliet, actors.romeo);
  phone = await enter(server, "juliet", "phone", actors);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** The options of XEP-0402 §3.3 and XEP-0490 §4.2. */
const PRIVATE = {
  persist_items: "true",
  max_items: "max",
  send_last_published_item: "never",
  access_model: "whitelist",
};
const notification = (node: string, inner: string) =>
  `<message from="juliet@localhost"><event xmlns="${EVENT}"><items node="${node}">${inner}</items></event></message>`;

describe("XEP-0223: private data", () => {
  const NODE = "urn:test:prefs";
  const item = (id: string, text = "") => `<item id="${id}"><prefs xmlns="${NODE}">${text}</prefs></item>`;

  test("§3: items are stored and changed, and the account's other clients are notified, nobody else", async () => {
    const { juliet, romeo } = actors;
    await follows(phone, NODE);
    await follows(romeo, NODE);
    await settled(phone, romeo);
    for (const one of [item("a", "1"), item("b"), item("a", "2")])
      expect(refusal(await publish(juliet, NODE, one, PRIVATE))).toBe("");
    for (const one of [item("a", "1"), item("b"), item("a", "2")]) await phone.receives(notification(NODE, one));
    await romeo.receivesNothing("<message/>");
    expect((await idsOf(phone, NODE)).sort()).toEqual(["a", "b"]);
    expect(refusal(await ask(romeo, "get", `<items node="${NODE}"/>`, juliet.account))).toBe(
      "cancel not-allowed closed-node",
    );
  });

  test("publishing to a node that contacts may access fails: precondition-not-met", async () => {
    const { romeo } = actors;
    await publish(romeo, NODE, item("a"), { ...PRIVATE, access_model: "presence" });
    expect(refusal(await publish(romeo, NODE, item("b"), PRIVATE))).toBe("cancel conflict precondition-not-met");
    expect(await idsOf(romeo, NODE)).toEqual(["a"]);
  });

  test("send_last_published_item of never: a client that comes online is sent nothing", async () => {
    const tablet = await enter(server, "juliet", "tablet", actors);
    await follows(tablet, NODE);
    await tablet.receivesNothing("<message/>");
    await tablet.leaves();
  });
});

test("XEP-0222 §3: public data is open to everybody, and not sent at login", async () => {
  const { juliet, romeo } = actors;
  const NODE = "urn:test:pubkey";
  const options = { persist_items: "true", send_last_published_item: "never", access_model: "open" };
  await publish(juliet, NODE, `<item id="key"><key xmlns="${NODE}"/></item>`, options);
  expect(await idsOf(romeo, NODE, juliet.account)).toEqual(["key"]);
  const config = await askOwner(juliet, "get", `<configure node="${NODE}"/>`);
  expect(fieldIn(config, "pubsub#send_last_published_item")).toEqual(["never"]);
});
