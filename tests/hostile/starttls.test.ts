/** RFC 6120 §5: plaintext behind <starttls/> is discarded, and nothing is possible without TLS. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { Client } from "../support/client/client.ts";
import { mechanismsOf } from "../support/client/sasl.ts";
import { auth, HEADER, openStream, SASL, saslAnswer, streamErrorOf, TLS } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.createAccount("tybalt@localhost");
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

const STARTTLS = `<starttls xmlns='${TLS}'/>`;
const PLAIN = auth("PLAIN", `\0tybalt\0${PASSWORD}`);
const MESSAGE = "<message to='tybalt@localhost'><body>injected</body></message>";

const proceeded = (client: Client): Promise<unknown> => client.receive(({ name }) => name === "proceed");

const INJECTED: readonly (readonly [string, string])[] = [
  ["a login", PLAIN],
  ["a stanza", MESSAGE],
  ["another header, and a login in it", HEADER + PLAIN],
  ["a second <starttls/>", STARTTLS],
  ["the beginning of an element", `<auth xmlns='${SASL}' mechanism='PLAIN'>`],
  ["what is no XML", "<".repeat(100)],
];

describe.each(INJECTED)("§5.4.3.3: %s behind <starttls/>", (_, injected) => {
  test("in the same segment is discarded: the stream under TLS starts anew", async () => {
    const client = await openStream(server, "none");
    client.send(STARTTLS + injected);
    await proceeded(client);
    await client.wire.startTls({ serverName: "localhost" });
    await client.openStream();
    expect(client.features.getChild("starttls")).toBeUndefined();
    expect(mechanismsOf(client.features)).toContain("PLAIN");
    expect(await saslAnswer(client, auth("PLAIN", "\0tybalt\0wrong"))).toBe("not-authorized");
    expect(client.inbox.waiting().map(String)).toEqual([]);
    client.destroy();
  });

  test("in a segment of its own is not a handshake: the connection ends", async () => {
    const client = await openStream(server, "none");
    client.send(STARTTLS);
    await proceeded(client);
    client.send(injected);
    await client.closed;
    expect(client.inbox.waiting().map(String)).toEqual([]);
    client.wire.end();
  });
});

const BEFORE_TLS: readonly (readonly [string, string])[] = [
  ["a login", PLAIN],
  ["a response", `<response xmlns='${SASL}'>=</response>`],
  ["binding a resource", "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"],
  ["resuming a session", "<resume xmlns='urn:xmpp:sm:3' h='0' previd='x'/>"],
  ["a message", MESSAGE],
  ["presence", "<presence/>"],
  ["a request", "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>"],
];
test.each(BEFORE_TLS)("§5.3.1: before TLS, %s is not-authorized", async (_, text) => {
  const client = await openStream(server, "none");
  expect(mechanismsOf(client.features)).toEqual([]);
  client.send(text);
  expect(await streamErrorOf(client)).toBe("not-authorized");
});

test("§5.4.2.2: TLS is not started twice", async () => {
  const client = await openStream(server, "starttls");
  client.send(STARTTLS);
  expect(await streamErrorOf(client)).toBe("not-authorized");
});

test("§5.4.1: <starttls/> inside an <iq/> does not start TLS", async () => {
  const client = await openStream(server, "none");
  client.send(`<iq type='set' id='t'>${STARTTLS}</iq>`);
  expect(await streamErrorOf(client)).toBe("unsupported-stanza-type");
});
