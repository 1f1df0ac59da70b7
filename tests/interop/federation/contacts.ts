/** Subscriptions, presence, chat, vCards and PEP between accounts of two servers. */
import { afterAll, beforeAll, describe, expect } from "bun:test";
import type { Element } from "ltx";
import type { Actor } from "../../support/cast.ts";
import { capsClient } from "../../support/client/caps.ts";
import type { FederationMethod } from "../../support/network/federation-methods.ts";
import type { Peer } from "../../support/peers/peer.ts";
import { publish } from "../../support/xep/pubsub.ts";
import { itemsOf } from "../../support/xep/roster.ts";
import { missingFor, testWithPeers } from "./needs.ts";
import { befriend, openTwoServers, type Server, type TwoServers } from "./two-servers.ts";

const VCARD = "vcard-temp";
const TUNE = "http://jabber.org/protocol/tune";

/** Romeo has an account at one server, Juliet at the other; each test has its own pair. */
const TOPICS = ["subscription", "chat", "presence", "vcard", "pep", "offline"] as const;
type Topic = (typeof TOPICS)[number];

const nameOf = (name: "romeo" | "juliet", topic: Topic): string => `${name}${topic}`;

/** Features of the other server. */
export interface Abilities {
  /** XEP-0163: whether it supports PEP. */
  readonly pep: boolean;
}

/** Tests of contacts between two servers that federate by this method. */
export function testContacts(
  peers: readonly [Peer, Peer],
  method: FederationMethod,
  { pep }: Abilities = { pep: true },
): void {
  const test = testWithPeers(peers);
  describe(`${peers.map(({ name }) => name).join(" and ")}: ${method.name}`, () => {
    let sides: TwoServers;

    beforeAll(async () => {
      // Hooks run even where every test is skipped.
      if (missingFor(peers).length > 0) return;
      const accounts = TOPICS.flatMap((topic) => [nameOf("romeo", topic), nameOf("juliet", topic)]);
      sides = await openTwoServers(peers, method, accounts);
    });
    afterAll(() => sides?.[Symbol.asyncDispose]());

    /** Signs in both accounts of a test. */
    const pair = async (topic: Topic): Promise<readonly [Actor, Actor]> => [
      await sides.one.enter(nameOf("romeo", topic)),
      await sides.other.enter(nameOf("juliet", topic)),
    ];

    test("XEP-0199 §4.2: each server answers pings of the other's users", async () => {
      const [romeo, juliet] = await pair("chat");
      expect((await ping(romeo, sides.other)).attrs.type).toBe("result");
      expect((await ping(juliet, sides.one)).attrs.type).toBe("result");
    });

    test("RFC 6121 §3.1: subscriptions in both directions, with presence", async () => {
      const [romeo, juliet] = await pair("subscription");
      await befriend(romeo, juliet);
      expect((await itemsOf(romeo))[juliet.account]?.subscription).toBe("both");
      expect((await itemsOf(juliet))[romeo.account]?.subscription).toBe("both");
    });

    test("RFC 6121 §5: messages in both directions, in order", async () => {
      const [romeo, juliet] = await pair("chat");
      for (const [from, to] of [
        [romeo, juliet],
        [juliet, romeo],
      ] as const) {
        for (const text of ["one", "two", "three"])
          from.sends(`<message type="chat" to="${to.account}"><body>${text}</body></message>`);
        for (const text of ["one", "two", "three"]) {
          const message = await to.client.receive(({ name }) => name === "message");
          expect(message.getChildText("body")).toBe(text);
          expect(message.attrs.from).toBe(from.jid);
        }
      }
    });

    test("RFC 6121 §4: presence changes, unavailable presence, and presence of contacts already online", async () => {
      const [romeo, juliet] = await pair("presence");
      await befriend(romeo, juliet);
      romeo.sends("<presence><show>dnd</show></presence>");
      await juliet.receives(`<presence from="${romeo.jid}"><show>dnd</show></presence>`);
      juliet.sends("<presence><show>away</show></presence>");
      await romeo.receives(`<presence from="${juliet.jid}"><show>away</show></presence>`);
      await juliet.leaves();
      await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
      const newSession = await sides.other.enter(nameOf("juliet", "presence"));
      await newSession.receives(`<presence from="${romeo.jid}"><show>dnd</show></presence>`);
      await romeo.leaves();
      await newSession.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
    });

    test("XEP-0054 §3.2: each retrieves the other's vCard", async () => {
      const [romeo, juliet] = await pair("vcard");
      for (const [from, to] of [
        [romeo, juliet],
        [juliet, romeo],
      ] as const) {
        const card = `<vCard xmlns="${VCARD}"><FN>${from.account}</FN></vCard>`;
        expect((await from.asks(`<iq type="set">${card}</iq>`)).attrs.type).toBe("result");
        const answer = await to.asks(`<iq type="get" to="${from.account}"><vCard xmlns="${VCARD}"/></iq>`);
        expect(answer.getChild("vCard", VCARD)?.getChildText("FN")).toBe(from.account);
      }
    });

    test(`XEP-0163 §4: events of contacts${pep ? " in both directions" : ""}`, async () => {
      const [romeo, juliet] = await pair("pep");
      await befriend(romeo, juliet);
      for (const actor of [romeo, juliet]) showInterest(actor);
      await hearsOf(romeo, juliet);
      if (pep) await hearsOf(juliet, romeo);
    });

    test("XEP-0160 §3: a message to an offline contact is stored", async () => {
      const waits = async (from: Actor, to: Actor, side: Server): Promise<Actor> => {
        await to.leaves();
        // Its server knows that it is offline: messages are stored from now on.
        await from.receives(`<presence type="unavailable" from="${to.jid}"/>`);
        from.sends(`<message type="chat" to="${to.account}"><body>while you slept</body></message>`);
        // The answer of the other server proves that it has handled what was sent before.
        expect((await ping(from, side)).attrs.type).toBe("result");
        const newSession = await side.enter(to.account.slice(0, to.account.indexOf("@")));
        const message = await newSession.receives(`<message from="${from.jid}"><body>while you slept</body></message>`);
        expect(message.getChild("delay", "urn:xmpp:delay")).toBeDefined();
        return newSession;
      };
      const [romeo, juliet] = await pair("offline");
      await befriend(romeo, juliet);
      await waits(await waits(romeo, juliet, sides.other), romeo, sides.one);
    });
  });
}

const ping = (actor: Actor, { domain }: Server) =>
  actor.asks(`<iq type="get" to="${domain}"><ping xmlns="urn:xmpp:ping"/></iq>`);

const APP = capsClient(`${TUNE}+notify`);

/** Announces +notify features in presence, and answers disco#info of its own server and the contact's. */
function showInterest({ client }: Actor): void {
  client.onElement = (element) => {
    if (!APP.answers(client, element)) client.inbox.put(element);
  };
  client.send(`<presence>${APP.caps}</presence>`);
}

/** Publishes until the other is notified: the publisher's server learns the reader's capabilities with a delay. */
async function hearsOf(publisher: Actor, reader: Actor): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (let track = 1; performance.now() < deadline; track += 1) {
    const item = `<item id="current"><tune xmlns="${TUNE}"><track>${track}</track></tune></item>`;
    expect((await publish(publisher, TUNE, item)).attrs.type).toBe("result");
    const event = await reader.client
      .receive((element) => eventOf(element)?.attrs.node === TUNE && element.attrs.from === publisher.account, 300)
      .catch(() => undefined);
    if (!event) continue;
    expect(eventOf(event)?.getChild("item")?.getChild("tune", TUNE)?.getChildText("track")).toBe(String(track));
    return;
  }
  throw new Error(`${reader.account} is not notified of items of ${publisher.account}`);
}

const eventOf = (element: Element) =>
  element.getChild("event", "http://jabber.org/protocol/pubsub#event")?.getChild("items");
