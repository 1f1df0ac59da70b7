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
const MOOD_ITEM = `<item id="current"><mood xmlns="${MOOD}"><happy/></mood></item>`;
const moodEvent = ({ account }: Actor): string =>
  `<message from="${account}"><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="${MOOD}">${MOOD_ITEM}</items></event></message>`;

const VCARD = '<vCard xmlns="vcard-temp"/>';

/** `one` announces interest in moods, and both servers have processed it. */
async function followMoods(one: Actor, other: Actor): Promise<void> {
  const kind = newFeatureSet(MOOD);
  await announcesCaps(one, kind);
  const node = `urn:test#${hashOf(kind)}`;
  const query = await one.receives(
    `<iq type="get" from="${other.account}"><query xmlns="http://jabber.org/protocol/disco#info" node="${node}"/></iq>`,
  );
  one.sends(`<iq type="result" to="${other.account}" id="${query.attrs.id}">${infoWith(kind, node)}</iq>`);
  await pingServerOf(one, other);
}

describe("with a contact on another server", () => {
  test("XEP-0313: the archive at each end has the messages of both, in order", async () => {
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

  test("XEP-0280: other clients of the account get carbons of messages to and from the contact", async () => {
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

  test("XEP-0384: a bundle is retrieved from there, by a stranger too; a node for contacts only is not", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo } = both;
    const node = "eu.siacs.conversations.axolotl.bundles:31415";
    const item = '<item id="current"><bundle xmlns="eu.siacs.conversations.axolotl"/></item>';
    expect(refusal(await publish(juliet, node, item, { access_model: "open" }))).toBe("");
    expect(refusal(await publish(juliet, MOOD, MOOD_ITEM))).toBe("");
    expect(await itemsOf(romeo, node, juliet.account)).toHaveLength(1);
    expect(await itemsOf(romeo, MOOD, juliet.account)).toEqual([]);
    await subscribe(romeo, juliet);
    expect(await itemsOf(romeo, MOOD, juliet.account)).toHaveLength(1);
    expectNoErrors(both);
  });

  test("XEP-0191: a blocked contact sees the user go offline, and gets the errors of an account that does not exist", async () => {
    const both = await twoServers(federation);
    const { juliet, romeo } = both;
    await subscribeBoth(both);
    await followMoods(romeo, juliet);
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
    await publish(juliet, MOOD, MOOD_ITEM);
    const vcardAnswer = await juliet.asks(`<iq type="get" to="${romeo.account}">${VCARD}</iq>`);
    expect(conditionOf(vcardAnswer)).toBe("not-acceptable");
    await juliet.asks(`<iq type="get" id="p" to="${juliet.account.split("@")[1]}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    await pingServerOf(romeo, juliet);
    expect(romeo.client.inbox.waiting().filter(({ attrs }) => attrs.from?.startsWith("juliet"))).toEqual([]);
    await juliet.asks('<iq type="set"><unblock xmlns="urn:xmpp:blocking"/></iq>');
    await romeo.receives(`<presence from="${juliet.jid}"><show>dnd</show></presence>`);
    await juliet.receives(`<presence from="${romeo.jid}"/>`);
    expectNoErrors(both);
  });
});

test("RFC 6121 §3.2: removing an account cancels its subscriptions on the other server", async () => {
  const both = await twoServers(federation);
  const { juliet, romeo, capulet } = both;
  await subscribeBoth(both);
  await capulet.removeAccount(juliet.account);
  await romeo.receives(`<presence from="${juliet.jid}" type="unavailable"/>`);
  await romeo.receives(`<presence from="${juliet.account}" type="unsubscribed"/>`);
  await romeo.receives(`<presence from="${juliet.account}" type="unsubscribe"/>`);
  expectNoErrors(both);
});

describe("XEP-0357: a push service at another domain", () => {
  const NS = "urn:xmpp:push:0";
  const SECRET = "s";

  async function withPushService(settings: readonly string[] = []) {
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

  test("§7: is notified of a message; its error disables the node (§7.1)", async () => {
    const { service, romeo, juliet, montague, ...others } = await withPushService();
    const app = await Component.connect(montague, service, SECRET);
    const nextPush = () => app.receives(`<iq xmlns="jabber:client" type="set" to="${service}"/>`);
    const sendMessage = (n: number) =>
      romeo.sends(`<message to="${juliet.account}" type="chat"><body>${n}</body></message>`);
    sendMessage(1);
    const first = await nextPush();
    app.sends(`<iq type="result" id="${first.attrs.id}" from="${service}" to="${first.attrs.from}"/>`);
    await pingServerOf(romeo, juliet);
    sendMessage(2);
    const second = await nextPush();
    app.sends(
      `<iq type="error" id="${second.attrs.id}" from="${service}" to="${second.attrs.from}"><error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`,
    );
    const givenUp = ({ event }: { event: string }): boolean => event === "push-service-given-up";
    await until(() => others.capulet.events.some(givenUp));
    app.leaves();
    expectNoErrors({ montague, ...others });
  });

  test("a domain that cannot be reached is retried later, and the node stays enabled", async () => {
    const { service, romeo, juliet, capulet, montague } = await withPushService();
    federation.removeRecords(service);
    romeo.sends(`<message to="${juliet.account}" type="chat"><body>1</body></message>`);
    await until(() => capulet.events.some(({ event, remote }) => event === "server-unreachable" && remote === service));
    await pingServerOf(romeo, juliet);
    expect(capulet.events.filter(({ event }) => event === "push-service-given-up")).toEqual([]);
    expectNoErrors({ capulet, montague });
  });
});

describe("a restart", () => {
  test("ends sessions: contacts on other servers are sent unavailable presence", async () => {
    const both = await twoServers(federation);
    const { romeo, juliet, capulet } = both;
    await subscribe(romeo, juliet);
    await capulet.restart();
    await romeo.receives(`<presence from="${juliet.jid}" type="unavailable"/>`);
    expectNoErrors(both);
  });

  test("connects to idle servers in order to send them unavailable presence", async () => {
    const idle = { settings: ["federation.idle=1s"] };
    const both = await twoServers(federation, idle, idle);
    const { romeo, juliet, capulet, montague } = both;
    await subscribe(romeo, juliet);
    await untilDisconnected(capulet, montague);
    await capulet.restart();
    await romeo.receives(`<presence from="${juliet.jid}" type="unavailable"/>`);
    expectNoErrors(both);
  });

  test("keeps a resumable session, which gets its contacts' current presence; later events reach both sides", async () => {
    const both = await twoServers(federation);
    const { romeo, capulet, montague } = both;
    const tablet = await enterResumably(capulet, "juliet", "tablet");
    await appear(tablet.actor);
    await subscribeBoth({ juliet: tablet.actor, romeo });
    await followMoods(romeo, tablet.actor);
    await capulet.restart();
    const { actor } = await resumed(capulet, tablet);
    await actor.receives(`<presence from="${romeo.jid}"/>`);
    expect(refusal(await publish(actor, MOOD, MOOD_ITEM))).toBe("");
    await romeo.receives(moodEvent(actor));
    expectNoErrors({ capulet, montague });
  });
});

/** Resolves when no stream is open between them. */
async function untilDisconnected(...servers: readonly TestServer[]): Promise<void> {
  const isConnected = async ({ home }: TestServer): Promise<boolean> => {
    const { incoming = [], outgoing = [] } = (await askServer(home, "GET /federation")) ?? {};
    return incoming.length > 0 || outgoing.some(({ state }) => state === "connected");
  };
  for (const server of servers) while (await isConnected(server)) await Bun.sleep(50);
}

const portOf = ({ server }: TestServer): number => Number(server.listening.server_tls?.split(":").at(-1));
