/** XEP-0060 §4.5: the access models "presence" and "roster" at the service of a domain, by the owners' rosters. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Actor, befriend, type Cast, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, askOwner, form, publish, refusal } from "../support/xep/pubsub.ts";

const SERVICE = "pubsub.localhost";
const PRESENCE_REQUIRED = "auth not-authorized presence-subscription-required";
const NOT_IN_GROUP = "auth not-authorized not-in-roster-group";

let server: TestServer;
let actors: Cast<"hamlet" | "gertrude" | "laertes" | "osric">;

/** gertrude and laertes have a mutual subscription; hamlet is subscribed to osric, who is not subscribed to him. */
beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["hamlet", "gertrude", "laertes", "osric"]);
  const { hamlet, gertrude, laertes, osric } = actors;
  await befriend(gertrude, laertes);
  hamlet.sends(`<presence type="subscribe" to="${osric.account}"/>`);
  await hamlet.pings();
  osric.sends(`<presence type="subscribed" to="${hamlet.account}"/>`);
  await osric.pings();
  for (const [owner, contact] of [
    [gertrude, laertes],
    [hamlet, osric],
  ] as const) {
    const item = `<item jid="${contact.account}"><group>Court</group><group>Family</group></item>`;
    expect(refusal(await owner.asks(`<iq type="set"><query xmlns="jabber:iq:roster">${item}</query></iq>`))).toBe("");
  }
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function create(owner: Actor, name: string, fields: Parameters<typeof form>[1]): Promise<void> {
  const config = `<configure>${form("node_config", fields)}</configure>`;
  expect(refusal(await ask(owner, "set", `<create node="${name}"/>${config}`, SERVICE))).toBe("");
  await publish(owner, name, '<item id="1"><a xmlns="urn:test"/></item>', undefined, SERVICE);
}

const retrievalError = async (actor: Actor, node: string): Promise<string> =>
  refusal(await ask(actor, "get", `<items node="${node}"/>`, SERVICE));

async function listed(actor: Actor): Promise<string[]> {
  const query = '<query xmlns="http://jabber.org/protocol/disco#items"/>';
  const answer = await actor.asks(`<iq type="get" to="${SERVICE}">${query}</iq>`);
  return (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs.node);
}

test("presence: subscribers to an owner's presence have access; contacts whose presence only the owner sees have none", async () => {
  const { hamlet, gertrude, laertes, osric } = actors;
  await create(hamlet, "a-hamlet", { access_model: "presence" });
  await create(gertrude, "p-gertrude", { access_model: "presence" });
  expect(await retrievalError(laertes, "p-gertrude")).toBe("");
  expect(await retrievalError(laertes, "a-hamlet")).toBe(PRESENCE_REQUIRED);
  expect(await retrievalError(osric, "a-hamlet")).toBe(PRESENCE_REQUIRED);
  expect(await listed(laertes)).toEqual(["p-gertrude"]);
  expect(await listed(osric)).toEqual([]);
});

test("presence: a subscription to any one of several owners is enough", async () => {
  const { hamlet, gertrude, laertes, osric } = actors;
  await create(hamlet, "p-both", { access_model: "presence" });
  const entry = `<affiliation jid="${gertrude.account}" affiliation="owner"/>`;
  await askOwner(hamlet, "set", `<affiliations node="p-both">${entry}</affiliations>`, SERVICE);
  expect(await retrievalError(laertes, "p-both")).toBe("");
  expect(await retrievalError(osric, "p-both")).toBe(PRESENCE_REQUIRED);
  expect(await listed(laertes)).toEqual(["p-both", "p-gertrude"]);
  expect(await listed(osric)).toEqual([]);
});

test("roster: contacts in one of the groups that are subscribed to the owner's presence", async () => {
  const { hamlet, gertrude, laertes, osric } = actors;
  const groups = (...names: string[]) => ({ access_model: "roster", roster_groups_allowed: names });
  await create(gertrude, "r-one", groups("Family", "Others"));
  await create(gertrude, "r-none", groups("Others"));
  await create(hamlet, "r-hamlet", groups("Family"));
  expect(await retrievalError(laertes, "r-one")).toBe("");
  expect(await retrievalError(laertes, "r-none")).toBe(NOT_IN_GROUP);
  expect(await retrievalError(osric, "r-hamlet")).toBe(NOT_IN_GROUP);
  expect((await listed(laertes)).filter((name) => name.startsWith("r-"))).toEqual(["r-one"]);
  expect(await listed(osric)).toEqual([]);
});
