/** XEP-0447, XEP-0446, XEP-0385, XEP-0066: messages that share files are kept and passed on unchanged, also without a body. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { appear, type Cast, cast, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf } from "../support/xep/archive.ts";
import { enterAll, makeRoom, roomAt } from "../support/xep/rooms.ts";

const URL = "https://download.montague.lit/4a771ac1-f0b2-4a4a-9700-f2a26fa2bb67/summit.jpg";
const FILE = `<file xmlns="urn:xmpp:file:metadata:0"><media-type>image/jpeg</media-type><name>summit.jpg</name><size>3032449</size><width>4096</width><hash xmlns="urn:xmpp:hashes:2" algo="sha3-256">2XarmwTlNxDAMkvymloX3S5+VbylNrJt/l5QyPa+YoU=</hash><thumbnail xmlns="urn:xmpp:thumbs:1" uri="cid:sha1+ffd7c8d28e9c5e82afea41f97108c6b4@bob.xmpp.org" media-type="image/png" width="128" height="96"/></file>`;
const SOURCES = `<url-data xmlns="http://jabber.org/protocol/url-data" target="${URL}"/>`;
const OOB = `<x xmlns="jabber:x:oob"><url>${URL}</url><desc>A summit</desc></x>`;

/** By XEP: the content of a message. */
const MESSAGES: Readonly<Record<string, string>> = {
  "XEP-0066 §3, with a body": `<body>${URL}</body>${OOB}`,
  "XEP-0066 §3, without one": OOB,
  "XEP-0447 §3, XEP-0446": `<file-sharing xmlns="urn:xmpp:sfs:0" disposition="inline" id="f">${FILE}<sources>${SOURCES}</sources></file-sharing>`,
  "XEP-0447 §3, with a fallback": `<file-sharing xmlns="urn:xmpp:sfs:0">${FILE}</file-sharing><fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:sfs:0"><body/></fallback><body>${URL}</body>${OOB}`,
  "XEP-0447, a source that is attached later": `<attach-to xmlns="urn:xmpp:message-attaching:1" id="sharing-a-file"/><sources xmlns="urn:xmpp:sfs:0" id="f">${SOURCES}</sources>`,
  "XEP-0385": `<body>Look</body><reference xmlns="urn:xmpp:reference:0" type="data" begin="0" end="4"><media-sharing xmlns="urn:xmpp:sims:1"><file xmlns="urn:xmpp:jingle:apps:file-transfer:5"><media-type>image/jpeg</media-type></file><sources><reference xmlns="urn:xmpp:reference:0" type="data" uri="${URL}"/></sources></media-sharing></reference>`,
};

let server: TestServer;
let actors: Cast<"romeo" | "juliet">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo", "juliet"]);
  await makeRoom(actors.romeo, "garden");
  await enterAll("garden", actors.juliet);
  await settled(actors.romeo, actors.juliet);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** What the sender has put into a message: without what servers add. */
const contentOf = (message: Element | undefined): string =>
  (message?.getChildElements() ?? [])
    .filter((child) => !/^urn:xmpp:(sid|occupant-id|delay)|\/muc#user$/.test(child.getNS() ?? ""))
    .map((child) => child.toString())
    .join("");

const cases = Object.entries(MESSAGES).map(([title, content], index) => [title, content, `m${index}`] as const);

test.each(cases)("%s: to those who are there, their other apps, and into both archives", async (_, content, id) => {
  const { romeo, juliet } = actors;
  const phone = await enter(server, "romeo", "phone", actors);
  await appear(phone);
  await phone.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
  romeo.sends(
    `<message type="chat" id="${id}" to="{juliet.bare}">${content}</message>`.replace("{juliet.bare}", juliet.account),
  );
  expect(contentOf(await juliet.receives(`<message id="${id}"/>`))).toBe(content);
  const carbon = await phone.receives('<message><sent xmlns="urn:xmpp:carbons:2"/></message>');
  const sent = carbon.getChild("sent", "urn:xmpp:carbons:2")?.getChild("forwarded")?.getChild("message");
  expect(contentOf(sent)).toBe(content);
  for (const actor of [romeo, juliet]) {
    const { results } = await archiveOf(actor);
    expect(contentOf(results.find(({ message }) => message.attrs.id === id)?.message)).toBe(content);
  }
  await phone.leaves();
});

test.each(cases)("%s: to those who are away, when they come back", async (_, content, id) => {
  await server.createAccount(`${id}@localhost`);
  actors.romeo.sends(`<message type="chat" id="away-${id}" to="${id}@localhost">${content}</message>`);
  await actors.romeo.pings();
  const returned = await enter(server, id, "back");
  returned.sends("<presence/>");
  expect(contentOf(await returned.receives(`<message id="away-${id}"/>`))).toBe(content);
  await returned.leaves();
});

test.each(cases)("%s: to a room and its archive", async (_, content, id) => {
  const { romeo, juliet } = actors;
  romeo.sends(`<message type="groupchat" id="room-${id}" to="${roomAt("garden")}">${content}</message>`);
  expect(contentOf(await juliet.receives(`<message type="groupchat" id="room-${id}"/>`))).toBe(content);
  const { results } = await archiveOf(juliet, "", roomAt("garden"));
  expect(contentOf(results.find(({ message }) => message.attrs.id === `room-${id}`)?.message)).toBe(content);
});
