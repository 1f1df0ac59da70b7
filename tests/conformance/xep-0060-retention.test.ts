/** XEP-0060 §7, §12: size of items, which items a node keeps, and which is the last. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, askOwner, EVENT, form, itemsOf, publish as publishAt, refusal } from "../support/xep/pubsub.ts";

const SERVICE = "pubsub.localhost";

let server: TestServer;
let actors: Cast<"hamlet" | "francisco">;
let now = Date.parse("2026-11-22T12:00:00Z");

beforeAll(async () => {
  server = await startTestServer({ now: () => now, settings: ["pubsub.max_item_size=1kB", "pubsub.max_items=30"] });
  actors = await cast(server, ["hamlet", "francisco"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const item = (id: string, inner = "") => `<item id="${id}"><a xmlns="urn:test">${inner}</a></item>`;
const create = async (node: string, fields: Parameters<typeof form>[1]): Promise<string> => {
  const config = `<configure>${form("node_config", fields)}</configure>`;
  return refusal(await ask(actors.hamlet, "set", `<create node="${node}"/>${config}`, SERVICE));
};
const publish = async (node: string, items: string): Promise<string> =>
  refusal(await publishAt(actors.hamlet, node, items, undefined, SERVICE));
const ids = async (node: string, more = ""): Promise<string[]> =>
  (await itemsOf(actors.francisco, node, SERVICE, more)).map(({ attrs }) => attrs.id);
const event = (inner: string) => `<message from="${SERVICE}"><event xmlns="${EVENT}">${inner}</event></message>`;

test("§7.1.3.4: the length of a payload is counted in bytes", async () => {
  expect(await create("bytes", {})).toBe("");
  expect(await publish("bytes", item("1", "e".repeat(900)))).toBe("");
  expect(await publish("bytes", item("2", "\u00e9".repeat(900)))).toBe("modify not-acceptable payload-too-big");
  expect(await ids("bytes")).toEqual(["1"]);
});

test("§12.8: a node without persistent items has the last item only, whatever its max_items", async () => {
  expect(await create("transient", { persist_items: "0", max_items: "max" })).toBe("");
  for (const id of ["1", "2", "3"]) expect(await publish("transient", item(id))).toBe("");
  expect(await ids("transient")).toEqual(["3"]);
  expect(await publish("transient", item("4") + item("5"))).toBe("");
  expect(await ids("transient")).toEqual(["5"]);
});

test("pubsub#item_expire: an expired item is not returned by any request", async () => {
  const { hamlet, francisco } = actors;
  expect(await create("expiring", { item_expire: "60", publish_model: "open" })).toBe("");
  await publish("expiring", item("old"));
  now += 50_000;
  await publish("expiring", item("new"));
  now += 20_000;
  expect(await ids("expiring", '<set xmlns="http://jabber.org/protocol/rsm"><after>new</after></set>')).toEqual([]);
  const one = await ask(francisco, "get", '<items node="expiring"><item id="old"/><item id="new"/></items>', SERVICE);
  expect(
    one
      .getChild("pubsub")
      ?.getChild("items")
      ?.getChildren("item")
      .map(({ attrs }) => attrs.id),
  ).toEqual(["new"]);
  const query = '<query xmlns="http://jabber.org/protocol/disco#items" node="expiring"/>';
  const listed = await francisco.asks(`<iq type="get" to="${SERVICE}">${query}</iq>`);
  expect(
    listed
      .getChild("query")
      ?.getChildren("item")
      .map(({ attrs }) => attrs.name),
  ).toEqual(["new"]);
  // An expired item cannot be deleted, and its id may be used by anybody.
  const retracted = await ask(hamlet, "set", '<retract node="expiring"><item id="old"/></retract>', SERVICE);
  expect(refusal(retracted)).toBe("cancel item-not-found");
  expect(refusal(await publishAt(francisco, "expiring", item("old"), undefined, SERVICE))).toBe("");
  now += 100_000;
  const jid = francisco.account;
  await settled(francisco);
  await ask(francisco, "set", `<subscribe node="expiring" jid="${jid}"/>`, SERVICE);
  await francisco.receivesNothing(event(""));
});

test("§6.1.7: the last item is the one published last, sent according to the current configuration", async () => {
  const { hamlet, francisco } = actors;
  expect(await create("last", { max_items: "max", itemreply: "none" })).toBe("");
  for (const id of ["1", "2"]) await publish("last", item(id, "text"));
  const subscribe = async (resource: string): Promise<void> => {
    await settled(francisco);
    const jid = `${francisco.account}/${resource}`;
    await ask(francisco, "set", `<subscribe node="last" jid="${jid}"/>`, SERVICE);
    await ask(francisco, "set", `<unsubscribe node="last" jid="${jid}"/>`, SERVICE);
  };
  const last = async (inner: string): Promise<void> => {
    await subscribe("francisco");
    const received = await francisco.receives(event('<items node="last"/>'));
    expect(received.getChild("event")?.getChild("items")?.children.map(String)).toEqual([inner]);
  };
  await last('<item id="2"><a xmlns="urn:test">text</a></item>');
  // An old item that is published again is the newest.
  await publish("last", item("1", "again"));
  await last('<item id="1"><a xmlns="urn:test">again</a></item>');
  const withoutPayloads = form("node_config", { deliver_payloads: "0" });
  await askOwner(hamlet, "set", `<configure node="last">${withoutPayloads}</configure>`, SERVICE);
  await last('<item id="1"/>');
  const withoutNotifications = form("node_config", { deliver_notifications: "0" });
  await askOwner(hamlet, "set", `<configure node="last">${withoutNotifications}</configure>`, SERVICE);
  await subscribe("francisco");
  await francisco.receivesNothing(event('<items node="last"/>'));
  await ask(francisco, "set", `<subscribe node="last" jid="${francisco.jid}"/>`, SERVICE);
  expect(await publish("last", item("3"))).toBe("");
  await francisco.receivesNothing(event(""));
});
