/** XEP-0178: Best Practices for Use of SASL EXTERNAL with Certificates, between servers. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { authenticated, dialServer, type ForeignStream, listenAs, SASL } from "../support/federation/foreign-server.ts";
import type { IssuedCertificate } from "../support/network/network-host.ts";
import type { TestServer } from "../support/server.ts";

const PEER = "capulet.example";
let federation: TestFederation;
let server: TestServer;
let certificate: IssuedCertificate;

beforeAll(async () => {
  federation = await openTestFederation();
  server = await federation.server("montague.example");
  certificate = await federation.issue(PEER);
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => federation[Symbol.asyncDispose]());

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const auth = (identity: string): string => `<auth xmlns="${SASL}" mechanism="EXTERNAL">${identity}</auth>`;

const ping = `<iq type="get" id="1" from="juliet@${PEER}/x" to="montague.example"><ping xmlns="urn:xmpp:ping"/></iq>`;

async function opened(from = PEER, presented = certificate): Promise<ForeignStream> {
  const stream = await dialServer(server, { certificate: presented });
  stream.opens(from, "montague.example");
  return stream;
}

const offersExternal = async (stream: ForeignStream): Promise<boolean> =>
  (await stream.features()).toString().includes("<mechanism>EXTERNAL</mechanism>");

test("§3: \"If the 'from' attribute … can be matched against one of the identifiers provided in the certificate … Server2 SHOULD advertise the SASL EXTERNAL mechanism\"", async () => {
  expect(await offersExternal(await opened())).toBe(true);
});

test("§3: EXTERNAL is offered after STARTTLS as well; a plaintext stream is offered TLS only", async () => {
  const stream = await dialServer(server, { tls: "starttls" });
  stream.opens(PEER, "montague.example");
  const features = await stream.features();
  expect(features.getChildElements().map(({ name }) => name)).toEqual(["starttls"]);
  expect(features.toString()).toContain("<required/>");
  await stream.startsTls(certificate);
  stream.opens(PEER, "montague.example");
  expect(await offersExternal(stream)).toBe(true);
});

test.each([
  ["no certificate was presented", undefined, PEER],
  ["the certificate is for another domain", "issued", "tybalt.example"],
  ["the certificate is for the parent domain only", "issued", `rooms.${PEER}`],
  ["the certificate is self-signed", "self-signed", PEER],
] as const)("§3: EXTERNAL is not advertised where %s", async (_, kind, from) => {
  const presented = kind === "self-signed" ? await federation.selfSigned(PEER) : certificate;
  const stream = await dialServer(server, kind === undefined ? {} : { certificate: presented });
  stream.opens(from, "montague.example");
  expect(await offersExternal(stream)).toBe(false);
  stream.sends(auth("="));
  const failure = await stream.receives(`<failure xmlns="${SASL}"><not-authorized/></failure>`);
  // The reason, for the other server's log.
  expect(failure.getChildText("text")?.length).toBeGreaterThan(20);
});

test.each([
  ["an empty response", "="],
  ["none", ""],
  ["the domain", base64(PEER)],
  ["the domain in capitals", base64("CAPULET.example")],
])('§3: "the <auth/> element MAY include an authorization identity": %s', async (_, identity) => {
  const stream = await opened();
  await stream.features();
  stream.sends(auth(identity));
  await stream.receives(`<success xmlns="${SASL}"/>`);
});

test.each([
  ["another domain", base64("tybalt.example"), "invalid-authzid"],
  ["no domain", base64("a b"), "invalid-authzid"],
  ["invalid base64", "&lt;&gt;", "incorrect-encoding"],
])("RFC 6120 §6.5: %s as the authorization identity is refused", async (_, identity, condition) => {
  const stream = await opened();
  await stream.features();
  stream.sends(auth(identity));
  await stream.receives(`<failure xmlns="${SASL}"><${condition}/></failure>`);
  stream.sends(auth("="));
  await stream.receives(`<success xmlns="${SASL}"/>`);
});

test("RFC 6120 §6.4.5: after a few failures the stream ends", async () => {
  const stream = await opened();
  await stream.features();
  stream.sends(auth(base64("tybalt.example")).repeat(3));
  expect(await stream.receivesStreamError()).toBe("policy-violation");
});

test("RFC 6120 §6.4.6: a new stream follows, over which stanzas are exchanged", async () => {
  const stream = await authenticated(server, PEER, certificate, { before: '<bidi xmlns="urn:xmpp:bidi"/>' });
  stream.sends(ping);
  await stream.receives(`<iq type="result" id="1" from="montague.example" to="juliet@${PEER}/x"/>`);
  const verified = server.events.filter(({ event }) => event === "server-verified");
  expect(verified).toContainEqual(expect.objectContaining({ remote: PEER, proof: "external", tls: "TLSv1.3" }));
  stream.ends();
  await stream.closed;
});

test("§3: as Server1, the server presents its certificate, sends its authorization identity, and restarts the stream", async () => {
  using foreign = await listenAs(certificate);
  federation.setRecords(PEER, { direct: foreign.port });
  const asking = await authenticated(server, PEER, certificate);
  asking.sends(ping);
  const stream = await foreign.next();
  expect((await stream.receivesHeader()).attrs).toMatchObject({
    from: "montague.example",
    to: PEER,
    version: "1.0",
    xmlns: "jabber:server",
  });
  expect(stream.peerNames).toContain("DNS:montague.example");
  stream.answers(
    PEER,
    "montague.example",
    "1",
    `<mechanisms xmlns="${SASL}"><mechanism>EXTERNAL</mechanism></mechanisms>`,
  );
  // "the connecting server SHOULD include the authorization identity for backward compability".
  await stream.receives(`<auth xmlns="${SASL}" mechanism="EXTERNAL">${base64("montague.example")}</auth>`);
  stream.restarts();
  stream.sends(`<success xmlns="${SASL}"/>`);
  expect((await stream.receivesHeader()).attrs).toMatchObject({ from: "montague.example", to: PEER });
  stream.answers(PEER, "montague.example", "2");
  await stream.receives(`<iq type="result" id="1" from="montague.example" to="juliet@${PEER}/x"/>`);
});
