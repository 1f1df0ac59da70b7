/** XEP-0163: Personal Eventing Protocol. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { type Actor, appear, befriend, type Cast, cast, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import {
  ask,
  askOwner,
  EVENT,
  fieldIn,
  follows,
  idsOf,
  itemsOf,
  PUBSUB,
  publish,
  refusal,
} from "../support/xep/pubsub.ts";

const TUNE = "http://jabber.org/protocol/tune";
const INFO = "http://jabber.org/protocol/disco#info";
const ITEMS = "http://jabber.org/protocol/disco#items";

let server: TestServer;
let actors: Cast<"juliet" | "romeo" | "nurse" | "benvolio">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["juliet", "romeo", "nurse", "benvolio"]);
  await befriend(actors.juliet, actors.romeo);
  await befriend(actors.juliet, actors.nurse);
  const group = (name: string, jid: string) =>
    actors.juliet.asks(
      `<iq type="set"><query xmlns="jabber:iq:roster"><item jid="${jid}"><group>${name}</group></item></query></iq>`,
    );
  await group("Friends", actors.romeo.account);
  await group("Servants", actors.nurse.account);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const tune = (title: string, id = "current") =>
  `<item id="${id}"><tune xmlns="${TUNE}"><title>${title}</title></tune></item>`;
const event = (from: string, node: string, inner: string, to?: string) =>
  `<message type="headline" from="${from}"${to ? ` to="${to}"` : ""}>` +
  `<event xmlns="${EVENT}"><items node="${node}">${inner}</items></event></message>`;

/** Another session, closed at the end of the test. */
async function session(name: string, resource: string): Promise<Actor & AsyncDisposable> {
  const actor = await enter(server, name, resource, actors);
  return { ...actor, [Symbol.asyncDispose]: () => actor.leaves() };
}

test("§6.1: the account has the identity pubsub/pep and the required features", async () => {
  const { juliet } = actors;
  const info = await juliet.asks(`<iq type="get" to="${juliet.account}"><query xmlns="${INFO}"/></iq>`);
  const identities = info.getChild("query")?.getChildren("identity") ?? [];
  expect(identities.map(({ attrs }) => `${attrs.category}/${attrs.type}`)).toContain("pubsub/pep");
  const features = await featuresOf(juliet, juliet.account);
  // Without these ten, Monal has no avatars, no OMEMO and no bookmarks; the next three make it "modern".
  const required = ["filtered-notifications", "publish-options", "publish", "subscribe", "create-nodes"];
  required.push("delete-items", "delete-nodes", "persistent-items", "retrieve-items", "auto-create");
  required.push("item-ids", "multi-items", "config-node-max");
  required.push("access-presence", "auto-subscribe", "config-node", "create-and-configure", "last-published");
  for (const name of required) expect(features).toContain(`${PUBSUB}#${name}`);
  expect(features).toContain(PUBSUB);
});

test("XEP-0060 §4.5, XEP-0373 §5.1.1: the access models are advertised on the account and on the domain", async () => {
  for (const address of [actors.juliet.account, "localhost"]) {
    const models = (await featuresOf(actors.juliet, address)).filter((feature) =>
      feature.startsWith(`${PUBSUB}#access-`),
    );
    expect(models.map((feature) => feature.slice(`${PUBSUB}#access-`.length)).sort()).toEqual([
      "authorize",
      "open",
      "presence",
      "roster",
      "whitelist",
    ]);
  }
});

test("XEP-0222 §5, XEP-0223 §5: the server has the identity pubsub/pep and publish-options", async () => {
  const info = await actors.juliet.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}"/></iq>`);
  const identities = info.getChild("query")?.getChildren("identity") ?? [];
  expect(identities.map(({ attrs }) => `${attrs.category}/${attrs.type}`)).toEqual(["server/im", "pubsub/pep"]);
  expect(await featuresOf(actors.juliet, "localhost")).toContain(`${PUBSUB}#publish-options`);
});

test("§3: if the node does not already exist, the PEP service MUST create the node", async () => {
  const { juliet } = actors;
  const answer = await publish(juliet, "urn:test:new", '<item><new xmlns="urn:test:new"/></item>');
  expect(answer.attrs.type).toBe("result");
  const id = answer.getChild("pubsub")?.getChild("publish")?.getChild("item")?.attrs.id;
  expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(await idsOf(juliet, "urn:test:new")).toEqual([id]);
  const config = await askOwner(juliet, "get", '<configure node="urn:test:new"/>');
  expect(fieldIn(config, "pubsub#access_model")).toEqual(["presence"]);
  expect(fieldIn(config, "pubsub#send_last_published_item")).toEqual(["on_sub_and_presence"]);
  expect(fieldIn(config, "pubsub#deliver_notifications")).toEqual(["1"]);
});

test("§4: subscribers to the presence with +notify, and the account's own resources, are notified", async () => {
  const { juliet, romeo, nurse, benvolio } = actors;
  await follows(romeo, TUNE);
  await follows(nurse, "urn:another");
  await follows(benvolio, TUNE);
  await follows(juliet, TUNE);
  await settled(juliet, romeo, nurse, benvolio);
  await publish(juliet, TUNE, tune("Introduction"));
  const expected = event(juliet.account, TUNE, tune("Introduction"));
  const received = await romeo.receives(expected);
  expect(received.attrs).toMatchObject({ to: romeo.jid, from: juliet.account, type: "headline" });
  expect(received.attrs.id).toBeString();
  expect((await juliet.receives(expected)).attrs.to).toBe(juliet.jid);
  await nurse.receivesNothing("<message/>");
  await benvolio.receivesNothing("<message/>");
});

test("XEP-0060 §12.1: a subscriber with +notify receives each event once", async () => {
  const { juliet, romeo } = actors;
  await publish(juliet, "urn:test:both", '<item id="0"><a xmlns="urn:test"/></item>');
  await follows(romeo, "urn:test:both");
  for (const jid of [romeo.account, romeo.jid])
    expect(refusal(await ask(romeo, "set", `<subscribe node="urn:test:both" jid="${jid}"/>`, juliet.account))).toBe("");
  await settled(juliet, romeo);
  await publish(juliet, "urn:test:both", '<item id="1"><a xmlns="urn:test"/></item>');
  await romeo.receives(event(juliet.account, "urn:test:both", '<item id="1"/>'));
  await romeo.receivesNothing("<message/>");
});

test("§4.3.3: a contact that comes online is sent the last item once, with a delay stamp", async () => {
  const { juliet, romeo } = actors;
  await publish(juliet, TUNE, tune("Romance"));
  await settled(juliet, romeo);
  await using garden = await session("romeo", "garden");
  await follows(garden, TUNE);
  const last = await garden.receives(event(juliet.account, TUNE, tune("Romance"), garden.jid));
  expect(last.getChild("delay", "urn:xmpp:delay")?.attrs.stamp).toMatch(/^20.*Z$/);
  garden.sends("<presence><show>away</show></presence>");
  await garden.receivesNothing(`<message from="${juliet.account}"/>`);
  await romeo.receivesNothing("<message/>");
});

test("§4.3.3, §5: a contact that may not retrieve a node's items is not sent the last item", async () => {
  const { juliet, romeo, nurse } = actors;
  const group = { access_model: "roster", roster_groups_allowed: "Servants" };
  const settings = [
    ["urn:test:closed", { access_model: "whitelist" }],
    ["urn:test:servants", group],
  ] as const;
  for (const [node, options] of settings)
    expect(refusal(await publish(juliet, node, '<item id="1"><a xmlns="urn:test"/></item>', options))).toBe("");
  await settled(romeo, nurse);
  await follows(romeo, "urn:test:closed", "urn:test:servants");
  await romeo.receivesNothing("<message/>");
  await follows(nurse, "urn:test:closed", "urn:test:servants");
  await nurse.receives(event(juliet.account, "urn:test:servants", '<item id="1"/>'));
  await nurse.receivesNothing("<message/>");
});

test("§4.3.3: another resource of the account is sent the last item", async () => {
  const { juliet } = actors;
  await publish(juliet, TUNE, tune("Sarabande"));
  await using phone = await session("juliet", "phone");
  await follows(phone, TUNE);
  await phone.receives(event(juliet.account, TUNE, tune("Sarabande"), phone.jid));
  // A known caps hash is not queried again.
  await using tablet = await session("juliet", "tablet");
  const caps = phone.client.inbox.all.findLast(({ name, attrs }) => name === "presence" && attrs.from === phone.jid);
  await appear(tablet, `<presence>${caps?.getChild("c")}</presence>`);
  await tablet.receives(event(juliet.account, TUNE, tune("Sarabande"), tablet.jid));
  await tablet.receivesNothing("<iq type='get'/>");
});

test("XEP-0060 §9.2: the server MUST NOT send notifications that the client has not requested", async () => {
  const { juliet, romeo } = actors;
  await follows(romeo, "urn:quiet");
  await settled(juliet, romeo);
  await publish(juliet, TUNE, tune("Largo"));
  await romeo.receivesNothing("<message/>");
  await follows(romeo, TUNE);
  await romeo.receives(event(juliet.account, TUNE, tune("Largo"), romeo.jid));
});

test("§4.3: an unavailable resource is not notified", async () => {
  const { juliet } = actors;
  const balcony = await enter(server, "romeo", "balcony", actors);
  await follows(balcony, TUNE);
  balcony.sends('<presence type="unavailable"/>');
  await settled(balcony, juliet);
  await publish(juliet, TUNE, tune("Vivace"));
  await balcony.receivesNothing("<message/>");
  await balcony.leaves();
});

test("XEP-0060 §12.2: a newly approved subscriber to the presence is sent the last items", async () => {
  const { juliet } = actors;
  const paris = await enter(server, "paris", "paris", actors);
  await publish(juliet, TUNE, tune("Andante"));
  await follows(paris, TUNE);
  await paris.receivesNothing("<message/>");
  await befriend(paris, juliet);
  await settled(paris, juliet);
  const events = paris.client.inbox.all.filter(
    ({ name, attrs }) => name === "message" && attrs.from === juliet.account,
  );
  expect(events).toHaveLength(1);
  await paris.leaves();
});

test("§7.1: a contact whose presence subscription ended is not notified", async () => {
  const { juliet } = actors;
  const tybalt = await enter(server, "tybalt", "tybalt", actors);
  await befriend(tybalt, juliet);
  await follows(tybalt, TUNE);
  juliet.sends(`<presence type="unsubscribed" to="${tybalt.account}"/>`);
  await settled(juliet, tybalt);
  await publish(juliet, TUNE, tune("Presto"));
  await tybalt.receivesNothing("<message/>");
  expect(refusal(await ask(tybalt, "get", `<items node="${TUNE}"/>`, juliet.account))).toBe(
    "auth not-authorized presence-subscription-required",
  );
  await tybalt.leaves();
});

test("§5: the roster access model allows contacts of the listed groups", async () => {
  const { juliet, romeo, nurse, benvolio } = actors;
  const node = "urn:test:geoloc";
  await follows(romeo, node);
  await follows(nurse, node);
  await settled(juliet, romeo, nurse);
  const item = '<item id="1"><geoloc xmlns="urn:test:geoloc"/></item>';
  await publish(juliet, node, item, { access_model: "roster", roster_groups_allowed: ["Friends"] });
  await romeo.receives(event(juliet.account, node, item));
  await nurse.receivesNothing("<message/>");
  expect(await idsOf(romeo, node, juliet.account)).toEqual(["1"]);
  const asked = (actor: Actor) => ask(actor, "get", `<items node="${node}"/>`, juliet.account).then(refusal);
  expect(await asked(nurse)).toBe("auth not-authorized not-in-roster-group");
  // A stranger cannot find out whether the node exists.
  expect(await asked(benvolio)).toBe("auth not-authorized presence-subscription-required");
});

test("§5: the whitelist access model allows members only", async () => {
  const { juliet, romeo, nurse } = actors;
  const node = "urn:test:private";
  await publish(juliet, node, '<item id="1"><secret xmlns="urn:test:private"/></item>', { access_model: "whitelist" });
  const asked = (actor: Actor) => ask(actor, "get", `<items node="${node}"/>`, juliet.account);
  expect(refusal(await asked(romeo))).toBe("cancel not-allowed closed-node");
  const member = `<affiliations node="${node}"><affiliation jid="${romeo.account}" affiliation="member"/></affiliations>`;
  expect((await askOwner(juliet, "set", member)).attrs.type).toBe("result");
  expect((await asked(romeo)).attrs.type).toBe("result");
  expect(refusal(await asked(nurse))).toBe("cancel not-allowed closed-node");
});

test("RFC 6121 §8.5.1: a stranger gets the same answer for a node, a missing node and a missing account", async () => {
  const { juliet, benvolio } = actors;
  const asked = (inner: string, to: string) => ask(benvolio, "get", inner, to).then(refusal);
  const answers = [
    await asked(`<items node="${TUNE}"/>`, juliet.account),
    await asked('<items node="urn:test:private"/>', juliet.account),
    await asked('<items node="urn:test:no-such-node"/>', juliet.account),
    await asked(`<items node="${TUNE}"/>`, "nobody@localhost"),
  ];
  expect(new Set(answers)).toEqual(new Set(["auth not-authorized presence-subscription-required"]));
});

test("RFC 6121 §8.5.1: an outcast of an open node who is a stranger gets the answer for a missing node", async () => {
  const { juliet, benvolio } = actors;
  const asked = async (node: string) => refusal(await ask(benvolio, "get", `<items node="${node}"/>`, juliet.account));
  await publish(juliet, "urn:test:ban", '<item id="1"><a xmlns="urn:test"/></item>', { access_model: "open" });
  expect(await asked("urn:test:ban")).toBe("");
  const entry = `<affiliation jid="${benvolio.account}" affiliation="outcast"/>`;
  await askOwner(juliet, "set", `<affiliations node="urn:test:ban">${entry}</affiliations>`);
  expect(await asked("urn:test:ban")).toBe(await asked("urn:test:none"));
});

test("§4.1: an open node may be subscribed to without a presence subscription", async () => {
  const { juliet, benvolio } = actors;
  const node = "urn:test:blog";
  await publish(juliet, node, '<item id="1"><entry xmlns="urn:test:blog"/></item>', { access_model: "open" });
  expect(await idsOf(benvolio, node, juliet.account)).toEqual(["1"]);
  const answer = await ask(benvolio, "set", `<subscribe node="${node}" jid="${benvolio.account}"/>`, juliet.account);
  expect(answer.getChild("pubsub")?.getChild("subscription")?.attrs.subscription).toBe("subscribed");
  const first = await benvolio.receives(event(juliet.account, node, '<item id="1"/>'));
  // §4.3.1: without presence of the subscriber, to its bare JID.
  expect(first.attrs.to).toBe(benvolio.account);
  await publish(juliet, node, '<item id="2"><entry xmlns="urn:test:blog"/></item>', { access_model: "open" });
  await benvolio.receives(event(juliet.account, node, '<item id="2"/>', benvolio.account));
});

test("XEP-0060 §9.1.3: the sender of directed presence is subscribed to open nodes while it is available", async () => {
  const { juliet, benvolio } = actors;
  const node = "urn:test:open";
  const item = (id: string) => `<item id="${id}"><entry xmlns="${node}"/></item>`;
  await publish(juliet, node, item("1"), { access_model: "open" });
  await follows(benvolio, node);
  await benvolio.receivesNothing(event(juliet.account, node, '<item id="1"/>'));
  const notification = benvolio.client.inbox.all.findLast(
    ({ name, attrs }) => name === "presence" && attrs.from === benvolio.jid,
  );
  benvolio.sends(`<presence to="${juliet.account}">${notification?.getChild("c")}</presence>`);
  await benvolio.receives(event(juliet.account, node, '<item id="1"/>', benvolio.jid));
  benvolio.sends(`<presence to="${juliet.account}" type="unavailable"/>`);
  await settled(benvolio, juliet);
  await publish(juliet, node, item("2"));
  await benvolio.receivesNothing(event(juliet.account, node, '<item id="2"/>'));
});

test("§6.2: disco#items lists the nodes that the contact may access, and no others", async () => {
  const { juliet, romeo, benvolio } = actors;
  const nodes = async (actor: Actor): Promise<string[]> => {
    const answer = await actor.asks(`<iq type="get" to="${juliet.account}"><query xmlns="${ITEMS}"/></iq>`);
    expect(answer.attrs.type).toBe("result");
    return (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs.node);
  };
  expect(await nodes(juliet)).toContain("urn:test:private");
  const nurse = await nodes(actors.nurse);
  expect(nurse).toContain(TUNE);
  expect(nurse).not.toContain("urn:test:private");
  expect(nurse).not.toContain("urn:test:geoloc");
  expect(await nodes(romeo)).toContain("urn:test:geoloc");
  expect((await nodes(benvolio)).sort()).toEqual(["urn:test:blog", "urn:test:open"]);
});

test("XEP-0060 §5.3, §5.4: disco#info of a node has its identity and metadata", async () => {
  const { juliet, romeo, benvolio } = actors;
  const asked = (actor: Actor, node: string) =>
    actor.asks(`<iq type="get" to="${juliet.account}"><query xmlns="${INFO}" node="${node}"/></iq>`);
  const info = await asked(romeo, TUNE);
  expect(info.getChild("query")?.getChild("identity")?.attrs).toMatchObject({ category: "pubsub", type: "leaf" });
  expect(fieldIn(info, "pubsub#owner")).toEqual([juliet.account]);
  expect(refusal(await asked(romeo, "urn:test:private-too"))).toBe("cancel item-not-found");
  expect(refusal(await asked(benvolio, TUNE))).toBe("cancel service-unavailable");
  expect((await asked(benvolio, "urn:test:blog")).attrs.type).toBe("result");
});

test("§2.2: other accounts cannot create, publish, configure or delete", async () => {
  const { juliet, romeo } = actors;
  const to = juliet.account;
  expect(refusal(await ask(romeo, "set", '<create node="urn:test:mine"/>', to))).toBe("auth forbidden");
  expect(refusal(await publish(romeo, TUNE, tune("Mine"), undefined, to))).toBe("auth forbidden");
  expect(refusal(await publish(romeo, "urn:test:other", tune("Mine"), undefined, to))).toBe("cancel item-not-found");
  expect(refusal(await askOwner(romeo, "get", `<configure node="${TUNE}"/>`, to))).toBe("auth forbidden");
  expect(refusal(await askOwner(romeo, "set", `<delete node="${TUNE}"/>`, to))).toBe("auth forbidden");
  expect(refusal(await askOwner(romeo, "set", `<purge node="${TUNE}"/>`, to))).toBe("auth forbidden");
  expect(refusal(await ask(romeo, "set", `<retract node="${TUNE}"><item id="current"/></retract>`, to))).toBe(
    "auth forbidden",
  );
});

test("an account cannot give up the ownership of its nodes", async () => {
  const { juliet, romeo } = actors;
  const give = `<affiliations node="${TUNE}"><affiliation jid="${romeo.account}" affiliation="owner"/>`;
  const leave = `<affiliation jid="${juliet.account}" affiliation="none"/></affiliations>`;
  expect(refusal(await askOwner(juliet, "set", give + leave))).toBe("modify not-acceptable");
  const list = await askOwner(juliet, "get", `<affiliations node="${TUNE}"/>`);
  const affiliations = list.getChild("pubsub")?.getChild("affiliations")?.getChildren("affiliation") ?? [];
  expect(affiliations.map(({ attrs }) => `${attrs.jid} ${attrs.affiliation}`)).toEqual([`${juliet.account} owner`]);
});

test("a request without `to` and one to the account's own bare JID reach the same service", async () => {
  const { juliet } = actors;
  const itemsAsText = async (to?: string): Promise<string> => (await itemsOf(juliet, TUNE, to)).join("");
  expect(await itemsAsText(juliet.account)).toBe(await itemsAsText());
  expect(await itemsAsText()).toContain("<title>Presto</title>");
});

test("nodes are kept across a restart, and removed with their account", async () => {
  await using other = await startTestServer();
  const { viola } = await cast(other, ["viola"]);
  await publish(viola, TUNE, tune("Orsino"), { access_model: "open" });
  await other.restart();
  const recreated = await cast(other, ["viola", "olivia"]);
  expect(await idsOf(recreated.viola, TUNE)).toEqual(["current"]);
  await askServer(other.home, "DELETE /users", { jid: viola.account });
  await other.createAccount(viola.account);
  expect(refusal(await ask(recreated.olivia, "get", `<items node="${TUNE}"/>`, viola.account))).toBe(
    "auth not-authorized presence-subscription-required",
  );
});
