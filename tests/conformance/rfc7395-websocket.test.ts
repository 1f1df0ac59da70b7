/** RFC 7395: XMPP over WebSocket. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { parseFrame } from "../../src/xml/parse-element.ts";
import { Client } from "../support/client/client.ts";
import { Inbox } from "../support/client/inbox.ts";
import { mechanismsOf, SaslFailure } from "../support/client/sasl.ts";
import { type HandshakeFields, TestWebSocket } from "../support/client/websocket.ts";
import { frame, OPCODE } from "../support/client/websocket-frames.ts";
import { auth, saslAnswer } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
const STREAMS = "http://etherx.jabber.org/streams";
const OPEN = `<open xmlns='${FRAMING}' to='localhost' version='1.0'/>`;
const CLOSE = `<close xmlns='${FRAMING}'/>`;
const LIMITS = { stanzaBytes: 100_000, weight: 1_000_000, depth: 100, attributes: 100 };

let server: TestServer;
const opened: { destroy(): void }[] = [];

beforeAll(async () => {
  server = await startTestServer({ transport: "websocket" });
  await server.createAccount("romeo@localhost");
});
afterEach(() => {
  for (const each of opened.splice(0)) each.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

/** A WebSocket with the messages that it receives, each as text and as an element. */
interface Frames {
  readonly socket: TestWebSocket;
  readonly texts: readonly string[];
  /** The next element of this name that was not taken yet. */
  receive(name: string): Promise<Element>;
  readonly closed: Promise<string>;
}

async function webSocket(fields?: HandshakeFields): Promise<Frames> {
  const texts: string[] = [];
  const inbox = new Inbox();
  const { promise: closed, resolve } = Promise.withResolvers<string>();
  const message = (text: string): void => {
    texts.push(text);
    inbox.put(parseFrame(text, LIMITS));
  };
  const end = (reason: string): void => {
    inbox.fail(new Error(reason));
    resolve(reason);
  };
  const socket = await TestWebSocket.open(server.at(), { message, closed: end }, fields);
  opened.push(socket.wire);
  return { socket, texts, closed, receive: (name) => inbox.take((element) => element.name === name, 5000) };
}

/** The same with an open stream. */
async function stream(): Promise<Frames> {
  const frames = await webSocket();
  frames.socket.send(OPEN);
  await frames.receive("stream:features");
  return frames;
}

async function signIn(): Promise<Client> {
  const client = await Client.login(server.at(), { username: "romeo", password: PASSWORD });
  opened.push(client);
  return client;
}

describe("§3.1: the handshake", () => {
  test("the server chooses the sub-protocol xmpp, among others too", async () => {
    const offers = ["xmpp", "mqtt, xmpp", "xmpp,mqtt"];
    for (const offer of offers) {
      const { socket } = await webSocket({ "Sec-WebSocket-Protocol": offer });
      expect(socket.field("Sec-WebSocket-Protocol")).toBe("xmpp");
    }
  });

  test.each([undefined, "mqtt", "XMPP", "xmpp2"])("a client that offers %s is refused", async (offer) => {
    await expect(webSocket({ "Sec-WebSocket-Protocol": offer })).rejects.toThrow(" 400 ");
  });

  test("compression is not agreed upon", async () => {
    const { socket } = await webSocket({ "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits" });
    expect(socket.field("Sec-WebSocket-Extensions")).toBeUndefined();
  });

  test("RFC 9110 §15.5.22: whoever asks without opening a WebSocket is told to", async () => {
    const { port } = server.at();
    const response = await fetch(`https://localhost:${port}/xmpp-websocket`, { tls: { rejectUnauthorized: false } });
    expect([response.status, response.headers.get("Upgrade")]).toEqual([426, "websocket"]);
    expect(await response.text()).toContain("RFC 7395");
  });
});

test("§3.2: a binary message ends the stream, and the WebSocket with the code for it", async () => {
  const { socket, receive, closed } = await stream();
  socket.wire.send(frame(OPCODE.binary, OPEN));
  expect(String(await receive("stream:error"))).toContain("<unsupported-encoding");
  await receive("close");
  await closed;
  expect(socket.closeCode).toBe(1003);
});

describe("§3.3.3: framing", () => {
  test("each message of the server is one element that declares its own namespaces", async () => {
    const { texts } = await stream();
    expect(texts[0]).toMatch(new RegExp(`^<open xmlns="${FRAMING}" [^>]*/>$`));
    expect(texts[1]).toStartWith(`<stream:features xmlns:stream="${STREAMS}">`);
    expect(texts).toHaveLength(2);
    const client = await signIn();
    const frames: string[] = [];
    client.onBytes = (chunk) => void frames.push(Buffer.from(chunk).toString());
    client.send("<presence/>");
    while (!frames.join("").includes('<presence xmlns="jabber:client"')) await new Promise(setImmediate);
  });

  test("a message may come in fragments (RFC 6455 §5.4)", async () => {
    const { socket, receive } = await webSocket();
    const [first = "", second = "", third = ""] = [OPEN.slice(0, 9), OPEN.slice(9, 30), OPEN.slice(30)];
    socket.wire.send(frame(OPCODE.text, first, { isFinal: false }));
    socket.wire.send(frame(OPCODE.continuation, second, { isFinal: false }));
    socket.wire.send(frame(OPCODE.ping, "between"));
    socket.wire.send(frame(OPCODE.continuation, third));
    await receive("open");
    expect(socket.pongs).toEqual(["between"]);
  });
});

describe("§3.4: stream initiation", () => {
  test("<open/> is answered by an <open/> with the attributes of RFC 6120 §4.7, then the features", async () => {
    const { socket, receive } = await webSocket();
    socket.send(`<open xmlns='${FRAMING}' to='localhost' from='romeo@localhost' version='1.0' xml:lang='fr'/>`);
    const { attrs } = await receive("open");
    expect(attrs).toMatchObject({ from: "localhost", to: "romeo@localhost", version: "1.0", "xml:lang": "en" });
    expect(attrs.id).toMatch(/^[\w-]{22}$/);
    await receive("stream:features");
  });

  test.each([
    ["host-unknown", `<open xmlns='${FRAMING}' to='elsewhere.example' version='1.0'/>`],
    ["host-unknown", `<open xmlns='${FRAMING}' version='1.0'/>`],
    ["unsupported-version", `<open xmlns='${FRAMING}' to='localhost'/>`],
    ["invalid-namespace", "<open xmlns='jabber:client' to='localhost' version='1.0'/>"],
    ["invalid-namespace", "<message xmlns='jabber:client'/>"],
    ["bad-format", `<opened xmlns='${FRAMING}' to='localhost' version='1.0'/>`],
    ["not-well-formed", `<stream:stream xmlns='jabber:client' xmlns:stream='${STREAMS}' to='localhost' version='1.0'>`],
    ["restricted-xml", `<!DOCTYPE open>${OPEN}`],
  ])("§3.5: %s, after the server's <open/>, and before its <close/> (%s)", async (condition, text) => {
    const { socket, receive, texts, closed } = await webSocket();
    socket.send(text);
    const error = await receive("stream:error");
    expect(error.getChildElements()[0]?.name).toBe(condition);
    expect(error.attrs["xmlns:stream"]).toBe(STREAMS);
    await receive("close");
    expect(texts.map((each) => each.slice(1, 6))).toEqual(["open ", "strea", "close"]);
    await closed;
    expect(socket.closeCode).toBe(1000);
  });
});

describe("§3.6: closing", () => {
  test("a <close/> is answered by one, and the server closes the WebSocket", async () => {
    const { socket, receive, closed } = await stream();
    socket.send(CLOSE);
    await receive("close");
    await closed;
    expect(socket.closeCode).toBe(1000);
  });

  test("a close frame of the client is answered by one (RFC 6455 §5.5.1)", async () => {
    const { socket, closed } = await stream();
    socket.wire.send(frame(OPCODE.close, Buffer.from([0x03, 0xe8])));
    await closed;
    expect(socket.closeCode).toBe(1000);
  });

  test("a server that stops ends each stream, and leaves those that can be resumed (XEP-0198); nobody is waited for", async () => {
    await using other = await startTestServer({ transport: "websocket" });
    await other.createAccount("romeo@localhost");
    const stranger = await Client.connect(other.at());
    const romeo = await Client.login(other.at(), { username: "romeo", password: PASSWORD });
    const resumable = await Client.login(other.at(), { username: "romeo", password: PASSWORD });
    await resumable.enableAcks(true);
    const began = performance.now();
    await other.server.stop();
    expect(performance.now() - began).toBeLessThan(2000);
    for (const client of [stranger, romeo]) {
      expect(String(await client.receive(({ name }) => name === "stream:error"))).toContain("<system-shutdown");
      expect(await client.closed).toContain("closed the stream");
    }
    expect(await resumable.closed).toEndWith("1001");
  });

  test("a session whose stream was not closed can be resumed (XEP-0198); one whose stream was closed cannot", async () => {
    const left = await signIn();
    const { attrs: lost } = await left.enableAcks(true);
    left.destroy();
    const back = await Client.connect(server.at());
    opened.push(back);
    await back.authenticate({ username: "romeo", password: PASSWORD });
    expect((await back.resume(left, lost.id)).name).toBe("resumed");
    await back.end();
    const late = await Client.connect(server.at());
    opened.push(late);
    await late.authenticate({ username: "romeo", password: PASSWORD });
    expect((await late.resume(back, lost.id)).name).toBe("failed");
  });
});

test("§3.7: after SASL, a new stream begins with an <open/> of each side, without a <close/>, and has another id", async () => {
  const client = await Client.connect(server.at());
  opened.push(client);
  const { id } = client.header.attrs;
  await client.authenticate({ username: "romeo", password: PASSWORD });
  expect(client.header.name).toBe("open");
  expect(client.header.attrs.id).not.toBe(id);
  expect(client.features.getChild("bind", "urn:ietf:params:xml:ns:xmpp-bind")).toBeDefined();
});

test("§3.8: ping frames are answered; white space between stanzas is no message", async () => {
  const { socket, receive } = await stream();
  socket.wire.send(frame(OPCODE.ping, "are you there?"));
  socket.send(" ");
  expect(String(await receive("stream:error"))).toContain("<not-well-formed");
  expect(socket.pongs).toEqual(["are you there?"]);
});

describe("§3.9: the web server has the TLS", () => {
  test("no STARTTLS, no channel binding and no mechanism with one is offered, in either SASL profile", async () => {
    const client = await Client.connect(server.at());
    opened.push(client);
    const { features } = client;
    expect(features.getChild("starttls")).toBeUndefined();
    expect(features.getChild("sasl-channel-binding")).toBeUndefined();
    expect(mechanismsOf(features)).toContain("SCRAM-SHA-256");
    expect(String(features)).not.toMatch(/-PLUS|HT-SHA-256-(?!NONE)/);
  });

  test("<starttls/> is not possible", async () => {
    const { socket, receive } = await stream();
    socket.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    expect(String(await receive("stream:error"))).toContain("<not-authorized");
  });

  test("RFC 5802 §6: a client that supports channel binding and sees none is no sign of an attack", async () => {
    const client = await Client.connect(server.at());
    opened.push(client);
    expect(await saslAnswer(client, auth("SCRAM-SHA-256", "y,,n=romeo,r=abc"))).toBe("challenge");
  });

  test("XEP-0474 §5.1: the challenge has the hash of the mechanisms alone, and no version of TLS (XEP-0515)", async () => {
    const client = await Client.connect(server.at());
    opened.push(client);
    const mechanisms = mechanismsOf(client.features).sort().join("\x1e");
    client.send(auth("SCRAM-SHA-256", "n,,n=romeo,r=abc"));
    const challenge = await client.receive(({ name }) => name === "challenge");
    const h = createHash("sha256").update(mechanisms).digest("base64");
    expect(Buffer.from(challenge.getText(), "base64").toString()).toEndWith(`,h=${h}`);
  });

  test("a wrong password is refused as elsewhere", async () => {
    const wrong = Client.login(server.at(), { username: "romeo", password: "wrong" });
    await expect(wrong).rejects.toBeInstanceOf(SaslFailure);
  });
});
