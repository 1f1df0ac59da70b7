/** XEP-0115: Entity Capabilities. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { verificationString } from "../../src/xep/0115-caps/caps.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Actor, appear, type Cast, cast, enter, settled } from "../support/cast.ts";
import { covers } from "../support/covers.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { capsElement, EVENT, hashOf, infoWith, newFeatureSet, publish } from "../support/xep/pubsub.ts";

const NS = "http://jabber.org/protocol/caps";
const INFO = "http://jabber.org/protocol/disco#info";

let server: TestServer;
let actors: Cast<"romeo">;
let caps: Element | undefined;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo"]);
  caps = actors.romeo.client.features.getChild("c", NS);
});
afterAll(() => server[Symbol.asyncDispose]());

test("§5.2: the simple example's string", () => {
  const info = parseElement(
    `<query xmlns="${INFO}"><identity category="client" name="Exodus 0.9.1" type="pc"/>` +
      `<feature var="http://jabber.org/protocol/muc"/><feature var="${INFO}"/>` +
      `<feature var="http://jabber.org/protocol/disco#items"/><feature var="${NS}"/></query>`,
  );
  expect(verificationString(info.getChildElements())).toBe("QgayPKawpkPSDYmwT/WM94uAlu0=");
});

test("§6.3: the server's own stand among the stream features, once the client has authenticated", () => {
  expect(caps?.attrs).toMatchObject({ hash: "sha-1" });
  expect(caps?.attrs.node).toBeString();
});

test("§5.1, §5.4: the string is the hash of what the domain answers, recomputed here", async () => {
  const answer = await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}"/></iq>`);
  const query = answer.getChild("query", INFO);
  const identities = (query?.getChildren("identity") ?? []).map(
    ({ attrs }) => `${attrs.category}/${attrs.type}/${attrs["xml:lang"] ?? ""}/${attrs.name ?? ""}<`,
  );
  const features = (query?.getChildren("feature") ?? []).map(({ attrs }): string => attrs.var).sort();
  expect(query?.getChildElements().every(({ name }) => name === "identity" || name === "feature")).toBe(true);
  const hashed = [...identities.sort(), ...features.map((feature) => `${feature}<`)].join("");
  expect(caps?.attrs.ver).toBe(createHash("sha1").update(hashed).digest("base64"));
});

test("§6.2: the node with the string is answered with the same information, and says which node it is", async () => {
  const node = `${caps?.attrs.node}#${caps?.attrs.ver}`;
  const [plain, named] = [
    await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}"/></iq>`),
    await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}" node="${node}"/></iq>`),
  ].map((answer) => answer.getChild("query", INFO));
  expect(named?.attrs.node).toBe(node);
  expect(named?.children.join("")).toBe(plain?.children.join("") ?? "");
});

test("§6.1: a client's own capabilities travel with its presence, untouched", async () => {
  const c = `<c xmlns="${NS}" hash="sha-1" node="http://example.org" ver="QgayPKawpkPSDYmwT/WM94uAlu0="/>`;
  actors.romeo.sends(`<presence>${c}</presence>`);
  await actors.romeo.receives(`<presence>${c}</presence>`);
});

test("§7: the domain advertises it", async () => {
  expect(await featuresOf(actors.romeo, "localhost")).toContain(NS);
});

describe("what is learnt of clients", () => {
  const NODE = "urn:test:caps:node";
  const question = (ver: string) => `<iq type="get"><query xmlns="${INFO}" node="urn:test#${ver}"/></iq>`;
  const event = (id: string) =>
    `<message><event xmlns="${EVENT}"><items node="${NODE}"><item id="${id}"/></items></event></message>`;
  let now = Date.now();
  let restarted: TestServer;
  let romeo: Actor;
  let published = 0;

  beforeAll(async () => {
    restarted = await startTestServer({ now: () => now });
    romeo = (await cast(restarted, ["romeo"])).romeo;
    await publish(romeo, NODE, `<item id="0"><a xmlns="${NODE}"/></item>`);
  });
  afterAll(async () => {
    expect(restarted.errors).toEqual([]);
    await restarted[Symbol.asyncDispose]();
  });

  /** Another session of the same account, present with these capabilities. */
  async function present(resource: string, ver: string, hash?: string): Promise<Actor> {
    const actor = await enter(restarted, "romeo", resource);
    await appear(actor, `<presence>${capsElement(ver, hash)}</presence>`);
    return actor;
  }
  const answers = async (actor: Actor, ver: string, children: string): Promise<void> => {
    const { from, id } = (await actor.receives(question(ver))).attrs;
    actor.sends(`<iq type="result" to="${from}" id="${id}">${children}</iq>`);
    await actor.pings();
  };
  /** Whether this one is notified of what is published now. */
  async function isNotified(actor: Actor): Promise<boolean> {
    await settled(actor);
    published += 1;
    await publish(romeo, NODE, `<item id="${published}"><a xmlns="${NODE}"/></item>`);
    await actor.pings();
    return actor.client.inbox.waiting().some((element) => covers(element, parseElement(event(String(published)))));
  }

  test("§6.2: who announces a hash that nobody knows is asked for the node with it; the next one is not", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    const first = await present("first", ver);
    await publish(romeo, NODE, `<item id="early"><a xmlns="${NODE}"/></item>`);
    await first.receivesNothing(event("early"));
    // §8.4: presence that says nothing of capabilities changes nothing.
    first.sends("<presence><show>away</show></presence>");
    await answers(first, ver, infoWith(kind));
    await first.receives(event("early"));
    expect(await isNotified(first)).toBe(true);
    const second = await present("second", ver);
    await second.receivesNothing("<iq type='get'/>");
    expect(await isNotified(second)).toBe(true);
    for (const actor of [first, second]) await actor.leaves();
  });

  test("§8.2: what has been verified is known after a restart", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    await using home = await startTestServer();
    const asking = (await cast(home, ["romeo"])).romeo;
    asking.sends(`<presence>${capsElement(ver)}</presence>`);
    await answers(asking, ver, infoWith(kind));
    await home.restart();
    const again = (await cast(home, ["romeo"])).romeo;
    again.sends(`<presence>${capsElement(ver)}</presence>`);
    await again.receivesNothing("<iq type='get'/>");
    await publish(again, NODE, `<item id="r"><a xmlns="${NODE}"/></item>`);
    await again.receives(event("r"));
  });

  test("§5.4: what has not the hash is not believed, of nobody; another one who announces it is asked", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    const liar = await present("liar", ver);
    const honest = await present("honest", ver);
    await honest.receivesNothing("<iq type='get'/>");
    await answers(liar, ver, infoWith([...kind, "urn:test:poison"]));
    expect(await isNotified(liar)).toBe(false);
    await answers(honest, ver, infoWith(kind));
    expect(await isNotified(honest)).toBe(true);
    expect(await isNotified(liar)).toBe(true);
    for (const actor of [liar, honest]) await actor.leaves();
  });

  test("§5.4: features or identities that stand there twice are ill-formed, whatever the hash", async () => {
    const kind = newFeatureSet(NODE);
    const twice = [...kind, ...kind];
    const ver = hashOf(twice);
    const actor = await present("twice", ver);
    await answers(actor, ver, infoWith(twice));
    expect(await isNotified(actor)).toBe(false);
    await actor.leaves();
  });

  test("§9.3: a feature cannot be hidden from the others by telling it as part of a form", async () => {
    const kind = [...newFeatureSet(), "urn:test:a", `${NODE}+notify`].sort();
    const ver = hashOf(kind);
    const [first, ...rest] = kind;
    // The same text, and so the same hash: the last features as a form's type and field.
    const [formType, field] = rest.slice(-2);
    expect([formType, field].some((text) => text === `${NODE}+notify`)).toBe(true);
    const form = `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="hidden"><value>${formType}</value></field><field var="${field}"/></x>`;
    const poison = infoWith([first ?? "", ...rest.slice(0, -2)]).replace("</query>", `${form}</query>`);
    const liar = await present("forger", ver);
    await answers(liar, ver, poison);
    const honest = await present("victim", ver);
    expect(await isNotified(honest)).toBe(true);
    for (const actor of [liar, honest]) await actor.leaves();
  });

  test("nobody answers in another's name", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    const actor = await present("asked", ver);
    const { from, id } = (await actor.receives(question(ver))).attrs;
    romeo.sends(`<iq type="result" to="${from}" id="${id}">${infoWith(kind)}</iq>`);
    await romeo.pings();
    expect(await isNotified(actor)).toBe(false);
    actor.sends(`<iq type="result" to="${from}" id="${id}">${infoWith(kind)}</iq>`);
    expect(await isNotified(actor)).toBe(true);
    await actor.leaves();
  });

  test("one that never answers does not keep the others waiting for ever", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    const mute = await present("mute", ver);
    await mute.receives(question(ver));
    now += 31_000;
    const other = await present("other", ver);
    await answers(other, ver, infoWith(kind));
    expect(await isNotified(other)).toBe(true);
    for (const actor of [mute, other]) await actor.leaves();
  });

  test("§5.4, §14: without `hash`, or with a function that is not known, the hash is ignored", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    const strange = await present("strange", ver, "md2");
    await strange.receivesNothing("<iq type='get'/>");
    const old = await enter(restarted, "romeo", "old");
    await appear(old, `<presence><c xmlns="${NS}" node="urn:test" ver="0.9" ext="a b"/></presence>`);
    await old.receivesNothing("<iq type='get'/>");
    expect(await isNotified(old)).toBe(false);
    for (const actor of [strange, old]) await actor.leaves();
  });

  test("an answer of endless length is not kept", async () => {
    const many = Array.from({ length: 2000 }, (_, index) => `urn:test:feature:number:${index}`);
    const kind = [...newFeatureSet(NODE), ...many];
    const ver = hashOf(kind);
    const actor = await present("endless", ver);
    await answers(actor, ver, infoWith(kind));
    expect(await isNotified(actor)).toBe(false);
    await actor.leaves();
  });
});
