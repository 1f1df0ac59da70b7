/** XEP-0288: Bidirectional Server-to-Server Connections, on streams that others open and on our own. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { authenticated, dialServer, listenAs, SASL, SM } from "../support/federation/foreign-server.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";
const BIDI = '<bidi xmlns="urn:xmpp:bidi"/>';
let federation: TestFederation;
let server: TestServer;

beforeAll(async () => {
  federation = await openTestFederation();
  server = await federation.server(LOCAL_DOMAIN, { settings: ["federation.require_certificate=false"] });
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => federation[Symbol.asyncDispose]());

const ping = (from: string, to = LOCAL_DOMAIN): string =>
  `<iq type="get" id="1" from="juliet@${from}/x" to="${to}"><ping xmlns="urn:xmpp:ping"/></iq>`;
const pong = (to: string, from = LOCAL_DOMAIN): string => `<iq id="1" from="${from}" to="juliet@${to}/x"/>`;

describe("a stream that the other server opens", () => {
  test('§2.1: "it should inform the connecting entity when returning stream features"', async () => {
    const stream = await dialServer(server);
    stream.opens("capulet.example", LOCAL_DOMAIN);
    expect((await stream.features()).getChild("bidi", "urn:xmpp:features:bidi")).toBeDefined();
  });

  test('§2.1: "STARTTLS negotiation MUST be completed before enabling bidirectionality"', async () => {
    const stream = await dialServer(server, { tls: "starttls" });
    stream.opens("capulet.example", LOCAL_DOMAIN);
    expect((await stream.features()).getChild("bidi", "urn:xmpp:features:bidi")).toBeUndefined();
    stream.sends(BIDI);
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test("§2.2: after SASL, stanzas to the authenticated domain, and only those, are sent over the stream", async () => {
    const stream = await authenticated(server, "a.example", await federation.issue("a.example"), { before: BIDI });
    stream.sends(ping("a.example"));
    await stream.receives(pong("a.example"));
    const { romeo } = await cast(server, ["romeo"]);
    romeo.sends(`<message to="juliet@a.example" type="chat"><body>1</body></message>`);
    await stream.receives(`<message from="${romeo.jid}" to="juliet@a.example"><body>1</body></message>`);
    romeo.sends(`<message id="2" to="juliet@other.a.example" type="chat"><body>2</body></message>`);
    await romeo.receives(`<message id="2" type="error"/>`);
    expect(stream.inbox.all.some((element) => element.toString().includes("<body>2</body>"))).toBe(false);
  });

  test('§2.2: by dialback, "the inverse of any domain pair that has been used in a dialback request"', async () => {
    const certificate = await federation.issue("b.example", "rooms.b.example");
    const stream = await dialServer(server, { certificate });
    stream.opens("b.example", LOCAL_DOMAIN);
    await stream.features();
    const key = (from: string, to: string): string => `<db:result from="${from}" to="${to}">key</db:result>`;
    stream.sends(BIDI + key("b.example", LOCAL_DOMAIN) + key("rooms.b.example", `rooms.${LOCAL_DOMAIN}`));
    for (const [to, from] of [
      ["b.example", LOCAL_DOMAIN],
      ["rooms.b.example", `rooms.${LOCAL_DOMAIN}`],
    ] as const) {
      await stream.receives(`<db:result xmlns:db="jabber:server:dialback" from="${from}" to="${to}" type="valid"/>`);
      stream.sends(ping(to, from));
      await stream.receives(pong(to, from));
    }
  });

  test('§2.2: nothing is sent "before it has authenticated"', async () => {
    using foreign = await listenAs(await federation.selfSigned("c.example"));
    federation.setRecords("c.example", { direct: foreign.port });
    const stream = await dialServer(server);
    stream.opens("c.example", LOCAL_DOMAIN);
    await stream.features();
    stream.sends(BIDI);
    const { romeo } = await cast(server, ["romeo"]);
    romeo.sends(`<message to="juliet@c.example" type="chat"><body>1</body></message>`);
    // The answer is sent over an outgoing stream.
    await (await foreign.next()).receivesHeader();
    expect(stream.inbox.all.map(({ name }) => name)).toEqual(["stream:stream", "stream:features"]);
  });

  test("XEP-0198 §4: stanzas sent over it and not acknowledged are sent again over the resumed stream", async () => {
    const certificate = await federation.issue("d.example");
    const first = await authenticated(server, "d.example", certificate, { before: BIDI });
    first.sends(`<enable xmlns="${SM}" resume="true"/>`);
    const { id } = (await first.receives(`<enabled xmlns="${SM}" resume="true"/>`)).attrs;
    const { romeo } = await cast(server, ["romeo"]);
    const sendMessage = (body: string): void =>
      romeo.sends(`<message to="juliet@d.example" type="chat"><body>${body}</body></message>`);
    for (const body of ["1", "2"]) {
      sendMessage(body);
      await first.receives(`<message><body>${body}</body></message>`);
    }
    first.breaks();
    await first.closed;
    const second = await authenticated(server, "d.example", certificate, { before: BIDI });
    second.sends(`<resume xmlns="${SM}" previd="${id}" h="1"/>`);
    await second.receives(`<resumed xmlns="${SM}" previd="${id}" h="0"/>`);
    await second.receives(`<message><body>2</body><delay xmlns="urn:xmpp:delay" from="${LOCAL_DOMAIN}"/></message>`);
    sendMessage("3");
    await second.receives("<message><body>3</body></message>");
    expect(second.inbox.all.filter(({ name }) => name === "message")).toHaveLength(2);
  });
});

describe("a stream that the server opens", () => {
  test('§2.2: "the connecting server sends a <bidi/> element … before either SASL negotiation or Server Dialback", and accepts stanzas', async () => {
    const domain = "e.example";
    using foreign = await listenAs(await federation.issue(domain));
    federation.setRecords(domain, { direct: foreign.port });
    const { romeo } = await cast(server, ["romeo"]);
    romeo.sends(`<message to="juliet@${domain}" type="chat"><body>1</body></message>`);
    const stream = await foreign.next();
    await stream.receivesHeader();
    const external = `<mechanisms xmlns="${SASL}"><mechanism>EXTERNAL</mechanism></mechanisms>`;
    stream.answers(domain, LOCAL_DOMAIN, "1", `${external}<bidi xmlns="urn:xmpp:features:bidi"/>`);
    await stream.receives(BIDI);
    await stream.receives(`<auth xmlns="${SASL}" mechanism="EXTERNAL"/>`);
    expect(stream.inbox.all.map(({ name }) => name)).toEqual(["stream:stream", "bidi", "auth"]);
    stream.restarts();
    stream.sends(`<success xmlns="${SASL}"/>`);
    await stream.receivesHeader();
    stream.answers(domain, LOCAL_DOMAIN, "2");
    await stream.receives(`<message from="${romeo.jid}"><body>1</body></message>`);
    stream.sends(`<message from="juliet@${domain}/x" to="${romeo.jid}" type="chat"><body>2</body></message>`);
    await romeo.receives(`<message from="juliet@${domain}/x"><body>2</body></message>`);
    stream.sends(`<message from="juliet@tybalt.example/x" to="${romeo.jid}" type="chat"><body>3</body></message>`);
    expect(await stream.receivesStreamError()).toBe("invalid-from");
  });
});
