/** RFC 6120 §4: XML streams, and §5: STARTTLS. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { Element } from "ltx";
import { appear, enter } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { rawConnection } from "../support/client/raw-connection.ts";
import { auth, SASL, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const STREAMS = "http://etherx.jabber.org/streams";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    domains: ["localhost", "köln.example"],
    settings: ["limits.stanza=20kB", "limits.stanza_before_login=10kB"],
  });
  await server.createAccount("romeo@localhost");
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const header = (attributes: string, xmlns = "jabber:client"): string =>
  `<?xml version='1.0'?><stream:stream xmlns='${xmlns}' xmlns:stream='${STREAMS}' ${attributes}>`;

async function answerTo(opening: string): Promise<string> {
  const raw = await rawConnection(server);
  raw.sends(opening);
  return raw.receives(/<stream:features>.*<\/stream:features>|<\/stream:stream>/);
}

const signedIn = (resource?: string): Promise<Client> =>
  Client.login(server.at(), { username: "romeo", password: PASSWORD, ...(resource ? { resource } : {}) });

test("§4.2: the receiving entity answers with its own header, preceded by the XML declaration (§11.5)", async () => {
  const received = await answerTo(header("to='localhost' version='1.0'"));
  expect(received).toMatch(/^<\?xml version="1.0"\?><stream:stream /);
  expect(received).toContain('xmlns="jabber:client"');
  expect(received).toContain('version="1.0"');
});

test("§4.7.1, §4.7.2: the response's 'from' is the requested domain, its 'to' the sender's 'from'", async () => {
  const received = await answerTo(header("to='localhost' from='Romeo@LOCALHOST' version='1.0'"));
  expect(received).toMatch(/^[^>]*>[^>]*from="localhost"/);
  expect(received).toMatch(/^[^>]*>[^>]* to="romeo@localhost"/);
});

test("§4.7.2: an invalid 'from' is not echoed", async () => {
  const received = await answerTo(header("to='localhost' from='&lt;@&lt;' version='1.0'"));
  expect(received).not.toMatch(/^[^>]*>[^>]* to=/);
  expect(received).toContain("<stream:features>");
});

test("§4.7.3: the stream's id is unique and unguessable", async () => {
  const ids = await Promise.all(
    [1, 2, 3].map(async () => / id="([^"]+)"/.exec(await answerTo(header("to='localhost' version='1.0'")))?.[1] ?? ""),
  );
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id.length).toBeGreaterThanOrEqual(22);
});

for (const to of ["localhost", "LocalHost", "localhost.", "köln.example", "KÖLN.example", "xn--kln-sna.example"]) {
  test(`§4.7.2: 'to' is accepted in any spelling of the domain (RFC 7622 §3.2): ${to}`, async () => {
    expect(await answerTo(header(`to='${to}' version='1.0'`))).toContain("<starttls");
  });
}

test("§4.7.4: the server's header has xml:lang", async () => {
  expect(await answerTo(header("to='localhost' version='1.0'"))).toContain('xml:lang="en"');
});

test("§4.7.5: leading zeros of a version are ignored", async () => {
  expect(await answerTo(header("to='localhost' version='01.0'"))).toContain("<starttls");
});

const REFUSED: readonly (readonly [sentence: string, opening: string, condition: string])[] = [
  [
    "§4.9.3.6: a domain that is not served here is host-unknown",
    header("to='elsewhere' version='1.0'"),
    "host-unknown",
  ],
  ["§4.9.3.6: an invalid domain is host-unknown", header("to='a b' version='1.0'"), "host-unknown"],
  ["§4.7.2: a header without 'to' is host-unknown", header("version='1.0'"), "host-unknown"],
  ["§4.7.5: a header without a version is unsupported-version", header("to='localhost'"), "unsupported-version"],
  [
    "§4.9.3.25: an invalid version is unsupported-version",
    header("to='localhost' version='one'"),
    "unsupported-version",
  ],
  [
    "§4.9.3.10: another content namespace is invalid-namespace",
    header("to='localhost' version='1.0'", "jabber:server"),
    "invalid-namespace",
  ],
  [
    "§4.9.3.10: another stream namespace is invalid-namespace",
    "<stream:stream xmlns='jabber:client' xmlns:stream='urn:x' to='localhost' version='1.0'>",
    "invalid-namespace",
  ],
  [
    "§4.9.3.1: a root that is not <stream/> is bad-format",
    `<stream:steam xmlns='jabber:client' xmlns:stream='${STREAMS}' to='localhost' version='1.0'>`,
    "bad-format",
  ],
  ["§4.9.3.13: input that is not XML is not-well-formed", "GET / HTTP/1.1\r\n\r\n", "not-well-formed"],
  ["§11.1: a DTD is restricted-xml", "<!DOCTYPE stream><stream:stream>", "restricted-xml"],
  [
    "§4.9.3.22: another encoding is unsupported-encoding",
    "<?xml version='1.0' encoding='ISO-8859-1'?><stream:stream>",
    "unsupported-encoding",
  ],
];

for (const [sentence, opening, condition] of REFUSED) {
  test(`${sentence}, after the server's header (§4.9.1.2), and the stream is closed (§4.9.1.1)`, async () => {
    const raw = await rawConnection(server);
    raw.sends(opening);
    const received = await raw.receivesUntilClosed();
    expect(received).toMatch(/^<\?xml version="1.0"\?><stream:stream [^>]*from="localhost"/);
    expect(received).toContain(`<stream:error><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-streams"/>`);
    expect(received).toEndWith("</stream:stream>");
  });
}

test("§4.3.2, §5.3.1: before TLS, only STARTTLS is offered, as required", async () => {
  const client = await Client.connect(server.at("none"));
  expect(client.features.getChildElements().map(({ name }) => name)).toEqual(["starttls"]);
  expect(client.features.getChild("starttls")?.getChild("required")).toBeDefined();
  client.destroy();
});

test("§5.4.3.3: after TLS a new stream begins, with another id, and STARTTLS is not offered again", async () => {
  const client = await Client.connect(server.at("none"));
  const { id } = client.header.attrs;
  await client.startTls();
  expect(client.header.attrs.id).not.toBe(id);
  expect(client.features.getChild("starttls")).toBeUndefined();
  expect(client.features.getChild("mechanisms")).toBeDefined();
  client.destroy();
});

test("§5.4.2.3: any other element in place of <starttls/> ends the stream", async () => {
  const client = await Client.connect(server.at("none"));
  client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AHJvbWVvAHg=</auth>");
  expect(await streamErrorOf(client)).toBe("not-authorized");
});

test("§4.4: the server answers a closing stream tag with its own", async () => {
  const client = await signedIn();
  client.send("</stream:stream>");
  expect(await client.closed).toBe("the server closed the stream");
});

test("§4.6.1: whitespace between stanzas keeps a connection alive and is otherwise ignored", async () => {
  const client = await signedIn();
  client.send(" \n\t ");
  await client.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }));
  client.destroy();
});

const FATAL: readonly (readonly [sentence: string, sent: string, condition: string])[] = [
  ["§4.9.3.24: a first-level child that is not a stanza", "<poem xmlns='urn:x'/>", "unsupported-stanza-type"],
  ["§4.9.3.24: a stanza of another content namespace", "<message xmlns='jabber:server'/>", "unsupported-stanza-type"],
  ["§4.9.3.9: another account's address as 'from'", "<message from='juliet@localhost'/>", "invalid-from"],
  ["§4.9.3.9: another resource as 'from'", "<message from='romeo@localhost/other'/>", "invalid-from"],
  ["§4.9.3.9: an invalid address as 'from'", "<message from='@'/>", "invalid-from"],
  ["§4.9.3.1: text between stanzas", "hello", "bad-format"],
  ["§11.1: a comment", "<!-- hello -->", "restricted-xml"],
  ["§11.1: a processing instruction", "<?hello?>", "restricted-xml"],
  ["§11.4: an entity beyond the five", "<message><body>&euro;</body></message>", "restricted-xml"],
  ["§4.9.3.13: tags that do not match", "<message><body></message>", "not-well-formed"],
  ["§4.9.3.13: a prefix that is not bound", "<message><a:b/></message>", "not-well-formed"],
  [
    "§4.9.3.11: a second stream header",
    `<stream:stream xmlns:stream='${STREAMS}' to='localhost' version='1.0'>`,
    "invalid-xml",
  ],
  ["§4.9.3.14: a stanza over the limit", `<message><body>${"x".repeat(20_000)}</body></message>`, "policy-violation"],
];

for (const [sentence, sent, condition] of FATAL) {
  test(`${sentence} is ${condition}, and the stream ends`, async () => {
    const client = await signedIn();
    client.send(sent);
    expect(await streamErrorOf(client)).toBe(condition);
    expect(await client.closed).toBe("the server closed the stream");
  });
}

test("§4.9.3.14: the size limit is lower before authentication", async () => {
  const client = await Client.connect(server.at());
  client.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${"A".repeat(10_000)}</auth>`);
  expect(await streamErrorOf(client)).toBe("policy-violation");
});

test("§4.9.3.4: a client that does not sign in in time is disconnected with connection-timeout", async () => {
  const impatientServer = await startTestServer({ settings: ["limits.login_time=50ms"] });
  const client = await Client.connect(impatientServer.at("none"));
  expect(await streamErrorOf(client)).toBe("connection-timeout");
  await impatientServer[Symbol.asyncDispose]();
});

test("§4.9.3.20: a server that stops ends its streams with system-shutdown", async () => {
  const other = await startTestServer();
  await other.createAccount("romeo@localhost");
  const client = await Client.login(other.at(), { username: "romeo", password: PASSWORD });
  await other[Symbol.asyncDispose]();
  expect(await streamErrorOf(client)).toBe("system-shutdown");
});

test("§8.1.5: a stanza without xml:lang is delivered with that of its stream", async () => {
  const juliet = await enter(server, "juliet", "balcony");
  await appear(juliet);
  const romeo = await Client.connect(server.at());
  romeo.send(auth("PLAIN", `\0romeo\0${PASSWORD}`));
  await romeo.receive(({ name, attrs }) => name === "success" && attrs.xmlns === SASL);
  romeo.expectHeader();
  romeo.send(header("to='localhost' version='1.0' xml:lang='fr'"));
  await romeo.receive(({ name }) => name === "stream:features");
  await romeo.bind();
  romeo.send(`<message to="${juliet.jid}"><body>bonsoir</body></message>`);
  expect((await juliet.receives("<message><body>bonsoir</body></message>")).attrs["xml:lang"]).toBe("fr");
  romeo.send(`<message to="${juliet.jid}" xml:lang="it"><body>buonasera</body></message>`);
  expect((await juliet.receives("<message><body>buonasera</body></message>")).attrs["xml:lang"]).toBe("it");
  romeo.destroy();
  juliet.client.destroy();
});
