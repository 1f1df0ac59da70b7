/** XEP-0060: Publish-Subscribe, at the service of a domain. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import {
  ask,
  askOwner,
  EVENT,
  fieldIn,
  form,
  idsOf,
  itemsOf,
  OWNER,
  PUBSUB,
  publish as publishAt,
  refusal,
} from "../support/xep/pubsub.ts";

const SERVICE = "pubsub.localhost";
const INFO = "http://jabber.org/protocol/disco#info";
const ITEMS = "http://jabber.org/protocol/disco#items";
const ATOM = "http://www.w3.org/2005/Atom";

let server: TestServer;
let actors: Cast<"hamlet" | "francisco" | "bernardo" | "horatio">;
let now = Date.parse("2026-11-22T12:00:00Z");

beforeAll(async () => {
  server = await startTestServer({
    now: () => now,
    settings: ["pubsub.max_nodes=40", "pubsub.max_item_size=20kB", "pubsub.max_storage=240kB", "pubsub.max_items=200"],
  });
  actors = await cast(server, ["hamlet", "francisco", "bernardo", "horatio"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

type Fields = Parameters<typeof form>[1];

const get = (actor: Actor, inner: string) => ask(actor, "get", inner, SERVICE);
const set = (actor: Actor, inner: string) => ask(actor, "set", inner, SERVICE);
const getOwned = (actor: Actor, inner: string) => askOwner(actor, "get", inner, SERVICE);
const setOwned = (actor: Actor, inner: string) => askOwner(actor, "set", inner, SERVICE);
const publish = (actor: Actor, node: string, items: string, options?: Fields) =>
  publishAt(actor, node, items, options, SERVICE);
const create = (actor: Actor, node: string, fields: Fields = {}) =>
  set(actor, `<create node="${node}"/><configure>${form("node_config", fields)}</configure>`);
const configure = (actor: Actor, node: string, fields: Fields) =>
  setOwned(actor, `<configure node="${node}">${form("node_config", fields)}</configure>`);
const subscribe = (actor: Actor, node: string, jid = actor.account) =>
  set(actor, `<subscribe node="${node}" jid="${jid}"/>`);
const entry = (id: string, text = "") =>
  `<item id="${id}"><entry xmlns="${ATOM}"><title>${text}</title></entry></item>`;
const event = (inner: string, type = "headline") =>
  `<message from="${SERVICE}"${type === "" ? "" : ` type="${type}"`}><event xmlns="${EVENT}">${inner}</event></message>`;
const subscriptionIn = (answer: Awaited<ReturnType<typeof get>>) =>
  answer.getChild("pubsub")?.getChild("subscription")?.attrs;
const expectSuccess = (answer: Awaited<ReturnType<typeof get>>) => expect(refusal(answer)).toBe("");

describe("§5: discovery", () => {
  test("§5.1: the service has the identity pubsub/service and its features; the domain lists it", async () => {
    const { francisco } = actors;
    const info = await francisco.asks(`<iq type="get" to="${SERVICE}"><query xmlns="${INFO}"/></iq>`);
    expect(info.getChild("query")?.getChild("identity")?.attrs).toMatchObject({ category: "pubsub", type: "service" });
    const features = info
      .getChild("query")
      ?.getChildren("feature")
      .map(({ attrs }) => attrs.var);
    expect(features).toContain(PUBSUB);
    for (const name of ["publish", "subscribe", "multi-items", "rsm", "meta-data", "modify-affiliations"])
      expect(features).toContain(`${PUBSUB}#${name}`);
    // §4.5: the access models are those of the form.
    for (const name of ["authorize", "open", "presence", "roster", "whitelist"])
      expect(features).toContain(`${PUBSUB}#access-${name}`);
    for (const name of ["filtered-notifications", "last-published"])
      expect(features).not.toContain(`${PUBSUB}#${name}`);
    const items = await francisco.asks(`<iq type="get" to="localhost"><query xmlns="${ITEMS}"/></iq>`);
    expect(
      items
        .getChild("query")
        ?.getChildren("item")
        .map(({ attrs }) => attrs.jid),
    ).toContain(SERVICE);
  });

  test("§5.2, §5.5: its nodes are disco items, and so are their items; nodes with a whitelist are hidden from others", async () => {
    const { hamlet, francisco } = actors;
    expectSuccess(await create(hamlet, "musings", { title: "Princely Musings" }));
    expectSuccess(await create(hamlet, "diary", { access_model: "whitelist" }));
    await publish(hamlet, "musings", entry("one"));
    const listed = async (actor: Actor, node = "") => {
      const answer = await actor.asks(`<iq type="get" to="${SERVICE}"><query xmlns="${ITEMS}"${node}/></iq>`);
      return (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs);
    };
    expect(await listed(francisco)).toContainEqual({ jid: SERVICE, node: "musings", name: "Princely Musings" });
    expect((await listed(francisco)).map(({ node }) => node)).not.toContain("diary");
    expect((await listed(hamlet)).map(({ node }) => node)).toContain("diary");
    expect(await listed(francisco, ' node="musings"')).toEqual([{ jid: SERVICE, name: "one" }]);
  });

  test("§5.4: disco#info of a node has its metadata", async () => {
    const query = `<query xmlns="${INFO}" node="musings"/>`;
    const info = await actors.francisco.asks(`<iq type="get" to="${SERVICE}">${query}</iq>`);
    expect(fieldIn(info, "FORM_TYPE")).toEqual([`${PUBSUB}#meta-data`]);
    expect(fieldIn(info, "pubsub#title")).toEqual(["Princely Musings"]);
    expect(fieldIn(info, "pubsub#creator")).toEqual([actors.hamlet.account]);
    expect(fieldIn(info, "pubsub#creation_date")).toEqual(["2026-11-22T12:00:00.000Z"]);
    expect(fieldIn(info, "pubsub#num_subscribers")).toEqual(["0"]);
  });

  test("§5.6, §5.7: the requester's subscriptions and affiliations, of all nodes or of one", async () => {
    const { hamlet, horatio } = actors;
    const inside = async (actor: Actor, name: string, node = "") =>
      ((await get(actor, `<${name}s${node}/>`)).getChild("pubsub")?.getChild(`${name}s`)?.children ?? []).map(String);
    expect(await inside(horatio, "subscription")).toEqual([]);
    expect(await inside(horatio, "affiliation")).toEqual([]);
    await subscribe(horatio, "musings");
    expect(await inside(horatio, "subscription")).toEqual([
      `<subscription node="musings" jid="${horatio.account}" subscription="subscribed"/>`,
    ]);
    expect(await inside(horatio, "subscription", ' node="diary"')).toEqual([]);
    expect(await inside(hamlet, "affiliation", ' node="diary"')).toEqual([
      '<affiliation node="diary" affiliation="owner"/>',
    ]);
    await set(horatio, `<unsubscribe node="musings" jid="${horatio.account}"/>`);
  });
});

describe("§6: subscribers", () => {
  test("§6.1.2: a subscription, which is sent the last item (§6.1.7)", async () => {
    const { francisco } = actors;
    const answer = await subscribe(francisco, "musings");
    expect(subscriptionIn(answer)).toMatchObject({
      node: "musings",
      jid: francisco.account,
      subscription: "subscribed",
    });
    const last = await francisco.receives(event('<items node="musings"><item id="one"/></items>'));
    expect(last.getChild("delay", "urn:xmpp:delay")?.attrs.stamp).toBe("2026-11-22T12:00:00.000Z");
    expect(last.attrs.to).toBe(francisco.account);
    // §6.1.6: a repeated request returns the current state, without the last item.
    expect(subscriptionIn(await subscribe(francisco, "musings"))).toMatchObject({ subscription: "subscribed" });
    await francisco.receivesNothing("<message/>");
  });

  test("§6.1.3: error cases of subscribing", async () => {
    const { hamlet, francisco, bernardo } = actors;
    const refusalFor = async (node: string, jid?: string) => refusal(await subscribe(bernardo, node, jid));
    expect(await refusalFor("musings", francisco.account)).toBe("modify bad-request invalid-jid");
    expect(await refusalFor("diary")).toBe("cancel not-allowed closed-node");
    expect(await refusalFor("no-such-node")).toBe("cancel item-not-found");
    expect(refusal(await set(bernardo, `<subscribe jid="${bernardo.account}"/>`))).toBe(
      "modify bad-request nodeid-required",
    );
    await create(hamlet, "for-friends", { access_model: "presence" });
    expect(await refusalFor("for-friends")).toBe("auth not-authorized presence-subscription-required");
    await create(hamlet, "for-courtiers", { access_model: "roster", roster_groups_allowed: ["Courtiers"] });
    expect(await refusalFor("for-courtiers")).toBe("auth not-authorized not-in-roster-group");
    await create(hamlet, "quiet", { subscribe: "0" });
    expect(await refusalFor("quiet")).toBe("cancel feature-not-implemented unsupported subscribe");
    const ban = `<affiliation jid="${bernardo.account}" affiliation="outcast"/>`;
    expectSuccess(await setOwned(hamlet, `<affiliations node="quiet">${ban}</affiliations>`));
    expectSuccess(await configure(hamlet, "quiet", { subscribe: "1" }));
    expect(await refusalFor("quiet")).toBe("auth forbidden");
  });

  test("§6.2: unsubscribing, and its error cases", async () => {
    const { francisco, bernardo } = actors;
    const end = (actor: Actor, jid: string, node = "musings") =>
      set(actor, `<unsubscribe node="${node}" jid="${jid}"/>`);
    expect(refusal(await end(bernardo, bernardo.account))).toBe("cancel unexpected-request not-subscribed");
    expect(refusal(await end(bernardo, francisco.account))).toBe("auth forbidden");
    expect(refusal(await end(bernardo, bernardo.account, "no-such-node"))).toBe("cancel item-not-found");
    expect(subscriptionIn(await end(francisco, francisco.account))).toMatchObject({ subscription: "none" });
    await publish(actors.hamlet, "musings", entry("unheard"));
    await francisco.receivesNothing("<message/>");
  });

  test("§6.3: the option pubsub#deliver turns notifications off", async () => {
    const { hamlet, francisco, bernardo } = actors;
    const options = `<options>${form("subscribe_options", { deliver: "0", digest: "0" })}</options>`;
    const answer = await set(francisco, `<subscribe node="musings" jid="${francisco.account}"/>${options}`);
    expect(fieldIn(answer, "pubsub#deliver")).toEqual(["0"]);
    await publish(hamlet, "musings", entry("not delivered"));
    await francisco.receivesNothing("<message/>");
    const ownSubscription = `node="musings" jid="${francisco.account}"`;
    expect(fieldIn(await get(francisco, `<options ${ownSubscription}/>`), "pubsub#deliver")).toEqual(["0"]);
    expectSuccess(
      await set(francisco, `<options ${ownSubscription}>${form("subscribe_options", { deliver: "true" })}</options>`),
    );
    await publish(hamlet, "musings", entry("delivered"));
    await francisco.receives(event('<items node="musings"><item id="delivered"/></items>'));
    const broken = `<options ${ownSubscription}>${form("subscribe_options", { deliver: "perhaps" })}</options>`;
    expect(refusal(await set(francisco, broken))).toBe("modify bad-request invalid-options");
    expect(refusal(await get(francisco, '<options node="musings"/>'))).toBe("modify bad-request jid-required");
    expect(refusal(await get(bernardo, `<options ${ownSubscription}/>`))).toBe("auth forbidden");
    expect(refusal(await get(bernardo, `<options node="musings" jid="${bernardo.account}"/>`))).toBe(
      "modify unexpected-request not-subscribed",
    );
    expect(fieldIn(await get(francisco, '<default node="musings"/>'), "pubsub#deliver")).toEqual(["1"]);
    await set(francisco, `<unsubscribe ${ownSubscription}/>`);
  });

  test("§6.5: all items, oldest first; some by id; the newest", async () => {
    const { hamlet, francisco } = actors;
    await create(hamlet, "list");
    for (const id of ["a", "b", "c", "d"]) await publish(hamlet, "list", entry(id, id));
    expect(await idsOf(francisco, "list", SERVICE)).toEqual(["a", "b", "c", "d"]);
    const ids = async (inner: string) =>
      ((await get(francisco, inner)).getChild("pubsub")?.getChild("items")?.getChildren("item") ?? []).map(
        ({ attrs }) => attrs.id,
      );
    expect(await ids('<items node="list"><item id="c"/><item id="a"/><item id="none"/></items>')).toEqual(["c", "a"]);
    expect(await ids('<items node="list" max_items="2"/>')).toEqual(["c", "d"]);
    // §12.1: an item that is published again becomes the newest.
    await publish(hamlet, "list", entry("b", "again"));
    expect(await idsOf(francisco, "list", SERVICE)).toEqual(["a", "c", "d", "b"]);
    // §6.5.9.13: an empty result is not an error.
    expect(await ids('<items node="list"><item id="none"/></items>')).toEqual([]);
    expect(refusal(await get(francisco, '<items node="list" max_items="some"/>'))).toBe("modify bad-request");
    expect(refusal(await get(francisco, '<items node="no-such-node"/>'))).toBe("cancel item-not-found");
    expect(refusal(await get(francisco, '<items node="diary"/>'))).toBe("cancel not-allowed closed-node");
  });

  test("§6.5.4: items in pages", async () => {
    const { francisco } = actors;
    const page = async (inner: string) => {
      const answer = await get(
        francisco,
        `<items node="list"/><set xmlns="http://jabber.org/protocol/rsm">${inner}</set>`,
      );
      const result = answer.getChild("pubsub")?.getChild("set");
      const ids = answer
        .getChild("pubsub")
        ?.getChild("items")
        ?.getChildren("item")
        .map(({ attrs }) => attrs.id);
      return {
        ids,
        first: result?.getChildText("first"),
        last: result?.getChildText("last"),
        count: result?.getChildText("count"),
      };
    };
    expect(await page("<max>2</max>")).toEqual({ ids: ["a", "c"], first: "a", last: "c", count: "4" });
    expect((await page("<max>2</max><after>c</after>")).ids).toEqual(["d", "b"]);
    expect((await page("<max>2</max><before/>")).ids).toEqual(["d", "b"]);
    expect((await page("<max>2</max><before>d</before>")).ids).toEqual(["a", "c"]);
    expect(await page("<max>0</max>")).toEqual({ ids: [], first: null, last: null, count: "4" });
    const missing = '<items node="list"/><set xmlns="http://jabber.org/protocol/rsm"><after>gone</after></set>';
    expect(refusal(await get(francisco, missing))).toBe("cancel item-not-found");
  });
});

describe("§7: publishers", () => {
  test("§7.1.2: each subscriber is notified once, from the service", async () => {
    const { hamlet, francisco, bernardo, horatio } = actors;
    for (const actor of [francisco, bernardo]) await subscribe(actor, "list");
    await subscribe(francisco, "list", francisco.jid);
    await settled(francisco, bernardo, horatio);
    expectSuccess(await publish(hamlet, "list", entry("e", "To be")));
    const wanted = event(`<items node="list">${entry("e", "To be")}</items>`);
    expect((await bernardo.receives(wanted)).attrs.to).toBe(bernardo.account);
    // Two subscriptions by two addresses are two notifications (§6.1.6).
    const received = [await francisco.receives(wanted), await francisco.receives(wanted)];
    expect(received.map(({ attrs }) => attrs.to).sort()).toEqual([francisco.account, francisco.jid]);
    expect(new Set(received.map(({ attrs }) => attrs.id)).size).toBe(2);
    await horatio.receivesNothing("<message/>");
  });

  test("§7.1.2.3: the service sets the publisher, and ignores a publisher in the item", async () => {
    const { hamlet, francisco } = actors;
    expectSuccess(
      await publish(hamlet, "list", `<item id="f" publisher="claudius@localhost"><entry xmlns="${ATOM}"/></item>`),
    );
    const received = await francisco.receives(event('<items node="list"><item id="f"/></items>'));
    const item = received.getChild("event")?.getChild("items")?.getChild("item");
    expect(item?.attrs.publisher).toBe(hamlet.account);
    const [stored] = (await itemsOf(francisco, "list", SERVICE)).slice(-1);
    expect(stored?.attrs.publisher).toBe(hamlet.account);
    expectSuccess(await configure(hamlet, "list", { itemreply: "none" }));
    expect((await itemsOf(francisco, "list", SERVICE)).at(-1)?.attrs.publisher).toBeUndefined();
  });

  test("§7.1.2.2: a node can notify without payloads", async () => {
    const { hamlet, bernardo } = actors;
    expectSuccess(await configure(hamlet, "list", { deliver_payloads: "false" }));
    await settled(bernardo);
    await publish(hamlet, "list", entry("g", "silent"));
    const received = await bernardo.receives(event('<items node="list"><item id="g"/></items>'));
    expect(received.getChild("event")?.getChild("items")?.getChild("item")?.children).toEqual([]);
    expect((await itemsOf(bernardo, "list", SERVICE)).at(-1)?.getChild("entry")?.getChildText("title")).toBe("silent");
    await configure(hamlet, "list", { deliver_payloads: "true" });
  });

  test("§7.1.3: error cases of publishing", async () => {
    const { hamlet, bernardo } = actors;
    expect(refusal(await publish(bernardo, "list", entry("x")))).toBe("auth forbidden");
    expect(refusal(await publish(hamlet, "list", ""))).toBe("modify bad-request item-required");
    expect(refusal(await publish(hamlet, "list", '<item id="x"/>'))).toBe("modify bad-request payload-required");
    expect(refusal(await publish(hamlet, "list", '<item><a xmlns="urn:a"/><b xmlns="urn:b"/></item>'))).toBe(
      "modify bad-request invalid-payload",
    );
    expect(refusal(await publish(hamlet, "list", entry("x", "x".repeat(20_000))))).toBe(
      "modify not-acceptable payload-too-big",
    );
    expectSuccess(await configure(hamlet, "list", { max_payload_size: "100" }));
    expect(refusal(await publish(hamlet, "list", entry("x", "x".repeat(100))))).toBe(
      "modify not-acceptable payload-too-big",
    );
    await configure(hamlet, "list", { max_payload_size: "max" });
    expectSuccess(await create(hamlet, "bell", { persist_items: "0", deliver_payloads: "0" }));
    expect(refusal(await publish(hamlet, "bell", entry("x")))).toBe("modify bad-request item-forbidden");
    await subscribe(bernardo, "bell");
    expectSuccess(await publish(hamlet, "bell", ""));
    await bernardo.receives(event('<items node="bell"/>'));
  });

  test("§7.1.2.5: in a full node the oldest item is removed, or the new one is refused", async () => {
    const { hamlet, bernardo } = actors;
    expectSuccess(await create(hamlet, "short", { max_items: "2" }));
    await subscribe(bernardo, "short");
    for (const id of ["a", "b", "c"]) await publish(hamlet, "short", entry(id));
    expect(await idsOf(bernardo, "short", SERVICE)).toEqual(["b", "c"]);
    await bernardo.receives(event('<items node="short"><retract id="a"/></items>'));
    expectSuccess(await configure(hamlet, "short", { publish_node_full: "reject" }));
    expect(refusal(await publish(hamlet, "short", entry("d")))).toBe("cancel conflict node-full");
    expect(await idsOf(bernardo, "short", SERVICE)).toEqual(["b", "c"]);
    expectSuccess(await publish(hamlet, "short", entry("b", "in place of itself")));
    expect(refusal(await publish(hamlet, "short", ["x", "y", "z"].map((id) => entry(id)).join("")))).toBe(
      "cancel not-allowed max-items-exceeded",
    );
  });

  test("§12.9: several items are published together, or none of them", async () => {
    const { hamlet, bernardo } = actors;
    expectSuccess(await create(hamlet, "batch"));
    await subscribe(bernardo, "batch");
    expectSuccess(await publish(hamlet, "batch", entry("a") + entry("b")));
    await bernardo.receives(event('<items node="batch"><item id="a"/><item id="b"/></items>'));
    expect(refusal(await publish(hamlet, "batch", `${entry("c")}<item id="d"/>`))).toBe(
      "modify bad-request payload-required",
    );
    expect(await idsOf(bernardo, "batch", SERVICE)).toEqual(["a", "b"]);
  });

  test("§7.1.5: publish-options are preconditions, and the configuration of a node that is created", async () => {
    const { hamlet } = actors;
    const options = { access_model: "whitelist", max_items: "max", persist_items: "true" };
    expectSuccess(await publish(hamlet, "optional", entry("a"), options));
    const config = await getOwned(hamlet, '<configure node="optional"/>');
    expect(fieldIn(config, "pubsub#access_model")).toEqual(["whitelist"]);
    expect(fieldIn(config, "pubsub#max_items")).toEqual(["max"]);
    expectSuccess(await publish(hamlet, "optional", entry("b"), { ...options, persist_items: "1" }));
    const unmet = await publish(hamlet, "optional", entry("c"), { access_model: "open" });
    expect(refusal(unmet)).toBe("cancel conflict precondition-not-met");
    const unknown = await publish(hamlet, "optional", entry("c"), { unheard_of: "1" });
    expect(refusal(unknown)).toBe("cancel conflict precondition-not-met");
    const another = `<publish node="optional">${entry("c")}</publish><publish-options>${form("node_config", options)}</publish-options>`;
    expect(refusal(await set(hamlet, another))).toBe("modify bad-request");
    expect(await idsOf(hamlet, "optional", SERVICE)).toEqual(["a", "b"]);
  });

  test("§7.2: an item is deleted, with or without a notification", async () => {
    const { hamlet, bernardo } = actors;
    const retract = (actor: Actor, items: string, more = "") =>
      set(actor, `<retract node="batch"${more}>${items}</retract>`);
    await configure(hamlet, "batch", { notify_retract: "false" });
    await settled(bernardo);
    expectSuccess(await retract(hamlet, '<item id="a"/>'));
    await bernardo.receivesNothing("<message/>");
    expectSuccess(await retract(hamlet, '<item id="b"/>', ' notify="1"'));
    await bernardo.receives(event('<items node="batch"><retract id="b"/></items>'));
    expect(refusal(await retract(hamlet, '<item id="b"/>'))).toBe("cancel item-not-found");
    expect(refusal(await retract(hamlet, ""))).toBe("modify bad-request item-required");
    expect(refusal(await retract(hamlet, "<item/>"))).toBe("modify bad-request item-required");
    expect(refusal(await retract(bernardo, '<item id="b"/>'))).toBe("auth forbidden");
    expect(refusal(await set(hamlet, '<retract><item id="b"/></retract>'))).toBe("modify bad-request nodeid-required");
    expect(refusal(await set(hamlet, '<retract node="bell"><item id="b"/></retract>'))).toBe(
      "cancel feature-not-implemented unsupported persistent-items",
    );
  });

  test("pubsub#item_expire: an item is removed after this many seconds", async () => {
    const { hamlet } = actors;
    expectSuccess(await create(hamlet, "news", { item_expire: "3600" }));
    await publish(hamlet, "news", entry("old"));
    now += 3_000_000;
    await publish(hamlet, "news", entry("young"));
    expect(await idsOf(hamlet, "news", SERVICE)).toEqual(["old", "young"]);
    now += 1_000_000;
    expect(await idsOf(hamlet, "news", SERVICE)).toEqual(["young"]);
  });

  test("pubsub#publish_model: open to everybody, or to subscribers; deleting is limited to one's own items", async () => {
    const { hamlet, francisco, horatio } = actors;
    expectSuccess(await create(hamlet, "wall", { publish_model: "subscribers" }));
    expect(refusal(await publish(francisco, "wall", entry("f")))).toBe("auth forbidden");
    await subscribe(francisco, "wall");
    expectSuccess(await publish(francisco, "wall", entry("f")));
    expectSuccess(await configure(hamlet, "wall", { publish_model: "open" }));
    expectSuccess(await publish(horatio, "wall", entry("h")));
    expect(refusal(await set(horatio, '<retract node="wall"><item id="f"/></retract>'))).toBe("auth forbidden");
    expectSuccess(await set(horatio, '<retract node="wall"><item id="h"/></retract>'));
    expectSuccess(await set(hamlet, '<retract node="wall"><item id="f"/></retract>'));
  });

  test("a publisher by publish model cannot replace another's item", async () => {
    const { hamlet, francisco, horatio } = actors;
    await publish(francisco, "wall", entry("mine", "francisco's"));
    expect(refusal(await publish(horatio, "wall", entry("mine", "horatio's")))).toBe("auth forbidden");
    const [item] = await itemsOf(hamlet, "wall", SERVICE);
    expect(item?.getChild("entry")?.getChildText("title")).toBe("francisco's");
  });

  test("the payload keeps its namespaces, wherever they are declared", async () => {
    const { hamlet } = actors;
    expectSuccess(await create(hamlet, "prefixed"));
    hamlet.sends(
      `<iq type="set" id="p1" to="${SERVICE}" xmlns:o="urn:outer"><pubsub xmlns="${PUBSUB}" xmlns:p="urn:p"><publish node="prefixed">` +
        `<item id="a" xmlns:q="urn:q"><p:entry o:b="1" xmlns:p="urn:inner"><q:child/><plain/></p:entry></item></publish></pubsub></iq>`,
    );
    await hamlet.receives('<iq type="result" id="p1"/>');
    const [item] = await itemsOf(hamlet, "prefixed", SERVICE);
    const payload = item?.getChildElements()[0];
    expect(payload?.getNS()).toBe("urn:inner");
    expect(payload?.getChildElements().map((child) => child.getNS())).toEqual(["urn:q", PUBSUB]);
    expect(payload?.attrs["xmlns:o"]).toBe("urn:outer");
  });
});

describe("§8: owners", () => {
  test("§8.1: a node is created, with a given or a generated NodeID", async () => {
    const { hamlet, bernardo } = actors;
    const generated = await set(hamlet, "<create/>");
    const name = generated.getChild("pubsub")?.getChild("create")?.attrs.node;
    expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expectSuccess(await publish(hamlet, name, entry("a")));
    expect(refusal(await create(bernardo, "musings"))).toBe("cancel conflict");
    expect(refusal(await create(hamlet, "strange", { access_model: "telepathy" }))).toBe(
      "modify not-acceptable unsupported-access-model",
    );
    const misplaced = `<create node="n"/><configure node="n">${form("node_config", {})}</configure>`;
    expect(refusal(await set(hamlet, misplaced))).toBe("modify bad-request");
    expect(refusal(await get(hamlet, '<items node="strange"/>'))).toBe("cancel item-not-found");
  });

  test("§8.2: the configuration is returned, changed and, if so configured, notified", async () => {
    const { hamlet, bernardo } = actors;
    expectSuccess(await create(hamlet, "tuned"));
    await subscribe(bernardo, "tuned");
    const configuration = await getOwned(hamlet, '<configure node="tuned"/>');
    expect(configuration.getChild("pubsub", OWNER)?.getChild("configure")?.getChild("x")?.attrs.type).toBe("form");
    expect(fieldIn(configuration, "pubsub#access_model")).toEqual(["open"]);
    expectSuccess(await configure(hamlet, "tuned", { title: "Tuned", notify_config: "1", unheard_of: "ignored" }));
    const notification = await bernardo.receives(event('<configuration node="tuned"/>'));
    expect(fieldIn(notification, "pubsub#title")).toEqual(["Tuned"]);
    expectSuccess(
      await setOwned(hamlet, '<configure node="tuned"><x xmlns="jabber:x:data" type="cancel"/></configure>'),
    );
    // Fields that are not submitted keep their value (XEP-0004 §3.4).
    expectSuccess(await configure(hamlet, "tuned", { description: "A node" }));
    expect(fieldIn(await getOwned(hamlet, '<configure node="tuned"/>'), "pubsub#title")).toEqual(["Tuned"]);
    expect(refusal(await getOwned(bernardo, '<configure node="tuned"/>'))).toBe("auth forbidden");
    expect(refusal(await getOwned(hamlet, "<configure/>"))).toBe("modify bad-request nodeid-required");
    expect(refusal(await getOwned(hamlet, '<configure node="no-such-node"/>'))).toBe("cancel item-not-found");
    for (const fields of [{ max_items: "many" }, { max_items: "-1" }, { subscribe: "maybe" }, { purge_offline: "1" }])
      expect(refusal(await configure(hamlet, "tuned", fields as Fields))).toBe("modify not-acceptable");
  });

  test("§8.3: the default configuration is returned", async () => {
    const answer = await getOwned(actors.hamlet, "<default/>");
    expect(fieldIn(answer, "pubsub#access_model")).toEqual(["open"]);
    expect(refusal(await getOwned(actors.hamlet, '<default type="collection"/>'))).toBe(
      "cancel feature-not-implemented unsupported collections",
    );
  });

  test("§8.4: a node is deleted; its subscribers are sent the redirect URI", async () => {
    const { hamlet, bernardo } = actors;
    expect(refusal(await setOwned(bernardo, '<delete node="tuned"/>'))).toBe("auth forbidden");
    const redirect = '<redirect uri="xmpp:hamlet@localhost?;node=blog"/>';
    expectSuccess(await setOwned(hamlet, `<delete node="tuned">${redirect}</delete>`));
    await bernardo.receives(event(`<delete node="tuned">${redirect}</delete>`));
    expect(refusal(await setOwned(hamlet, '<delete node="tuned"/>'))).toBe("cancel item-not-found");
  });

  test("§8.5: all items are purged, with one notification", async () => {
    const { hamlet, bernardo } = actors;
    await configure(hamlet, "batch", { notify_retract: "true" });
    await publish(hamlet, "batch", entry("a") + entry("b"));
    await settled(bernardo);
    expect(refusal(await setOwned(bernardo, '<purge node="batch"/>'))).toBe("auth forbidden");
    expectSuccess(await setOwned(hamlet, '<purge node="batch"/>'));
    await bernardo.receives(event('<purge node="batch"/>'));
    await bernardo.receivesNothing("<message/>");
    expect(await idsOf(hamlet, "batch", SERVICE)).toEqual([]);
    expect(refusal(await setOwned(hamlet, '<purge node="bell"/>'))).toBe(
      "cancel feature-not-implemented unsupported persistent-items",
    );
  });

  test("§8.6: authorize: a subscription is pending until an owner approves or denies it", async () => {
    const { hamlet, francisco, horatio } = actors;
    expectSuccess(await create(hamlet, "council", { access_model: "authorize" }));
    await publish(hamlet, "council", entry("a", "secret"));
    await settled(hamlet, francisco, horatio);
    expect(subscriptionIn(await subscribe(horatio, "council"))).toMatchObject({ subscription: "pending" });
    expect(refusal(await subscribe(horatio, "council"))).toBe("auth not-authorized pending-subscription");
    expect(refusal(await get(horatio, '<items node="council"/>'))).toBe("auth not-authorized not-subscribed");
    const question = await hamlet.receives(
      `<message from="${SERVICE}"><x xmlns="jabber:x:data" type="form"/></message>`,
    );
    expect(fieldIn(question, "pubsub#subscriber_jid")).toEqual([horatio.account]);
    expect(fieldIn(question, "pubsub#allow")).toEqual(["0"]);
    const decision = (allow: string, jid = horatio.account, id = question.attrs.id) =>
      `<message to="${SERVICE}" id="${id}">${form("subscribe_authorization", { node: "council", subscriber_jid: jid, allow })}</message>`;
    // A requester cannot approve their own subscription.
    horatio.sends(decision("1"));
    await publish(hamlet, "council", entry("b", "secret"));
    await horatio.receivesNothing("<message/>");
    hamlet.sends(decision("true"));
    await horatio.receives(event(`<subscription node="council" jid="${horatio.account}" subscription="subscribed"/>`));
    await horatio.receives(event('<items node="council"><item id="b"/></items>'));
    expect(await idsOf(horatio, "council", SERVICE)).toEqual(["a", "b"]);
    await subscribe(francisco, "council");
    await hamlet.receives(`<message from="${SERVICE}"><x xmlns="jabber:x:data" type="form"/></message>`);
    hamlet.sends(decision("0", francisco.account));
    await francisco.receives(event(`<subscription node="council" jid="${francisco.account}" subscription="none"/>`));
    expect(refusal(await get(francisco, '<items node="council"/>'))).toBe("auth not-authorized not-subscribed");
  });

  test("§8.8: an owner retrieves and changes subscriptions", async () => {
    const { hamlet, horatio, francisco } = actors;
    const list = async () =>
      (
        (await getOwned(hamlet, '<subscriptions node="council"/>')).getChild("pubsub", OWNER)?.getChild("subscriptions")
          ?.children ?? []
      ).map(String);
    await subscribe(francisco, "council");
    expect(await list()).toEqual([`<subscription jid="${horatio.account}" subscription="subscribed"/>`]);
    const change = (jid: string, state: string) =>
      setOwned(
        hamlet,
        `<subscriptions node="council"><subscription jid="${jid}" subscription="${state}"/></subscriptions>`,
      );
    expectSuccess(await change(horatio.account, "none"));
    await horatio.receives(event(`<subscription node="council" jid="${horatio.account}" subscription="none"/>`));
    expectSuccess(await change(francisco.account, "subscribed"));
    await francisco.receives(
      event(`<subscription node="council" jid="${francisco.account}" subscription="subscribed"/>`),
    );
    expect(await list()).toEqual([`<subscription jid="${francisco.account}" subscription="subscribed"/>`]);
    expect(refusal(await change(francisco.account, "pending"))).toBe("modify not-acceptable");
    expect(refusal(await getOwned(francisco, '<subscriptions node="council"/>'))).toBe("auth forbidden");
  });

  test("§8.9: an owner retrieves and changes affiliations; a node keeps at least one owner", async () => {
    const { hamlet, bernardo, francisco } = actors;
    const change = (...entries: [string, string][]) =>
      setOwned(
        hamlet,
        `<affiliations node="council">${entries.map(([jid, name]) => `<affiliation jid="${jid}" affiliation="${name}"/>`).join("")}</affiliations>`,
      );
    expectSuccess(await change([bernardo.account, "publisher"], [francisco.account, "outcast"]));
    // A ban ends the subscription.
    await francisco.receives(event(`<subscription node="council" jid="${francisco.account}" subscription="none"/>`));
    expectSuccess(await publish(bernardo, "council", entry("by-publisher")));
    expect(refusal(await get(francisco, '<items node="council"/>'))).toBe("auth forbidden");
    const list = await getOwned(hamlet, '<affiliations node="council"/>');
    const affiliations = list.getChild("pubsub", OWNER)?.getChild("affiliations")?.getChildren("affiliation") ?? [];
    expect(affiliations.map(({ attrs }) => `${attrs.jid} ${attrs.affiliation}`)).toEqual([
      `${bernardo.account} publisher`,
      `${francisco.account} outcast`,
      `${hamlet.account} owner`,
    ]);
    expect(refusal(await change([hamlet.account, "none"], [bernardo.account, "none"]))).toBe("modify not-acceptable");
    expectSuccess(await publish(bernardo, "council", entry("still-publisher")));
    expect(refusal(await change([bernardo.account, "none"], [bernardo.account, "member"]))).toBe("modify bad-request");
    expect(refusal(await change([bernardo.account, "king"]))).toBe("modify not-acceptable");
    expect(refusal(await getOwned(bernardo, '<affiliations node="council"/>'))).toBe("auth forbidden");
    expectSuccess(await change([bernardo.account, "publish-only"]));
    expectSuccess(await publish(bernardo, "council", entry("by-automaton")));
    expect(refusal(await get(bernardo, '<items node="council"/>'))).toBe("auth forbidden");
    expect(refusal(await set(bernardo, '<retract node="council"><item id="a"/></retract>'))).toBe("auth forbidden");
    expectSuccess(await set(bernardo, '<retract node="council"><item id="by-automaton"/></retract>'));
    expectSuccess(await change([bernardo.account, "none"], [francisco.account, "none"]));
  });

  test("pubsub#notify_sub: owners are notified of new and ended subscriptions", async () => {
    const { hamlet, bernardo } = actors;
    expectSuccess(await create(hamlet, "counted", { notify_sub: "1" }));
    await settled(hamlet);
    await subscribe(bernardo, "counted");
    const notification = (state: string) =>
      event(`<subscription node="counted" jid="${bernardo.account}" subscription="${state}"/>`, "");
    await hamlet.receives(notification("subscribed"));
    await set(bernardo, `<unsubscribe node="counted" jid="${bernardo.account}"/>`);
    await hamlet.receives(notification("none"));
  });
});

describe("what is refused", () => {
  test("an empty or unknown request, or two in one <pubsub/>", async () => {
    const { hamlet } = actors;
    expect(refusal(await get(hamlet, ""))).toBe("modify bad-request");
    expect(refusal(await get(hamlet, "<unheard-of/>"))).toBe("cancel feature-not-implemented");
    expect(refusal(await get(hamlet, "<constructor/>"))).toBe("cancel feature-not-implemented");
    expect(refusal(await set(hamlet, '<create node="x"/><create node="y"/>'))).toBe("modify bad-request");
    expect(refusal(await set(hamlet, '<create node="x"/><options/>'))).toBe("modify bad-request");
  });

  test("messages to the service, and stanzas to localparts and resources of it", async () => {
    const { hamlet } = actors;
    hamlet.sends(`<message to="${SERVICE}" id="m1"><body>hello</body></message>`);
    await hamlet.receives('<message type="error" id="m1"><error type="cancel"/></message>');
    const inside = await hamlet.asks(`<iq type="get" to="somebody@${SERVICE}"><query xmlns="${INFO}"/></iq>`);
    expect(refusal(inside)).toBe("cancel service-unavailable");
  });

  test("§12.4: a subscription ends when an event is returned with an error from its address, and from no other", async () => {
    const { hamlet, bernardo, horatio } = actors;
    expectSuccess(await create(hamlet, "gone"));
    await subscribe(bernardo, "gone", bernardo.jid);
    const list = async () => String(await getOwned(hamlet, '<subscriptions node="gone"/>'));
    const bounce = `<message type="error" to="${SERVICE}"><error type="cancel"><gone xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`;
    horatio.sends(bounce);
    await horatio.pings();
    expect(await list()).toContain(bernardo.jid);
    bernardo.sends(bounce);
    await bernardo.pings();
    expect(await list()).not.toContain(bernardo.jid);
  });
});

describe("limits", () => {
  test("an account's nodes and storage are limited; deleted nodes and items no longer count", async () => {
    const { horatio } = actors;
    for (let count = 0; count < 40; count += 1) expectSuccess(await create(horatio, `flood-${count}`));
    expect(refusal(await create(horatio, "one-more"))).toBe("wait resource-constraint max-nodes-exceeded");
    expect(refusal(await publish(horatio, "one-more", entry("a")))).toBe("wait resource-constraint max-nodes-exceeded");
    const big = "x".repeat(19_000);
    for (let count = 0; count < 10; count += 1)
      expectSuccess(await publish(horatio, `flood-${count}`, entry("a", big)));
    expect(refusal(await publish(horatio, "flood-10", entry("a", big)))).toBe("wait resource-constraint");
    expect(await idsOf(horatio, "flood-10", SERVICE)).toEqual([]);
    expectSuccess(await setOwned(horatio, '<purge node="flood-0"/>'));
    expectSuccess(await publish(horatio, "flood-10", entry("a", big)));
    expectSuccess(await setOwned(horatio, '<delete node="flood-1"/>'));
    expectSuccess(await publish(horatio, "flood-11", entry("a", big)));
  });

  test("max_items of max is the service's limit", async () => {
    const { hamlet } = actors;
    expectSuccess(await create(hamlet, "many", { max_items: "max" }));
    for (let from = 0; from < 250; from += 50) {
      await publish(hamlet, "many", Array.from({ length: 50 }, (_, index) => entry(`i${from + index}`)).join(""));
    }
    const ids = await idsOf(hamlet, "many", SERVICE);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([200, "i50", "i249"]);
  });

  test("strings of clients are bound as strings in SQL", async () => {
    const { hamlet } = actors;
    const evil = "'; DROP TABLE pubsub_item; --";
    expectSuccess(await create(hamlet, evil));
    expectSuccess(await publish(hamlet, evil, entry(evil, evil)));
    expect(await idsOf(hamlet, evil, SERVICE)).toEqual([evil]);
    const answer = await get(
      hamlet,
      `<items node="${evil}"/><set xmlns="http://jabber.org/protocol/rsm"><after>" OR 1=1</after></set>`,
    );
    expect(refusal(answer)).toBe("cancel item-not-found");
  });

  test("the length of NodeIDs and ItemIDs is limited", async () => {
    const { hamlet } = actors;
    expect(refusal(await create(hamlet, "n".repeat(1024)))).toBe("modify not-acceptable");
    expect(refusal(await publish(hamlet, "many", entry("i".repeat(1024))))).toBe("modify not-acceptable");
    expect(refusal(await create(hamlet, "titled", { title: "t".repeat(1024) }))).toBe("modify not-acceptable");
  });
});
