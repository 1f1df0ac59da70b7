/** Payloads taken out of a stanza declare their own namespace prefixes. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { befriend, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { follows, itemsOf, PUBSUB } from "../support/xep/pubsub.ts";
import { enterAll, makeRoom, roomAt } from "../support/xep/rooms.ts";

let server: TestServer;
let actors: Cast<"romeo" | "juliet">;

const DECLARED = 'xmlns:p="urn:test:p"';
const PREFIXED = '<p:a p:b="c"><p:d/></p:a>';
const EXPECTED = '<a xmlns="urn:test:p"/>';
const ROOM = roomAt("hall");

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo", "juliet"]);
  await befriend(actors.romeo, actors.juliet);
  await makeRoom(actors.romeo, "hall");
  await enterAll("hall", actors.juliet);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("RFC 6120 §4.8: a message in a room, and in its history", async () => {
  const { romeo, juliet } = actors;
  romeo.sends(`<message ${DECLARED} to="${ROOM}" type="groupchat"><body>x</body>${PREFIXED}</message>`);
  await juliet.receives(`<message from="${ROOM}/romeo">${EXPECTED}</message>`);
  await juliet.asks(`<iq type="set" to="${ROOM}"><query xmlns="urn:xmpp:mam:2"/></iq>`);
  await settled(romeo, juliet);
});

test("presence in a room, and a private message", async () => {
  const { romeo, juliet } = actors;
  romeo.sends(`<presence ${DECLARED} to="${ROOM}/romeo">${PREFIXED}</presence>`);
  await juliet.receives(`<presence from="${ROOM}/romeo">${EXPECTED}</presence>`);
  romeo.sends(`<message ${DECLARED} to="${ROOM}/juliet" type="chat"><body>x</body>${PREFIXED}</message>`);
  await juliet.receives(`<message from="${ROOM}/romeo">${EXPECTED}</message>`);
});

test("an item, in its event and where it is read", async () => {
  const { romeo, juliet } = actors;
  await follows(juliet, "urn:test:node");
  const publish = `<publish node="urn:test:node"><item id="1">${PREFIXED}</item></publish>`;
  await romeo.asks(`<iq type="set" ${DECLARED}><pubsub xmlns="${PUBSUB}">${publish}</pubsub></iq>`);
  await juliet.receives(`<message from="${romeo.account}"/>`);
  expect(String((await itemsOf(juliet, "urn:test:node", romeo.account))[0])).toContain(
    '<a p:b="c" xmlns:p="urn:test:p"',
  );
});

test("a vCard, and what is kept as private data", async () => {
  const { romeo, juliet } = actors;
  await romeo.asks(`<iq type="set" ${DECLARED}><vCard xmlns="vcard-temp"><FN>Romeo</FN>${PREFIXED}</vCard></iq>`);
  await juliet.asks(`<iq type="get" to="${romeo.account}"><vCard xmlns="vcard-temp"/></iq>`);
  await romeo.asks(`<iq type="set" ${DECLARED}><query xmlns="jabber:iq:private">${PREFIXED}</query></iq>`);
  const stored = await romeo.asks(`<iq type="get"><query xmlns="jabber:iq:private">${EXPECTED}</query></iq>`);
  expect(stored.getChild("query")?.getChild("a", "urn:test:p")?.getChildElements()).toHaveLength(1);
});
