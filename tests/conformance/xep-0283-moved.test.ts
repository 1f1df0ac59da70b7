/** XEP-0283: Moved. */
import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { type Actor, cast, enter } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { pingServerOf, subscribe } from "../support/federation/two-servers.ts";
import type { TestServer } from "../support/server.ts";
import { publish } from "../support/xep/pubsub.ts";
import { itemsOf, rosterOf, setsItem } from "../support/xep/roster.ts";

setDefaultTimeout(60_000);

const NS = "urn:xmpp:moved:1";
/** An external component, whose addresses are gone in the ways of RFC 6120. */
const GATE = "gate.montague.example";

let federation: TestFederation;
let capulet: TestServer;
let escalus: TestServer;
let montague: TestServer;
/** The old address, the new one, and a contact: other ones for each test. */
let juliet: Actor;
let paris: Actor;
let romeo: Actor;
let count = 0;

beforeAll(async () => {
  federation = await openTestFederation();
  capulet = await federation.server("capulet.example");
  escalus = await federation.server("escalus.example");
  montague = await federation.server("montague.example", { settings: [`components.secrets=${GATE}=secret`] });
});
afterAll(() => federation?.[Symbol.asyncDispose]());

beforeEach(async () => {
  count += 1;
  const actorOn = async (server: TestServer, name: string): Promise<Actor> => {
    const names = await cast(server, [`${name}${count}`]);
    return names[`${name}${count}`] as Actor;
  };
  [juliet, paris, romeo] = [
    await actorOn(capulet, "juliet"),
    await actorOn(escalus, "paris"),
    await actorOn(montague, "romeo"),
  ];
  await rosterOf(romeo);
});

/** Open, so that contacts can read it that do not see the old address. */
const states = (newAddress: string): Promise<unknown> =>
  publish(juliet, NS, `<item id="current"><moved xmlns="${NS}"><new-jid>${newAddress}</new-jid></moved></item>`, {
    access_model: "open",
  });

const asksFrom = (who: Actor, old: string): void =>
  who.sends(
    `<presence type="subscribe" to="${romeo.account}"><moved xmlns="${NS}"><old-jid>${old}</old-jid></moved></presence>`,
  );

/** The roster is as it is where the request was shown as any other. */
async function isShown(): Promise<void> {
  const request = await romeo.receives(`<presence type="subscribe" from="${paris.account}"/>`);
  expect(request.getChild("moved", NS)).toBeDefined();
  expect((await itemsOf(romeo))[paris.account]).toBeUndefined();
}

test("§4.4: a contact of both is let in at the new address, under its name, and asked back; the old one is let go", async () => {
  await subscribe(juliet, romeo);
  await subscribe(romeo, juliet);
  await setsItem(romeo, `<item jid="${juliet.account}" name="My love"><group>Verona</group></item>`);
  await states(paris.account);
  asksFrom(paris, juliet.account);
  await paris.receives(`<presence type="subscribed" from="${romeo.account}"/>`);
  await paris.receives(`<presence type="subscribe" from="${romeo.account}"/>`);
  await juliet.receives(`<presence type="unsubscribed" from="${romeo.account}"/>`);
  const roster = await itemsOf(romeo);
  expect(roster[paris.account]).toEqual({ subscription: "from", ask: "subscribe", name: "My love" });
  expect(roster[juliet.account]).toEqual({ subscription: "to", name: "My love" });
  // The stanza is not forwarded.
  await romeo.receivesNothing(`<presence type="subscribe" from="${paris.account}"/>`);
});

test("§4.4: a contact that only sees the account is let in, and not asked", async () => {
  await subscribe(juliet, romeo);
  await states(paris.account);
  asksFrom(paris, juliet.account);
  await paris.receives(`<presence type="subscribed" from="${romeo.account}"/>`);
  expect((await itemsOf(romeo))[paris.account]).toEqual({ subscription: "from" });
});

test("§4.3: without a statement, the request is one as any other, <moved/> and all", async () => {
  await subscribe(juliet, romeo);
  asksFrom(paris, juliet.account);
  await isShown();
});

test("§4.3: a statement that names somebody else is none", async () => {
  await subscribe(juliet, romeo);
  await states(`mercutio@${escalus.at().domain}`);
  asksFrom(paris, juliet.account);
  await isShown();
  expect((await itemsOf(romeo))[juliet.account]).toEqual({ subscription: "from" });
});

test("§4.3: an old address that does not see the account is not even asked", async () => {
  await subscribe(romeo, juliet);
  await states(paris.account);
  asksFrom(paris, juliet.account);
  await isShown();
});

test.each([
  ["a URI of the new one", (to: string) => `xmpp:${to}`, "subscribed"],
  ["a URI of another one", () => "xmpp:tybalt@escalus.example", "shown"],
  ["no URI", () => "", "shown"],
])("§4.3: <gone/> of the old address is a statement where it names the new one: %s", async (_, gone, outcome) => {
  const old = `juliet@${GATE}`;
  const gate = await Component.connect(montague, GATE, "secret");
  gate.sends(`<presence type="subscribe" from="${old}" to="${romeo.account}"/>`);
  await romeo.receives(`<presence type="subscribe" from="${old}"/>`);
  romeo.sends(`<presence type="subscribed" to="${old}"/>`);
  await gate.receives(`<presence xmlns="jabber:client" type="subscribed" from="${romeo.account}"/>`);
  asksFrom(paris, old);
  const { attrs } = await gate.inbox.take(({ name }) => name === "iq", 10_000);
  const condition = `<gone xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">${gone(paris.account)}</gone>`;
  gate.sends(
    `<iq type="error" id="${attrs.id}" from="${old}" to="${attrs.from}"><error type="cancel">${condition}</error></iq>`,
  );
  if (outcome === "shown") await isShown();
  else await paris.receives(`<presence type="subscribed" from="${romeo.account}"/>`);
  gate.leaves();
});

test("§7.2: each address moves once: the old one does not see the account any more", async () => {
  await subscribe(juliet, romeo);
  await states(paris.account);
  asksFrom(paris, juliet.account);
  await paris.receives(`<presence type="subscribed" from="${romeo.account}"/>`);
  const other = await enter(escalus, `tybalt${count}`, "x");
  await states(other.account);
  asksFrom(other, juliet.account);
  await romeo.receives(`<presence type="subscribe" from="${other.account}"/>`);
});

test("a request that waits for its confirmation is not lost with the server", async () => {
  await subscribe(juliet, romeo);
  await capulet.server.stop();
  asksFrom(paris, juliet.account);
  await pingServerOf(paris, romeo);
  await montague.restart();
  const again = await enter(montague, `romeo${count}`, "again");
  again.sends("<presence/>");
  await again.receives(`<presence type="subscribe" from="${paris.account}"/>`);
});
