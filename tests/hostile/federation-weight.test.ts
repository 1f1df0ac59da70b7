/** Remote servers whose small stanzas are costly: declarations, element counts, request rates. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { authenticated, dialServer, type ForeignStream, listenAs, SASL } from "../support/federation/foreign-server.ts";
import type { IssuedCertificate } from "../support/network/network-host.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";
const PEER = "capulet.example";
const OTHER = "verona.example";
const EXTERNAL = `<mechanisms xmlns="${SASL}"><mechanism>EXTERNAL</mechanism></mechanisms>`;

let federation: TestFederation;
let server: TestServer;
let romeo: Actor;
let certificate: IssuedCertificate;

beforeAll(async () => {
  federation = await openTestFederation();
  server = await federation.server(LOCAL_DOMAIN, { settings: ["federation.queue_time=1s"] });
  certificate = await federation.issue(PEER);
  ({ romeo } = await cast(server, ["romeo"]));
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => federation[Symbol.asyncDispose]());

const bidi = { before: '<bidi xmlns="urn:xmpp:bidi"/>' };
const ping = (id: string, from = PEER): string =>
  `<iq type="get" id="${id}" from="juliet@${from}/x" to="${LOCAL_DOMAIN}"><ping xmlns="urn:xmpp:ping"/></iq>`;
const declaring = (length: number): string => `xmlns:p="u:${"a".repeat(length)}"`;
const stuffed = (bytes: number): string => "<a/>".repeat(bytes / 4);
const message = (inside: string): string =>
  `<message from="juliet@${PEER}/x" to="romeo@${LOCAL_DOMAIN}" type="chat"><body>x</body>${inside}</message>`;

describe("namespace declarations on the stream's root, which are copied to each stanza that uses them, are bounded", () => {
  test("before authentication", async () => {
    const stream = await dialServer(server, { certificate });
    stream.opens(PEER, LOCAL_DOMAIN, declaring(2_000));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test("after authentication", async () => {
    const stream = await dialServer(server, { certificate });
    stream.opens(PEER, LOCAL_DOMAIN);
    await stream.features();
    stream.sends(`<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`);
    await stream.receives(`<success xmlns="${SASL}"/>`);
    stream.restarts();
    stream.opens(PEER, LOCAL_DOMAIN, declaring(400_000));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test("by a server that we have connected to", async () => {
    const domain = "declaring.example";
    const foreign = await listenAs(await federation.issue(domain));
    federation.setRecords(domain, { direct: foreign.port });
    romeo.sends(`<message id="m" to="juliet@${domain}"><body>x</body></message>`);
    const stream = await foreign.next();
    await stream.receivesHeader();
    stream.opens(domain, LOCAL_DOMAIN, `id="1" ${declaring(400_000)}`);
    expect(await stream.receivesStreamError()).toBe("policy-violation");
    // The attempts that follow are refused at once; nobody waits for connect_time.
    foreign[Symbol.dispose]();
    await romeo.receives(`<message id="m" type="error" from="juliet@${domain}"/>`);
  });
});

describe("the weight of a stanza counts its elements", () => {
  test("before authentication", async () => {
    const stream = await dialServer(server, { certificate });
    stream.opens(PEER, LOCAL_DOMAIN);
    await stream.features();
    stream.sends(`<iq>${stuffed(9_000)}</iq>`);
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test("after authentication; a stanza of the same length and less weight is accepted", async () => {
    const stream = await authenticated(server, PEER, certificate, bidi);
    stream.sends(message("y".repeat(480_000)));
    await romeo.receives(`<message from="juliet@${PEER}/x"/>`);
    stream.sends(message(stuffed(480_000)));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  /** A server that we have connected to, authenticated by EXTERNAL, with XEP-0288. */
  async function dialledStream(domain: string, features: string): Promise<[ForeignStream, Disposable]> {
    const foreign = await listenAs(await federation.issue(domain));
    federation.setRecords(domain, { direct: foreign.port });
    romeo.sends(`<message id="${domain}" to="juliet@${domain}"><body>x</body></message>`);
    const stream = await foreign.next();
    await stream.receivesHeader();
    stream.answers(domain, LOCAL_DOMAIN, "1", features);
    return [stream, foreign];
  }

  test("in the features of a server that we have connected to", async () => {
    const [stream, foreign] = await dialledStream("offering.example", `${EXTERNAL}${stuffed(9_000)}`);
    expect(await stream.receivesStreamError()).toBe("policy-violation");
    foreign[Symbol.dispose]();
    await romeo.receives('<message id="offering.example" type="error"/>');
  });

  test("in what it sends over our stream (XEP-0288)", async () => {
    const domain = "saying.example";
    const [stream, foreign] = await dialledStream(domain, `${EXTERNAL}<bidi xmlns="urn:xmpp:features:bidi"/>`);
    await stream.receives(`<auth xmlns="${SASL}" mechanism="EXTERNAL"/>`);
    stream.restarts();
    stream.sends(`<success xmlns="${SASL}"/>`);
    await stream.receivesHeader();
    stream.answers(domain, LOCAL_DOMAIN, "2");
    await stream.receives("<message/>");
    stream.sends(message(stuffed(480_000)).replace(PEER, domain));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
    foreign[Symbol.dispose]();
  });
});

describe("XEP-0220 §2.2.2: verification requests", () => {
  const question = (id: number): string => `<db:verify from="${PEER}" to="${LOCAL_DOMAIN}" id="s${id}">x</db:verify>`;

  test("of an unauthenticated server are answered up to a hundred times", async () => {
    const stream = await dialServer(server);
    stream.opens(PEER, LOCAL_DOMAIN);
    await stream.features();
    for (let id = 0; id < 300; id++) stream.sends(question(id));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
    expect(stream.inbox.all.filter(({ name }) => name === "db:verify").length).toBe(100);
  });

  test("of an authenticated server are answered within its rate limit", async () => {
    const stream = await authenticated(server, PEER, certificate);
    for (let id = 0; id < 300; id++) stream.sends(question(id));
    await stream.receives('<db:verify xmlns:db="jabber:server:dialback" type="invalid" id="s299"/>');
    stream.breaks();
  });
});

describe("a flood from one server", () => {
  test("does not delay another server", async () => {
    const otherCertificate = await federation.issue(OTHER);
    const flooding = await Promise.all([1, 2, 3, 4].map(() => authenticated(server, PEER, certificate, bidi)));
    const otherStream = await authenticated(server, OTHER, otherCertificate, bidi);
    const maxBytes = 8_000;
    const answered = (): number => flooding.reduce((sum, { inbox }) => sum + inbox.all.length, 0);
    for (const [n, stream] of flooding.entries())
      stream.sends(Array.from({ length: maxBytes / 4 }, (_, each) => ping(`${n}-${each}`)).join(""));
    otherStream.sends(ping("1", OTHER));
    await otherStream.receives('<iq type="result" id="1"/>');
    expect(answered()).toBeLessThan(maxBytes / 2);
    for (const stream of [...flooding, otherStream]) stream.breaks();
  });
});

describe("RFC 6120 §8.3.1: nothing answers an error", () => {
  const targets = [
    LOCAL_DOMAIN,
    `romeo@${LOCAL_DOMAIN}`,
    `romeo@${LOCAL_DOMAIN}/none`,
    `nobody@${LOCAL_DOMAIN}`,
    `nobody@${LOCAL_DOMAIN}/x`,
  ];
  const services = ["rooms", "pubsub"].flatMap((name) => [
    `${name}.${LOCAL_DOMAIN}`,
    `x@${name}.${LOCAL_DOMAIN}`,
    `x@${name}.${LOCAL_DOMAIN}/y`,
  ]);
  const error = '<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';

  test("from another server, whatever it is about and whomever it is for", async () => {
    const stream = await authenticated(server, PEER, certificate, bidi);
    for (const name of ["rooms", "pubsub"]) {
      stream.sends(`<db:result from="${PEER}" to="${name}.${LOCAL_DOMAIN}">key</db:result>`);
      await stream.receives(
        `<db:result xmlns:db="jabber:server:dialback" from="${name}.${LOCAL_DOMAIN}" to="${PEER}" type="valid"/>`,
      );
    }
    stream.inbox.forget();
    for (const to of [...targets, ...services])
      for (const [name, type] of [
        ["message", "error"],
        ["presence", "error"],
        ["iq", "error"],
        ["iq", "result"],
      ])
        stream.sends(`<${name} type="${type}" id="bounce" from="juliet@${PEER}/x" to="${to}">${error}</${name}>`);
    // A malformed error is not answered either.
    stream.sends(`<message type="error" id="bounce" from="juliet@${PEER}/x" to="@${LOCAL_DOMAIN}">${error}</message>`);
    stream.sends(`<iq type="error" from="juliet@${PEER}/x" to="${LOCAL_DOMAIN}">${error}</iq>`);
    stream.sends(ping("end"));
    await stream.receives('<iq type="result" id="end"/>');
    expect(stream.inbox.all.filter(({ attrs }) => attrs.id === "bounce" || attrs.type === "error").map(String)).toEqual(
      [],
    );
    stream.breaks();
  });

  test("an error to an unreachable server is neither answered nor returned", async () => {
    romeo.sends(`<message type="error" id="bounce" to="juliet@nowhere.example">${error}</message>`);
    romeo.sends(`<iq type="result" id="bounce" to="juliet@nowhere.example/x"/>`);
    romeo.sends(`<message type="chat" id="told" to="juliet@nowhere.example"/>`);
    await romeo.receives('<message type="error" id="told"/>');
    await romeo.receivesNothing('<message id="bounce"/>');
    await romeo.receivesNothing('<iq id="bounce"/>');
  });
});
