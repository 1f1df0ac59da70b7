/** XEP-0283: Moved: a server whose domain has another name, as people on another server see it. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { type Actor, cast } from "../support/cast.ts";
import { rawConnection } from "../support/client/raw-connection.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { subscribe } from "../support/federation/two-servers.ts";
import { renamed } from "../support/renaming.ts";
import type { TestServer } from "../support/server.ts";
import { itemsOf } from "../support/xep/roster.ts";

const OLD = "capulet.example";
const NEW = "verona.example";
const THEIRS = "montague.example";
const MOVED = "urn:xmpp:moved:1";
const PUBSUB = "http://jabber.org/protocol/pubsub";
const STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

let federation: TestFederation;
let capulet: TestServer;
let montague: TestServer;
let romeo: Actor;
let juliet: Actor;

beforeAll(async () => {
  federation = await openTestFederation();
  const certificate = await federation.issue(OLD, `*.${OLD}`, NEW, `*.${NEW}`);
  capulet = await federation.server(OLD, { certificate });
  montague = await federation.server(THEIRS);
  writeFileSync(capulet.home.config, `domains = ["${OLD}"]\n`);
  const { juliet: before } = await cast(capulet, ["juliet"]);
  ({ romeo } = await cast(montague, ["romeo"]));
  await subscribe(before, romeo);
  await subscribe(romeo, before);
  await before.leaves();
  await romeo.receives(`<presence type="unavailable" from="${before.jid}"/>`);
  const portOf = (listener: string): number => Number(capulet.server.listening[listener]?.split(":").at(-1));
  const ports = { starttls: portOf("server"), direct: portOf("server_tls") };
  for (const name of [NEW, `rooms.${NEW}`]) federation.setRecords(name, ports);
  const listening = ["server", "server_tls"].map((name) => `listen.${name}=${capulet.server.listening[name]}`);
  await capulet.server.stop();
  await renamed(capulet.home, OLD, NEW, true);
  await capulet.restart([...listening, `domains=${NEW}`, `former_domains=${OLD}=${NEW}`]);
}, 60_000);
afterAll(async () => {
  expect([...capulet.errors, ...montague.errors]).toEqual([]);
  await federation[Symbol.asyncDispose]();
});

const enter = async (): Promise<Actor> =>
  (await cast({ ...capulet, createAccount: async () => {}, at: () => capulet.at("starttls", NEW) }, ["juliet"])).juliet;

const gone = (to: string): string => `<error type="cancel"><gone xmlns="${STANZAS}">xmpp:${to}</gone></error>`;

test("contacts elsewhere get a subscription request with the former address; their server follows, and both are contacts as before", async () => {
  juliet = await enter();
  expect(await itemsOf(juliet)).toMatchObject({ [romeo.account]: { subscription: "from", ask: "subscribe" } });
  // Their server has asked the former address, and let the new one in without a question.
  await romeo.receives(`<presence type="subscribed" from="juliet@${NEW}"/>`);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await juliet.receives(`<presence from="${romeo.jid}"/>`);
  expect(await itemsOf(juliet)).toEqual({ [romeo.account]: { subscription: "both" } });
  expect(await itemsOf(romeo)).toMatchObject({ [`juliet@${NEW}`]: { subscription: "both" } });
  await romeo.receivesNothing('<presence type="subscribe"/>');
});

test("the statement is found at the former address, for whatever name", async () => {
  for (const name of ["juliet", "nobody"]) {
    const answer = await romeo.asks(
      `<iq type="get" to="${name}@${OLD}"><pubsub xmlns="${PUBSUB}"><items node="${MOVED}"><item id="current"/></items></pubsub></iq>`,
    );
    const item = answer.getChild("pubsub", PUBSUB)?.getChild("items")?.getChild("item");
    expect(item?.getChild("moved", MOVED)?.getChildText("new-jid")).toBe(`${name}@${NEW}`);
  }
});

test("RFC 6120 §8.3.3.5: requests to a former address are answered by <gone/> with the new one", async () => {
  for (const [to, now] of [
    [`juliet@${OLD}`, `juliet@${NEW}`],
    [OLD, NEW],
    [`room@rooms.${OLD}`, `room@rooms.${NEW}`],
  ] as const) {
    const answer = await romeo.asks(
      `<iq type="get" to="${to}"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>`,
    );
    expect(answer.attrs).toMatchObject({ type: "error", from: to });
    expect(answer.getChild("error")?.getChildText("gone", STANZAS)).toBe(`xmpp:${now}`);
  }
});

test("RFC 6121 §4.3.2: a request for a subscription and the wish to enter a room are told the new address", async () => {
  romeo.sends(`<presence type="subscribe" to="nurse@${OLD}"/>`);
  await romeo.receives(`<presence type="error" from="nurse@${OLD}">${gone(`nurse@${NEW}`)}</presence>`);
  romeo.sends(`<presence to="ball@rooms.${OLD}/Romeo"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
  await romeo.receives(`<presence type="error" from="ball@rooms.${OLD}/Romeo">${gone(`ball@rooms.${NEW}`)}</presence>`);
});

test("a message to the former address arrives, from elsewhere and from here", async () => {
  romeo.sends(`<message to="juliet@${OLD}" type="chat" id="l1"><body>It is my lady</body></message>`);
  await juliet.receives(`<message from="${romeo.jid}" to="juliet@${NEW}" id="l1"><body>It is my lady</body></message>`);
  juliet.sends(`<message to="juliet@${OLD}" type="chat" id="l2"><body>to myself</body></message>`);
  await juliet.receives(`<message from="${juliet.jid}" id="l2"><body>to myself</body></message>`);
});

test("that somebody ends the subscriptions to the former address changes nothing at the new one", async () => {
  romeo.sends(`<presence type="unsubscribed" to="juliet@${OLD}"/><presence type="unsubscribe" to="juliet@${OLD}"/>`);
  romeo.sends(`<message to="juliet@${OLD}" type="chat" id="l3"><body>after that</body></message>`);
  await juliet.receives(`<message id="l3"/>`);
  expect((await itemsOf(juliet))[romeo.account]).toEqual({ subscription: "both" });
});

test("RFC 6120 §4.9.3.5: an app that still signs in to the former domain is told that it is gone, and the new one", async () => {
  const raw = await rawConnection(capulet);
  raw.sends(
    `<stream:stream to="${OLD}" version="1.0" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">`,
  );
  const answer = await raw.receives(/<\/stream:stream>/);
  expect(answer).toContain("<host-gone ");
  expect(answer).toContain(NEW);
});

test("nobody is told twice", async () => {
  await romeo.receivesNothing(`<presence type="subscribe" from="juliet@${NEW}"><moved xmlns="${MOVED}"/></presence>`);
});
