/** RFC 6120 §11: XML that a stream may not contain, before and after authentication. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { Element } from "ltx";
import type { Client } from "../support/client/client.ts";
import {
  type Bystanders,
  bystanders,
  connectRaw,
  HEADER,
  login,
  openStream,
  streamErrorOf,
} from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let others: Bystanders;

beforeAll(async () => {
  server = await startTestServer({ settings: ["limits.stanza=64kB"] });
  others = await bystanders(server);
  await server.createAccount("tybalt@localhost");
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

/** How much the server may compute while a message of bystanders is under way, in milliseconds of CPU. */
const MAX_CHAT_CPU_MS = 2000;

const BILLION_LAUGHS = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "${"&lol;".repeat(10)}">]><message>&lol2;</message>`;
const BODY = (text: string): string => `<message to='tybalt@localhost'><body>${text}</body></message>`;

/** Input, and the stream error of RFC 6120 §4.9.3 that answers it. */
const REFUSED: readonly (readonly [name: string, text: string | Uint8Array, condition: string])[] = [
  ["§4.9.3.14: a hundred thousand levels", "<a>".repeat(100_000), "policy-violation"],
  ["§4.9.3.14: an attribute without end", `<message a='${"a".repeat(1_000_000)}`, "policy-violation"],
  ["§4.9.3.14: a name without end", `<${"a".repeat(1_000_000)}`, "policy-violation"],
  ["§4.9.3.14: a text without end", `<message><body>${"a".repeat(1_000_000)}`, "policy-violation"],
  ["§4.9.3.14: children without end", `<message>${"<a/>".repeat(250_000)}`, "policy-violation"],
  ["§4.9.3.14: white space within a stanza without end", `<message>${" ".repeat(1_000_000)}`, "policy-violation"],
  [
    "§4.9.3.14: more attributes than anybody needs",
    `<message ${Array.from({ length: 1000 }, (_, n) => `a${n}=''`).join(" ")}/>`,
    "policy-violation",
  ],
  ["§11.1: a comment is restricted XML", "<!-- a comment --><message/>", "restricted-xml"],
  ["§11.1: a comment without end", `<message><!--${"-".repeat(1000)}`, "restricted-xml"],
  ["§11.1: a processing instruction", "<?xml-stylesheet href='x'?>", "restricted-xml"],
  ["§11.1: a processing instruction within a stanza", "<message><?php echo 1 ?></message>", "restricted-xml"],
  ["§11.1: a DTD, with entities that laugh a billion times", BILLION_LAUGHS, "restricted-xml"],
  ["§11.1: an external entity", '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "restricted-xml"],
  ["§11.1: a reference to an entity that nobody declared", BODY("&lol;"), "restricted-xml"],
  ["§11.1: a reference without end", BODY(`&${"a".repeat(2000)}`), "not-well-formed"],
  ["XML §4.1: a reference to a character that there is not", BODY("&#0;"), "not-well-formed"],
  ["XML §4.1: a reference to half a character", BODY("&#xD800;"), "not-well-formed"],
  ["XML §2.2: a control character", BODY("\u0001"), "not-well-formed"],
  ["XML §2.2: NUL", BODY("\0"), "not-well-formed"],
  ["§11.6: bytes that are not UTF-8", Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xfe]), "bad-format"],
  ["§11.6: an overlong form", Buffer.from([0x3c, 0x61, 0x3e, 0xc0, 0xaf]), "bad-format"],
  ["§11.6: a surrogate in UTF-8", Buffer.from([0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80]), "bad-format"],
  ["§11.6: UTF-16", Buffer.from("<message/>", "utf16le"), "not-well-formed"],
  ["XML §3.1: an attribute that stands twice", "<message to='a@localhost' to='b@localhost'/>", "not-well-formed"],
  ["XML §3: tags that do not match", "<message><body></message></body>", "not-well-formed"],
  ["Namespaces §5: a prefix that nobody declared", "<message><x:a/></message>", "not-well-formed"],
  ["Namespaces §3: xml as a prefix of something else", "<message xmlns:xml='urn:x'/>", "not-well-formed"],
  ["XML §3.1: an attribute without quotes", "<message to=a/>", "not-well-formed"],
  ["§4.9.3.1: text between stanzas", "wherefore?", "bad-format"],
  ["§4.9.3.1: a CDATA section between stanzas", "<![CDATA[<message/>]]>", "bad-format"],
  ["XML §2.7: an end of a CDATA section where there is none", BODY("]]>"), "not-well-formed"],
];

describe.each(REFUSED)("%s", (_, text, condition) => {
  const refused = async (client: Client): Promise<void> => {
    const computed = await others.chatDuring(async () => {
      client.send(text);
      expect(await streamErrorOf(client)).toBe(condition);
    });
    expect(computed).toBeLessThan(MAX_CHAT_CPU_MS);
  };
  test("before authentication", async () => refused(await openStream(server)));
  test("before authentication, in plaintext", async () => refused(await openStream(server, "none")));
  test("after authentication", async () => refused(await login(server, "tybalt")));
});

describe("instead of a stream header", () => {
  const refusedHeader = async (text: string | Uint8Array): Promise<string> => {
    const { wire, received, closed } = await connectRaw(server);
    wire.send(text);
    await closed;
    wire.end();
    return /<stream:error><([a-z-]+) /.exec(received())?.[1] ?? received();
  };
  const HEADERS: readonly (readonly [string, string | Uint8Array, string])[] = [
    ["§4.9.3.10: another namespace than that of streams", HEADER.replace("etherx", "example"), "invalid-namespace"],
    ["§4.9.3.10: the namespace of servers", HEADER.replace("jabber:client", "jabber:server"), "invalid-namespace"],
    ["§4.9.3.25: a version that there is not", HEADER.replace("'1.0'>", "'zero'>"), "unsupported-version"],
    ["§4.9.3.25: no version", HEADER.replace(" version='1.0'>", ">"), "unsupported-version"],
    ["§4.9.3.6: a domain that is not served here", HEADER.replace("localhost", "example.com"), "host-unknown"],
    ["§4.9.3.6: no domain", HEADER.replace(" to='localhost'", ""), "host-unknown"],
    ["§4.9.3.6: a domain of a megabyte", HEADER.replace("localhost", "a".repeat(1_000_000)), "policy-violation"],
    ["§4.9.3.22: an encoding that is not UTF-8", `<?xml version='1.0' encoding='latin1'?>`, "unsupported-encoding"],
    ["§11.1: a DTD before the header", `<!DOCTYPE a SYSTEM 'http://example.com/'>${HEADER}`, "restricted-xml"],
    ["§11.1: a comment before the header", `<!-- -->${HEADER}`, "restricted-xml"],
    ["a request of HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "not-well-formed"],
    ["a TLS handshake in place of a header", Buffer.from("160301020001000001fc0303", "hex"), "not-well-formed"],
    ["nothing but zeros", new Uint8Array(100_000), "not-well-formed"],
    ["an end tag", "</stream:stream>", "not-well-formed"],
    ["a stanza without a stream", "<message xmlns='jabber:client'>", "invalid-namespace"],
  ];
  test.each(HEADERS)("%s", async (_, text, condition) => expect(await refusedHeader(text)).toBe(condition));
});

test("§11.6: a character split between two segments is one character; an incomplete one at the end of the connection is discarded", async () => {
  const tybalt = await login(server, "tybalt");
  const text = Buffer.from("<message id='cut' to='tybalt@localhost/hostile' type='chat'><body>née 🌹</body></message>");
  for (const byte of text) {
    tybalt.send(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  const message = await tybalt.receive(({ attrs }) => attrs.id === "cut");
  expect(message.getChildText("body")).toBe("née 🌹");
  tybalt.send(Buffer.concat([Buffer.from("<message><body>"), Buffer.of(0xf0, 0x9f)]));
  tybalt.wire.end();
  await tybalt.closed;
});

describe("§4.9.3.14: input at the limits is accepted, one byte more is not", () => {
  /** A message to the client's own account of exactly this many bytes. */
  const messageOf = (bytes: number): string => {
    const [head, tail] = ["<message id='long' to='tybalt@localhost/hostile' type='chat'><body>", "</body></message>"];
    return head + "x".repeat(bytes - head.length - tail.length) + tail;
  };
  test("a stanza of 64,000 bytes after login", async () => {
    const tybalt = await login(server, "tybalt");
    tybalt.send(messageOf(64_000));
    await tybalt.receive(({ attrs }) => attrs.id === "long");
    tybalt.send(messageOf(64_001));
    expect(await streamErrorOf(tybalt)).toBe("policy-violation");
  });
  test("an element of 10,000 bytes before login", async () => {
    const element = (bytes: number): string => {
      const [head, tail] = ["<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X'>", "</auth>"];
      return head + "x".repeat(bytes - head.length - tail.length) + tail;
    };
    const client = await openStream(server);
    client.send(element(10_000));
    await client.receive(({ name }) => name === "failure");
    client.send(element(10_001));
    expect(await streamErrorOf(client)).toBe("policy-violation");
  });
  test("an element of a hundred levels, and one of a hundred attributes", async () => {
    const tybalt = await login(server, "tybalt");
    const deep = (levels: number): string => "<a xmlns='urn:x'>".repeat(levels) + "</a>".repeat(levels);
    const wide = Array.from({ length: 95 }, (_, n) => `a${n}='${n}'`).join(" ");
    tybalt.send(`<message id='deep' to='tybalt@localhost/hostile' type='headline' ${wide}>${deep(99)}</message>`);
    const message = await tybalt.receive(({ attrs }) => attrs.id === "deep");
    expect(message.attrs.a94).toBe("94");
    tybalt.send(`<message to='tybalt@localhost/hostile' type='headline'>${deep(100)}</message>`);
    expect(await streamErrorOf(tybalt)).toBe("policy-violation");
  });
});

test("§4.4: bytes after the closing stream tag are not read", async () => {
  const tybalt = await login(server, "tybalt");
  const eve = await login(server, "tybalt", "other");
  tybalt.send("</stream:stream><message to='tybalt@localhost/other' type='chat'><body>late</body></message>");
  await tybalt.closed;
  await eve.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }));
  expect(eve.inbox.waiting().map(String)).toEqual([]);
  eve.destroy();
});
