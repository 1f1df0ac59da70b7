/** Archives, carbons, OMEMO keys, blocking and push between accounts of two servers, and after a restart. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { type Actor, appear, enter } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { enterResumably, resumed } from "../support/client/resumable.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import {
  exchangeMessages,
  expectNoErrors,
  nextDomains,
  pingServerOf,
  subscribe,
  subscribeBoth,
  twoServers,
  until,
} from "../support/federation/two-servers.ts";
import { conditionOf } from "../support/hostile.ts";
import type { TestServer } from "../support/server.ts";
import { archiveOf } from "../support/xep/archive.ts";
import { announcesCaps, hashOf, infoWith, itemsOf, newFeatureSet, publish, refusal } from "../support/xep/pubsub.ts";

let federation: TestFederation;
beforeAll(async () => {
  federation = await openTestFederation();
});
afterAll(() => federation[Symbol.asyncDispose]());

const MOOD = "http://jabber.org/protocol/mood";
const happy = `<item id="current"><mood xmlns="${MOOD}"><happy/></mood></item>`;
const moodOf = ({ account }: Actor): string =>
  `<message from="${account}"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="${MOOD}">${happy}</items></event></message>`;

const VCARD = '<vCard xmlns="vcard-temp"/>';

/** The one wants to be notified of moods, and both servers know it. */
async function wantsMoods(one: Actor, other: Actor): Promise<void> {
  const kind = newFeatureSet(MOOD);
  await announcesCaps(one, kind);
  const node = `urn:test#${hashOf(kind)}`;
  const asked = await one.receives(
    `<iq type="get" from="${other.account}"><query xmlns="http://jabber.org/protocol/disco#info" node="${node}"/></iq>`,
  );
  one.sends(`<iq type="result" to="${other.account}" id="${asked.attrs.id}">${infoWith(kind, node)}</iq>`);
  await pingServerOf(one, other);
}

describe("with a contact on another server", () => {
  test("XEP-0313: the archive of each has what both have said, in order", async () => {
    const both = await twoServers(federation);
    await exchangeMessages(both);
    for (const actor of [both.juliet, both.romeo]) {
      const { results } = await archiveOf(actor, "");
      expect(results.map(({ body }) => body)).toEqual(["Wherefore art thou?", "Neither, fair saint."]);
    }
    const { results } = await archiveOf(
      both.juliet,
      `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>urn:xmpp:mam:2</value></field><field var="with"><value>${both.romeo.account}</value></field></x>`,
    );
    expect(results).toHaveLength(2);
    expectNoErrors(both);
  });

  test("XEP-0280: one's other apps have copies of what is sent there, and of what comes from there", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo, capulet } = both;
    const phone = await enter(capulet, "juliet", "phone");
    await appear(phone);
    await phone.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
    juliet.sends(`<message to="${romeo.account}" type="chat"><body>1</body></message>`);
    await romeo.receives("<message><body>1</body></message>");
    romeo.sends(`<message to="${juliet.jid}" type="chat"><body>2</body></message>`);
    await juliet.receives("<message><body>2</body></message>");
    const copied = (direction: string, from: string, body: string): string =>
      `<message from="${juliet.account}"><${direction} xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" from="${from}"><body>${body}</body></message></forwarded></${direction}></message>`;
    await phone.receives(copied("sent", juliet.jid, "1"));
    await phone.receives(copied("received", romeo.jid, "2"));
    expectNoErrors(both);
  });

  test("XEP-0384: her bundle is fetched from there, by a stranger too; a node for contacts alone is not", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo } = both;
    const node = "eu.siacs.conversations.axolotl.bundles:31415";
    const item = '<item id="current"><bundle xmlns="eu.siacs.conversations.axolotl"/></item>';
    expect(refusal(await publish(juliet, node, item, { access_model: "open" }))).toBe("");
    expect(refusal(await publish(juliet, MOOD, happy))).toBe("");
    expect(await itemsOf(romeo, node, juliet.account)).toHaveLength(1);
    expect(await itemsOf(romeo, MOOD, juliet.account)).toEqual([]);
    await subscribe(romeo, juliet);
    expect(await itemsOf(romeo, MOOD, juliet.account)).toHaveLength(1);
    expectNoErrors(both);
  });

  test("XEP-0191: who is blocked sees one go, and gets the answers of an account that is not there", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo } = both;
    await subscribeBoth(both);
    await wantsMoods(romeo, juliet);
    const domain = romeo.account.split("@")[1];
    await juliet.asks(`<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="${domain}"/></block></iq>`);
    await romeo.receives(`<presence from="${juliet.jid}" type="unavailable"/>`);
    const nobody = juliet.account.replace("juliet", "nobody");
    for (const request of [VCARD, '<query xmlns="http://jabber.org/protocol/disco#info"/>']) {
      const answers = [juliet.account, nobody].map((to) => romeo.asks(`<iq type="get" to="${to}">${request}</iq>`));
      const [blocked, absent] = (await Promise.all(answers)).map(conditionOf);
      expect(blocked).toBe("service-unavailable");
      expect(absent).toBe("service-unavailable");
    }
    romeo.sends(`<message to="${juliet.account}" type="chat" id="m"><body>!</body></message>`);
    expect(conditionOf(await romeo.receives('<message type="error" id="m"/>'))).toBe("service-unavailable");
    romeo.client.inbox.forget();
    juliet.sends("<presence><show>dnd</show></presence>");
    await publish(juliet, MOOD, happy);
    const told = await juliet.asks(`<iq type="get" to="${romeo.account}">${VCARD}</iq>`);
    expect(conditionOf(told)).toBe("not-acceptable");
    await juliet.asks(`<iq type="get" id="p" to="${juliet.account.split("@")[1]}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await pingServerOf(romeo, juliet);
    expect(romeo.client.inbox.waiting().filter(({ attrs }) => attrs.from?.startsWith("juliet"))).toEqual([]);
    await juliet.asks('<iq type="set"><unblock xmlns="urn:xmpp:blocking"/></iq>');
    await romeo.receives(`<presence from="${juliet.jid}"><show>dnd</show></presence>`);
    await juliet.receives(`<presence from="${romeo.jid}"/>`);
    expectNoErrors(both);
  });
});

test("RFC 6121 §3.2: an account that is removed takes its subscriptions with it, there too", async () => {
  const both = await twoServers(federation);
  const { juliet, romeo, capulet } = both;
  await subscribeBoth(both);
  await capulet.removeAccount(juliet.account);
  await romeo.receives(`<presence from="${juliet.jid}" type="unavailable"/>`);
  await romeo.receives(`<presence from="${juliet.account}" type="unsubscribed"/>`);
  await romeo.receives(`<presence from="${juliet.account}" type="unsubscribe"/>`);
  expectNoErrors(both);
});

describe("XEP-0357: an app's service at another domain", () => {
  const NS = "urn:xmpp:push:0";
  const SECRET = "s";

  async function phones(settings: readonly string[] = []) {
    const service = `push.${nextDomains()[1]}`;
    const both = await twoServers(federation, { settings }, { settings: [`components.secrets=${service}=${SECRET}`] });
    const { capulet, montague, juliet } = both;
    federation.setRecords(service, { direct: portOf(montague) });
    const phone = await enter(capulet, "juliet", "phone");
    await phone.asks(`<iq type="set"><enable xmlns="${NS}" jid="${service}" node="n"/></iq>`);
    await phone.leaves();
    await juliet.leaves();
    return { ...both, service };
  }

  test("§7: is told of a message; its error ends that (§7.1)", async () => {
    const { service, romeo, juliet, montague, ...others } = await phones();
    const app = await Component.connect(montague, service, SECRET);
    const pushed = () => app.receives(`<iq xmlns="jabber:client" type="set" to="${service}"/>`);
    const tells = (n: number) => romeo.sends(`<message to="${juliet.account}" type="chat"><body>${n}</body></message>`);
    tells(1);
    const first = await pushed();
    app.sends(`<iq type="result" id="${first.attrs.id}" from="${service}" to="${first.attrs.from}"/>`);
    await pingServerOf(romeo, juliet);
    tells(2);
    const second = await pushed();
    app.sends(
      `<iq type="error" id="${second.attrs.id}" from="${service}" to="${second.attrs.from}"><error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`,
    );
    const givenUp = ({ event }: { event: string }): boolean => event === "push-service-given-up";
    await until(() => others.capulet.events.some(givenUp));
    app.leaves();
    expectNoErrors({ montague, ...others });
  });

  test("a domain that is not there is asked again later: it is not given up", async () => {
    const { service, romeo, juliet, capulet, montague } = await phones();
    federation.removeRecords(service);
    romeo.sends(`<message to="${juliet.account}" type="chat"><body>1</body></message>`);
    await until(() => capulet.events.some(({ event, remote }) => event === "server-unreachable" && remote === service));
    await pingServerOf(romeo, juliet);
    expect(capulet.events.filter(({ event }) => event === "push-service-given-up")).toEqual([]);
    expectNoErrors({ capulet, montague });
  });
});

describe("a restart", () => {
  test("ends sessions: contacts elsewhere see them go", async () => {
    const both = await twoServers(federation);
    const { romeo, juliet, capulet } = both;
    await subscribe(romeo, juliet);
    await capulet.restart();
    await romeo.receives(`<presence from="${juliet.jid}" type="unavailable"/>`);
    expectNoErrors(both);
  });

  test("also those whose server has not been spoken with for a while: it is called for that", async () => {
    const idle = { settings: ["federation.idle=1s"] };
    const both = await twoServers(federation, idle, idle);
    const { romeo, juliet, capulet, montague } = both;
    await subscribe(romeo, juliet);
    await silence(capulet, montague);
    await capulet.restart();
    await romeo.receives(`<presence from="${juliet.jid}" type="unavailable"/>`);
    expectNoErrors(both);
  });

  test("a session that outlasts it sees its contacts as they are by then, and hears of them, and they of it", async () => {
    const both = await twoServers(federation);
    const { romeo, capulet, montague } = both;
    const tablet = await enterResumably(capulet, "juliet", "tablet");
    await appear(tablet.actor);
    await subscribeBoth({ juliet: tablet.actor, romeo });
    await wantsMoods(romeo, tablet.actor);
    await capulet.restart();
    const { actor } = await resumed(capulet, tablet);
    await actor.receives(`<presence from="${romeo.jid}"/>`);
    expect(refusal(await publish(actor, MOOD, happy))).toBe("");
    await romeo.receives(moodOf(actor));
    expectNoErrors({ capulet, montague });
  });
});

/** No stream stands between them any more. */
async function silence(...servers: readonly TestServer[]): Promise<void> {
  const isConnected = async ({ home }: TestServer): Promise<boolean> => {
    const { incoming = [], outgoing = [] } = (await askServer(home, "GET /federation")) ?? {};
    return incoming.length > 0 || outgoing.some(({ state }) => state === "connected");
  };
  for (const server of servers) while (await isConnected(server)) await Bun.sleep(50);
}

const portOf = ({ server }: TestServer): number => Number(server.listening.server_tls?.split(":").at(-1));
