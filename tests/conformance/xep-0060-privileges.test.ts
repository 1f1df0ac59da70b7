/** XEP-0060 §4.1, §4.5: what each affiliation may do under each access model and publish model. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, askOwner, EVENT, form, PUBSUB, publish, refusal } from "../support/xep/pubsub.ts";

const SERVICE = "pubsub.localhost";
const AFFILIATIONS = ["owner", "publisher", "publish-only", "member", "none", "outcast"] as const;

let server: TestServer;
let actors: Cast<"hamlet" | "ophelia">;
let nodes = 0;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["hamlet", "ophelia"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const item = (id: string) => `<item id="${id}"><a xmlns="urn:test"/></item>`;
const event = (node: string, inner = "") =>
  `<message><event xmlns="${EVENT}"><items node="${node}">${inner}</items></event></message>`;
const configure = (node: string, fields: Parameters<typeof form>[1]) =>
  askOwner(actors.hamlet, "set", `<configure node="${node}">${form("node_config", fields)}</configure>`, SERVICE);

async function setAffiliation(node: string, affiliation: string, account: Actor = actors.ophelia): Promise<string> {
  const entry = `<affiliation jid="${account.account}" affiliation="${affiliation}"/>`;
  return refusal(await askOwner(actors.hamlet, "set", `<affiliations node="${node}">${entry}</affiliations>`, SERVICE));
}

/** A node of hamlet with one item, and ophelia with the given affiliation. */
async function node(affiliation: string, fields: Parameters<typeof form>[1] = {}): Promise<string> {
  nodes += 1;
  const name = `node-${nodes}`;
  const config = form("node_config", { send_last_published_item: "never", ...fields });
  await ask(actors.hamlet, "set", `<create node="${name}"/><configure>${config}</configure>`, SERVICE);
  expect(refusal(await publish(actors.hamlet, name, item("his"), undefined, SERVICE))).toBe("");
  if (affiliation !== "none") expect(await setAffiliation(name, affiliation)).toBe("");
  return name;
}

const asks = async (type: "get" | "set", inner: string): Promise<string> =>
  refusal(await ask(actors.ophelia, type, inner, SERVICE));
const publishes = async (name: string, id = "hers"): Promise<string> =>
  refusal(await publish(actors.ophelia, name, item(id), undefined, SERVICE));
const subscribes = (name: string, jid = actors.ophelia.account) =>
  asks("set", `<subscribe node="${name}" jid="${jid}"/>`);

const FORBIDDEN = "auth forbidden";

/** The answer for each affiliation, in the order of AFFILIATIONS. */
const RETRIEVING: Readonly<Record<string, readonly string[]>> = {
  open: ["", "", FORBIDDEN, "", "", FORBIDDEN],
  whitelist: ["", "", FORBIDDEN, "", "cancel not-allowed closed-node", FORBIDDEN],
  authorize: ["", "", FORBIDDEN, "", "auth not-authorized not-subscribed", FORBIDDEN],
  presence: ["", "", FORBIDDEN, "", "auth not-authorized presence-subscription-required", FORBIDDEN],
  roster: ["", "", FORBIDDEN, "", "auth not-authorized not-in-roster-group", FORBIDDEN],
};

describe("§4.1, §4.5: who may retrieve and subscribe", () => {
  for (const [access_model, answers] of Object.entries(RETRIEVING)) {
    test(`under the access model ${access_model}`, async () => {
      const retrieved: string[] = [];
      const subscribed: string[] = [];
      for (const affiliation of AFFILIATIONS) {
        const name = await node(affiliation, { access_model });
        retrieved.push(await asks("get", `<items node="${name}"/>`));
        subscribed.push(await subscribes(name));
      }
      expect(retrieved).toEqual([...answers]);
      // A subscription request is pending.
      expect(subscribed).toEqual(answers.map((answer) => (answer.endsWith("not-subscribed") ? "" : answer)));
    });
  }

  test("§8.6: with an affiliation a subscription needs no approval", async () => {
    const states: unknown[] = [];
    for (const affiliation of ["publisher", "member", "none"]) {
      const name = await node(affiliation, { access_model: "authorize" });
      const inner = `<subscribe node="${name}" jid="${actors.ophelia.account}"/>`;
      const answer = await ask(actors.ophelia, "set", inner, SERVICE);
      states.push(answer.getChild("pubsub")?.getChild("subscription")?.attrs.subscription);
    }
    expect(states).toEqual(["subscribed", "subscribed", "pending"]);
  });

  test("§5.5: the ids of items are listed for those who may retrieve the items", async () => {
    const { ophelia } = actors;
    const idsIn = async (access_model: string): Promise<string[]> => {
      const name = await node("none", { access_model });
      const query = `<query xmlns="http://jabber.org/protocol/disco#items" node="${name}"/>`;
      const answer = await ophelia.asks(`<iq type="get" to="${SERVICE}">${query}</iq>`);
      const items = answer.getChild("query")?.getChildren("item") ?? [];
      return [refusal(answer), ...items.map(({ attrs }) => attrs.name)];
    };
    expect(await idsIn("open")).toEqual(["", "his"]);
    expect(await idsIn("authorize")).toEqual([""]);
    expect(await idsIn("whitelist")).toEqual(["cancel item-not-found"]);
  });

  test.each([
    ["member", "subscribed"],
    ["publisher", "subscribed"],
    ["owner", "subscribed"],
    ["outcast", "none"],
  ])("§8.6, §8.9: a pending subscriber who becomes %s is no longer pending", async (affiliation, subscription) => {
    const { ophelia } = actors;
    const name = await node("none", { access_model: "authorize" });
    await subscribes(name);
    await settled(ophelia);
    expect(await setAffiliation(name, affiliation)).toBe("");
    const decision = `<subscription node="${name}" jid="${ophelia.account}" subscription="${subscription}"/>`;
    await ophelia.receives(`<message><event xmlns="${EVENT}">${decision}</event></message>`);
  });

  test("§8.8.2: an existing subscriber is not notified when an owner subscribes them again", async () => {
    const { hamlet, ophelia } = actors;
    const name = await node("none", { send_last_published_item: "on_sub" });
    await subscribes(name);
    await settled(ophelia);
    const entry = `<subscription jid="${ophelia.account}" subscription="subscribed"/>`;
    const repeated = await askOwner(hamlet, "set", `<subscriptions node="${name}">${entry}</subscriptions>`, SERVICE);
    expect(refusal(repeated)).toBe("");
    await ophelia.receivesNothing("<message/>");
  });

  test("§8.6: the subscription of a publish-only entity is approved by an owner only", async () => {
    const { ophelia } = actors;
    const name = await node("none", { access_model: "authorize" });
    await subscribes(name);
    await settled(ophelia);
    expect(await setAffiliation(name, "publish-only")).toBe("");
    await ophelia.receivesNothing("<message/>");
  });

  test("§5.2: a list of nodes has those that the requester may subscribe to or retrieve from", async () => {
    const listed: boolean[] = [];
    for (const access_model of Object.keys(RETRIEVING))
      for (const affiliation of AFFILIATIONS) {
        const name = await node(affiliation, { access_model });
        const query = '<query xmlns="http://jabber.org/protocol/disco#items"/>';
        const answer = await actors.ophelia.asks(`<iq type="get" to="${SERVICE}">${query}</iq>`);
        const items = answer.getChild("query")?.getChildren("item") ?? [];
        listed.push(items.some(({ attrs }) => attrs.node === name));
      }
    const expected = Object.values(RETRIEVING)
      .flat()
      .map((answer) => answer === "" || answer.endsWith("not-subscribed"));
    expect(listed).toEqual(expected);
  });
});

describe("§4.1, pubsub#publish_model: who may publish", () => {
  test.each([
    ["publishers", ["", "", "", FORBIDDEN, FORBIDDEN, FORBIDDEN]],
    ["subscribers", ["", "", "", FORBIDDEN, FORBIDDEN, FORBIDDEN]],
    ["open", ["", "", "", "", "", FORBIDDEN]],
  ] as const)("%s", async (publish_model, answers) => {
    const published: string[] = [];
    for (const affiliation of AFFILIATIONS) published.push(await publishes(await node(affiliation, { publish_model })));
    expect(published).toEqual([...answers]);
  });

  test("subscribers: those with an approved subscription, and no outcast", async () => {
    const name = await node("none", { publish_model: "subscribers" });
    await subscribes(name);
    expect(await publishes(name)).toBe("");
    expect(await setAffiliation(name, "outcast")).toBe("");
    expect(await publishes(name, "again")).toBe(FORBIDDEN);
    const waiting = await node("none", { publish_model: "subscribers", access_model: "authorize" });
    await subscribes(waiting);
    expect(await publishes(waiting)).toBe(FORBIDDEN);
  });
});

test("§4.1: who may delete and replace an item, and purge the node", async () => {
  const deleted: string[] = [];
  const replaced: string[] = [];
  const own: string[] = [];
  const purged: string[] = [];
  for (const affiliation of AFFILIATIONS) {
    const name = await node(affiliation, { publish_model: "open" });
    replaced.push(await publishes(name, "his"));
    await publish(actors.hamlet, name, item("other"), undefined, SERVICE);
    deleted.push(await asks("set", `<retract node="${name}"><item id="other"/></retract>`));
    await publishes(name, "hers");
    own.push(await asks("set", `<retract node="${name}"><item id="hers"/></retract>`));
    purged.push(refusal(await askOwner(actors.ophelia, "set", `<purge node="${name}"/>`, SERVICE)));
  }
  const expectedForDeletion = ["", "", FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN];
  expect({ deleted, replaced, purged }).toEqual({
    deleted: expectedForDeletion,
    replaced: expectedForDeletion,
    purged: expectedForDeletion,
  });
  expect(own).toEqual(["", "", "", "", "", FORBIDDEN]);
  // An outcast cannot change items published before the ban.
  const name = await node("none", { publish_model: "open" });
  await publishes(name, "hers");
  await setAffiliation(name, "outcast");
  expect(await asks("set", `<retract node="${name}"><item id="hers"/></retract>`)).toBe(FORBIDDEN);
});

test("§4.1: an owner's requests are refused to all others", async () => {
  const OWNERS = ["<configure/>", "<subscriptions/>", "<affiliations/>"];
  for (const affiliation of AFFILIATIONS.slice(1)) {
    const name = await node(affiliation);
    for (const inner of OWNERS) {
      const request = inner.replace("/>", ` node="${name}"/>`);
      expect(refusal(await askOwner(actors.ophelia, "get", request, SERVICE))).toBe(FORBIDDEN);
      expect(refusal(await askOwner(actors.ophelia, "set", request, SERVICE))).toBe(FORBIDDEN);
    }
    expect(refusal(await askOwner(actors.ophelia, "set", `<delete node="${name}"/>`, SERVICE))).toBe(FORBIDDEN);
  }
});

describe("§12: a subscriber who may not retrieve any more", () => {
  test.each([
    [
      "the node is closed",
      async (name: string): Promise<void> => void (await configure(name, { access_model: "whitelist" })),
    ],
    ["it may only publish", async (name: string): Promise<void> => void (await setAffiliation(name, "publish-only"))],
    ["it is banned", async (name: string): Promise<void> => void (await setAffiliation(name, "outcast"))],
  ] as const)("gets no items, and loses the subscription: %s", async (_, change) => {
    const { hamlet, ophelia } = actors;
    const name = await node("none");
    await subscribes(name);
    await publish(hamlet, name, item("before"), undefined, SERVICE);
    await ophelia.receives(event(name, '<item id="before"/>'));
    await change(name);
    await publish(hamlet, name, item("after"), undefined, SERVICE);
    const ended = `<subscription node="${name}" jid="${ophelia.account}" subscription="none"/>`;
    await ophelia.receives(`<message><event xmlns="${EVENT}">${ended}</event></message>`);
    await ophelia.receivesNothing(event(name));
    const list = await askOwner(hamlet, "get", `<subscriptions node="${name}"/>`, SERVICE);
    expect(list.getChild("pubsub")?.getChild("subscriptions")?.children).toEqual([]);
    // Events about the node itself are not sent to them either.
    await settled(ophelia);
    await askOwner(hamlet, "set", `<delete node="${name}"/>`, SERVICE);
    await ophelia.receivesNothing("<message/>");
  });

  test("a pending subscriber gets no items, but is notified of the node's deletion", async () => {
    const { hamlet, ophelia } = actors;
    const name = await node("none", { access_model: "authorize" });
    await subscribes(name);
    await settled(ophelia);
    await publish(hamlet, name, item("new"), undefined, SERVICE);
    await ophelia.receivesNothing("<message/>");
    await askOwner(hamlet, "set", `<purge node="${name}"/>`, SERVICE);
    await ophelia.receivesNothing("<message/>");
    await askOwner(hamlet, "set", `<delete node="${name}"/>`, SERVICE);
    await ophelia.receives(`<message><event xmlns="${EVENT}"><delete node="${name}"/></event></message>`);
  });

  test("a requester cannot subscribe, unsubscribe or query an address of another account", async () => {
    const { hamlet } = actors;
    const name = await node("member");
    expect(await subscribes(name, hamlet.account)).toBe("modify bad-request invalid-jid");
    await ask(hamlet, "set", `<subscribe node="${name}" jid="${hamlet.account}"/>`, SERVICE);
    expect(await asks("set", `<unsubscribe node="${name}" jid="${hamlet.account}"/>`)).toBe(FORBIDDEN);
    expect(await asks("get", `<options node="${name}" jid="${hamlet.account}"/>`)).toBe(FORBIDDEN);
    const options = form("subscribe_options", { deliver: "0" });
    expect(await asks("set", `<options node="${name}" jid="${hamlet.account}">${options}</options>`)).toBe(FORBIDDEN);
    const answer = await ask(hamlet, "get", "<subscriptions/>", SERVICE);
    expect(String(answer)).toContain(`node="${name}"`);
    expect(answer.getChild("pubsub", PUBSUB)).toBeDefined();
  });
});
