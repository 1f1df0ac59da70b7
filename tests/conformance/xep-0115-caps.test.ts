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

test("§5.2: the verification string of the simple example", () => {
  const info = parseElement(
    `<query xmlns="${INFO}"><identity category="client" name="Exodus 0.9.1" type="pc"/>` +
      `<feature var="http://jabber.org/protocol/muc"/><feature var="${INFO}"/>` +
      `<feature var="http://jabber.org/protocol/disco#items"/><feature var="${NS}"/></query>`,
  );
  expect(verificationString(info.getChildElements())).toBe("QgayPKawpkPSDYmwT/WM94uAlu0=");
});

test("§6.3: the server's capabilities are among the stream features after authentication", () => {
  expect(caps?.attrs).toMatchObject({ hash: "sha-1" });
  expect(caps?.attrs.node).toBeString();
});

test("§5.1, §5.4: 'ver' is the hash of the domain's disco#info, recomputed here", async () => {
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

test("§6.2: a query to node#ver is answered with the same information and that node", async () => {
  const node = `${caps?.attrs.node}#${caps?.attrs.ver}`;
  const [plain, named] = [
    await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}"/></iq>`),
    await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}" node="${node}"/></iq>`),
  ].map((answer) => answer.getChild("query", INFO));
  expect(named?.attrs.node).toBe(node);
  expect(named?.children.join("")).toBe(plain?.children.join("") ?? "");
});

test("§6.1: a client's <c/> is delivered unchanged with its presence", async () => {
  const c = `<c xmlns="${NS}" hash="sha-1" node="http://example.org" ver="QgayPKawpkPSDYmwT/WM94uAlu0="/>`;
  actors.romeo.sends(`<presence>${c}</presence>`);
  await actors.romeo.receives(`<presence>${c}</presence>`);
});

test("§7: the domain advertises it", async () => {
  expect(await featuresOf(actors.romeo, "localhost")).toContain(NS);
});

describe("capabilities of clients", () => {
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

  /** Another session of the same account, available with these capabilities. */
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
  /** Whether this session is notified of an item that is published now. */
  async function isNotified(actor: Actor): Promise<boolean> {
    await settled(actor);
    published += 1;
    await publish(romeo, NODE, `<item id="${published}"><a xmlns="${NODE}"/></item>`);
    await actor.pings();
    return actor.client.inbox.waiting().some((element) => covers(element, parseElement(event(String(published)))));
  }

  test("§6.2: the first client with an unknown hash is queried at node#ver; the next one is not", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    const first = await present("first", ver);
    await publish(romeo, NODE, `<item id="early"><a xmlns="${NODE}"/></item>`);
    await first.receivesNothing(event("early"));
    // §8.4: presence without capabilities changes nothing.
    first.sends("<presence><show>away</show></presence>");
    await answers(first, ver, infoWith(kind));
    await first.receives(event("early"));
    expect(await isNotified(first)).toBe(true);
    const second = await present("second", ver);
    await second.receivesNothing("<iq type='get'/>");
    expect(await isNotified(second)).toBe(true);
    for (const actor of [first, second]) await actor.leaves();
  });

  test("§8.2: verified hashes are kept across a restart", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    await using persistentServer = await startTestServer();
    const asking = (await cast(persistentServer, ["romeo"])).romeo;
    asking.sends(`<presence>${capsElement(ver)}</presence>`);
    await answers(asking, ver, infoWith(kind));
    await persistentServer.restart();
    const romeoAgain = (await cast(persistentServer, ["romeo"])).romeo;
    romeoAgain.sends(`<presence>${capsElement(ver)}</presence>`);
    await romeoAgain.receivesNothing("<iq type='get'/>");
    await publish(romeoAgain, NODE, `<item id="r"><a xmlns="${NODE}"/></item>`);
    await romeoAgain.receives(event("r"));
  });

  test("§5.4: an answer that does not match the hash is discarded; the next client that announces it is queried", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    const forger = await present("liar", ver);
    const honestClient = await present("honest", ver);
    await honestClient.receivesNothing("<iq type='get'/>");
    await answers(forger, ver, infoWith([...kind, "urn:test:poison"]));
    expect(await isNotified(forger)).toBe(false);
    await answers(honestClient, ver, infoWith(kind));
    expect(await isNotified(honestClient)).toBe(true);
    expect(await isNotified(forger)).toBe(true);
    for (const actor of [forger, honestClient]) await actor.leaves();
  });

  test("§5.4: duplicate features or identities are ill-formed, whatever the hash", async () => {
    const kind = newFeatureSet(NODE);
    const duplicated = [...kind, ...kind];
    const ver = hashOf(duplicated);
    const actor = await present("twice", ver);
    await answers(actor, ver, infoWith(duplicated));
    expect(await isNotified(actor)).toBe(false);
    await actor.leaves();
  });

  test("§9.3: a feature cannot be hidden by sending it as part of a form with the same hash", async () => {
    const kind = [...newFeatureSet(), "urn:test:a", `${NODE}+notify`].sort();
    const ver = hashOf(kind);
    const [first, ...rest] = kind;
    // The same text, and so the same hash: the last features as a form's type and field.
    const [formType, field] = rest.slice(-2);
    expect([formType, field].some((text) => text === `${NODE}+notify`)).toBe(true);
    const form = `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="hidden"><value>${formType}</value></field><field var="${field}"/></x>`;
    const forgedInfo = infoWith([first ?? "", ...rest.slice(0, -2)]).replace("</query>", `${form}</query>`);
    const forger = await present("forger", ver);
    await answers(forger, ver, forgedInfo);
    const honestClient = await present("victim", ver);
    expect(await isNotified(honestClient)).toBe(true);
    for (const actor of [forger, honestClient]) await actor.leaves();
  });

  test("an answer from another address is ignored", async () => {
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

  test("a client that never answers does not block the others", async () => {
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

  test("§5.4, §14: capabilities without `hash`, or with an unknown hash function, are ignored", async () => {
    const kind = newFeatureSet(NODE);
    const ver = hashOf(kind);
    const unknownHash = await present("strange", ver, "md2");
    await unknownHash.receivesNothing("<iq type='get'/>");
    const withoutHash = await enter(restarted, "romeo", "old");
    await appear(withoutHash, `<presence><c xmlns="${NS}" node="urn:test" ver="0.9" ext="a b"/></presence>`);
    await withoutHash.receivesNothing("<iq type='get'/>");
    expect(await isNotified(withoutHash)).toBe(false);
    for (const actor of [unknownHash, withoutHash]) await actor.leaves();
  });

  test("an oversized answer is not stored", async () => {
    const many = Array.from({ length: 2000 }, (_, index) => `urn:test:feature:number:${index}`);
    const kind = [...newFeatureSet(NODE), ...many];
    const ver = hashOf(kind);
    const actor = await present("endless", ver);
    await answers(actor, ver, infoWith(kind));
    expect(await isNotified(actor)).toBe(false);
    await actor.leaves();
  });
});
