/** XEP-0390: Entity Capabilities 2.0. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { hashInput } from "../../src/xep/0390-hash-input.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Cast, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { EVENT, publish } from "../support/xep/pubsub.ts";

const NS = "urn:xmpp:caps";
const HASHES = "urn:xmpp:hashes:2";
const INFO = "http://jabber.org/protocol/disco#info";

let server: TestServer;
let actors: Cast<"romeo">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo"]);
});
afterAll(() => server[Symbol.asyncDispose]());

const hash = (text: string, algorithm = "sha256"): string => createHash(algorithm).update(text).digest("base64");

test("§4.5.1: the hashes of the simple example", () => {
  const features = ["http://jabber.org/protocol/si", "http://jabber.org/protocol/bytestreams"];
  features.push("http://jabber.org/protocol/chatstates", INFO, "http://jabber.org/protocol/disco#items");
  features.push("urn:xmpp:ping", "jabber:iq:time", "jabber:iq:privacy", "jabber:iq:version");
  features.push(
    "http://jabber.org/protocol/rosterx",
    "urn:xmpp:time",
    "jabber:x:oob",
    "http://jabber.org/protocol/ibb",
  );
  features.push("http://jabber.org/protocol/si/profile/file-transfer", "urn:xmpp:receipts", "jabber:iq:roster");
  features.push("jabber:iq:last");
  const info = parseElement(
    `<query xmlns="${INFO}"><identity category="client" name="BombusMod" type="mobile"/>${features
      .map((feature) => `<feature var="${feature}"/>`)
      .join("")}</query>`,
  );
  const input = hashInput(info.getChildElements()) ?? "";
  expect(hash(input)).toBe("kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=");
  expect(hash(input, "sha3-256")).toBe("79mdYAfU9rEdTOcWDO7UEAt6E56SUzk/g6TnqUeuD9Q=");
});

test("§4.1: children other than identities, features and forms of XEP-0068 are an error", () => {
  const inputOf = (inner: string) =>
    hashInput(parseElement(`<query xmlns="${INFO}">${inner}</query>`).getChildElements());
  const field = '<field var="FORM_TYPE" type="hidden"><value>urn:a</value></field>';
  expect(inputOf(`<x xmlns="jabber:x:data" type="result">${field}</x>`)).toBeString();
  expect(inputOf('<x xmlns="jabber:x:data" type="result"/>')).toBeUndefined();
  expect(inputOf(`<x xmlns="jabber:x:data" type="result">${field}<reported/></x>`)).toBeUndefined();
  expect(inputOf(`<x xmlns="jabber:x:data" type="result">${field}<item/></x>`)).toBeUndefined();
  expect(inputOf("<other/>")).toBeUndefined();
  expect(inputOf('<feature xmlns="urn:other" var="a"/>')).toBeUndefined();
});

test("§5.2: the server's capabilities are among the stream features, and their node is answered (§4.3, §5.5)", async () => {
  const { romeo } = actors;
  const hashes = romeo.client.features.getChild("c", NS)?.getChildren("hash", HASHES) ?? [];
  expect(hashes.map(({ attrs }) => attrs.algo)).toEqual(["sha-256", "sha3-256"]);
  for (const [element, algorithm] of [
    [hashes[0], "sha256"],
    [hashes[1], "sha3-256"],
  ] as const) {
    const node = `urn:xmpp:caps#${element?.attrs.algo}.${element?.getText()}`;
    const info = await romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}" node="${node}"/></iq>`);
    const children = info.getChild("query")?.getChildElements() ?? [];
    expect(children.length).toBeGreaterThan(10);
    expect(hash(hashInput(children) ?? "", algorithm)).toBe(element?.getText() ?? "");
  }
});

test("§5.1: the domain advertises it", async () => {
  expect(await featuresOf(actors.romeo, "localhost")).toContain(NS);
});

test("§5.4: the server processes the hash sets of clients", async () => {
  const { romeo } = actors;
  const info = '<identity category="client" type="pc"/><feature var="urn:test:caps2+notify"/>';
  const ver = hash(hashInput(parseElement(`<query xmlns="${INFO}">${info}</query>`).getChildElements()) ?? "");
  const set = `<hash xmlns="${HASHES}" algo="unheard-of">AAAA</hash><hash xmlns="${HASHES}" algo="sha-256">${ver}</hash>`;
  romeo.sends(`<presence><c xmlns="${NS}">${set}</c></presence>`);
  const node = `urn:xmpp:caps#sha-256.${ver}`;
  const question = await romeo.receives(`<iq type="get"><query xmlns="${INFO}" node="${node}"/></iq>`);
  romeo.sends(`<iq type="result" id="${question.attrs.id}"><query xmlns="${INFO}" node="${node}">${info}</query></iq>`);
  await romeo.pings();
  await publish(romeo, "urn:test:caps2", '<item id="1"><a xmlns="urn:test:caps2"/></item>');
  await romeo.receives(
    `<message><event xmlns="${EVENT}"><items node="urn:test:caps2"><item id="1"/></items></event></message>`,
  );
});
