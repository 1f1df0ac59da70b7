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
import { openTwoServers, type Server, type TwoServers } from "./two-servers.ts";

const VCARD = "vcard-temp";
const TUNE = "http://jabber.org/protocol/tune";

/** Romeo lives at one server, Juliet at the other; each test has a Romeo and a Juliet of its own. */
const SCENES = ["subscription", "chat", "presence", "vcard", "pep", "offline"] as const;
type Scene = (typeof SCENES)[number];

const nameOf = (who: "romeo" | "juliet", scene: Scene): string => `${who}${scene}`;

/** What the other server has got. */
export interface Abilities {
  /** XEP-0163: whether it has events of its own accounts. */
  readonly pep: boolean;
}

/** Romeo's server and Juliet's meet in this way. */
export function meet(peers: readonly [Peer, Peer], way: FederationMethod, { pep }: Abilities = { pep: true }): void {
  const test = testWithPeers(peers);
  describe(`${peers.map(({ name }) => name).join(" and ")}: ${way.name}`, () => {
    let sides: TwoServers;

    beforeAll(async () => {
      // Hooks run even where every test is skipped.
      if (missingFor(peers).length > 0) return;
      const accounts = SCENES.flatMap((scene) => [nameOf("romeo", scene), nameOf("juliet", scene)]);
      sides = await openTwoServers(peers, way, accounts);
    });
    afterAll(() => sides?.[Symbol.asyncDispose]());

    /** Both are there; each time, who was asked for first. */
    const pair = async (scene: Scene): Promise<readonly [Actor, Actor]> => [
      await sides.one.enter(nameOf("romeo", scene)),
      await sides.other.enter(nameOf("juliet", scene)),
    ];

    test("XEP-0199 §4.2: each server answers the other's people", async () => {
      const [romeo, juliet] = await pair("chat");
      expect((await ping(romeo, sides.other)).attrs.type).toBe("result");
      expect((await ping(juliet, sides.one)).attrs.type).toBe("result");
    });

    test("RFC 6121 §3.1: a subscription in both directions, and with it each other's presence", async () => {
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

    test("RFC 6121 §4: changes of presence, going away, and the presence of whoever was there before", async () => {
      const [romeo, juliet] = await pair("presence");
      await befriend(romeo, juliet);
      romeo.sends("<presence><show>dnd</show></presence>");
      await juliet.receives(`<presence from="${romeo.jid}"><show>dnd</show></presence>`);
      juliet.sends("<presence><show>away</show></presence>");
      await romeo.receives(`<presence from="${juliet.jid}"><show>away</show></presence>`);
      await juliet.leaves();
      await romeo.receives(`<presence type="unavailable" from="${juliet.jid}"/>`);
      const again = await sides.other.enter(nameOf("juliet", "presence"));
      await again.receives(`<presence from="${romeo.jid}"><show>dnd</show></presence>`);
      await romeo.leaves();
      await again.receives(`<presence type="unavailable" from="${romeo.jid}"/>`);
    });

    test("XEP-0054 §3.2: each reads the other's vCard", async () => {
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

    test(`XEP-0163 §4: events of contacts who are seen${pep ? " in both directions" : ""}`, async () => {
      const [romeo, juliet] = await pair("pep");
      await befriend(romeo, juliet);
      for (const actor of [romeo, juliet]) showInterest(actor);
      await hearsOf(romeo, juliet);
      if (pep) await hearsOf(juliet, romeo);
    });

    test("XEP-0160 §3: a message waits for whoever is away", async () => {
      const waits = async (from: Actor, to: Actor, side: Server): Promise<Actor> => {
        await to.leaves();
        from.sends(`<message type="chat" to="${to.account}"><body>while you slept</body></message>`);
        // An answer of the other server has come behind what went there before.
        expect((await ping(from, side)).attrs.type).toBe("result");
        const again = await side.enter(to.account.slice(0, to.account.indexOf("@")));
        const message = await again.receives(`<message from="${from.jid}"><body>while you slept</body></message>`);
        expect(message.getChild("delay", "urn:xmpp:delay")).toBeDefined();
        return again;
      };
      const [romeo, juliet] = await pair("offline");
      await waits(await waits(romeo, juliet, sides.other), romeo, sides.one);
    });
  });
}

const ping = (actor: Actor, { domain }: Server) =>
  actor.asks(`<iq type="get" to="${domain}"><ping xmlns="urn:xmpp:ping"/></iq>`);

/** RFC 6121 §3.1: each asks, each agrees, each sees the other. */
async function befriend(one: Actor, other: Actor): Promise<void> {
  one.sends(`<presence type="subscribe" to="${other.account}"/>`);
  await other.receives(`<presence type="subscribe" from="${one.account}"/>`);
  other.sends(`<presence type="subscribed" to="${one.account}"/><presence type="subscribe" to="${one.account}"/>`);
  await one.receives(`<presence type="subscribed" from="${other.account}"/>`);
  await one.receives(`<presence type="subscribe" from="${other.account}"/>`);
  one.sends(`<presence type="subscribed" to="${other.account}"/>`);
  await other.receives(`<presence type="subscribed" from="${one.account}"/>`);
  await one.receives(`<presence from="${other.jid}"/>`);
  await other.receives(`<presence from="${one.jid}"/>`);
}

const APP = capsClient(`${TUNE}+notify`);

/** Says in presence what it wants to be told, and answers whoever asks, its own server or the contact's. */
function showInterest({ client }: Actor): void {
  client.onElement = (element) => {
    if (!APP.answers(client, element)) client.inbox.put(element);
  };
  client.send(`<presence>${APP.caps}</presence>`);
}

/** One publishes until the other has been told: its server learns in its own time what the other one wants to know. */
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
  throw new Error(`${reader.account} is never told of what ${publisher.account} publishes`);
}

const eventOf = (element: Element) =>
  element.getChild("event", "http://jabber.org/protocol/pubsub#event")?.getChild("items");
