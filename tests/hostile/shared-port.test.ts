/** The port of HTTPS, XMPP and TURN: no protocol takes it from the others, and nobody stays there who says nothing. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { connect as connectTcp } from "node:net";
import { ConnectionLimits } from "../../src/net/connection-limits.ts";
import { listenTcp } from "../../src/net/tcp-listener.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { connectTls, type TlsClient, type TlsClientOptions } from "../support/client/tls-client.ts";
import { HEADER } from "../support/hostile.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";
import { until } from "../support/network/listening-trial.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

/** Of each kind of connection, from one address. */
const FEW = 3;
const GET = "GET /.well-known/host-meta HTTP/1.1\r\nHost: localhost\r\n\r\n";
const BINDING = Buffer.from("000100002112a442000000000000000000000000", "hex");

let server: TestServer;
const clients = new Set<TlsClient>();
beforeAll(async () => {
  server = await startTestServer({
    settings: [
      "listen.https=127.0.0.1:0",
      "listen.turn=127.0.0.1:0",
      "turn.relay_ports=43410-43417",
      `limits.web_connections_per_address=${FEW}`,
      `limits.logins_per_address=${FEW}`,
    ],
  });
});
afterEach(async () => {
  for (const { socket } of clients) socket.destroy();
  await Promise.all([...clients].map(({ closed }) => closed));
  clients.clear();
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const portOf = (name: string): number => Number(server.server.listening[name]?.split(":").at(-1));

async function connect(options: Partial<TlsClientOptions> = {}): Promise<TlsClient> {
  const client = await connectTls({ port: portOf("https"), ...options });
  clients.add(client);
  return client;
}

type Protocol = readonly [alpn: string, first: string | Uint8Array, answer: string | Uint8Array];
const HTTP: Protocol = ["http/1.1", GET, "</XRD>"];
const XMPP: Protocol = ["xmpp-client", HEADER, "</stream:features>"];
const TURN: Protocol = ["stun.turn", BINDING, Buffer.from("0101", "hex")];
const NAMES = new Map([HTTP, XMPP, TURN].map((protocol) => [protocol[0], protocol]));

/** Resolves once it has been answered; rejects where the connection is closed before. */
async function speak([alpn, first, answer]: Protocol, options: Partial<TlsClientOptions> = {}): Promise<TlsClient> {
  const client = await connect({ protocols: [alpn], ...options });
  client.socket.write(first);
  await client.arrives((bytes) => bytes.includes(answer));
  return client;
}

describe("who has all connections that one protocol gives an address", () => {
  test.each([...NAMES.keys()])("%s: gets no more of that one, and the others as before", async (alpn) => {
    const flooding = NAMES.get(alpn) ?? HTTP;
    for (let n = 0; n < FEW; n += 1) await speak(flooding);
    await expect(speak(flooding)).rejects.toThrow();
    for (const other of NAMES.values()) if (other !== flooding) await speak(other);
    // Another address is not concerned.
    await speak(flooding, { localAddress: "127.0.0.3" });
  });

  test("by the first byte instead of ALPN, it is the same", async () => {
    for (let n = 0; n < FEW; n += 1) await speak(XMPP, { protocols: [] });
    await expect(speak(XMPP, { protocols: [] })).rejects.toThrow();
    await expect(speak(XMPP)).rejects.toThrow();
    await speak(HTTP, { protocols: [] });
    await speak(TURN, { protocols: [] });
  });

  test("limits.logins_per_address counts streams on all ports together", async () => {
    for (let n = 0; n < FEW; n += 1) await speak(XMPP);
    await expect(speak(XMPP, { port: portOf("client_tls") })).rejects.toThrow();
    const [one] = clients;
    one?.socket.destroy();
    await one?.closed;
    await retried(() => speak(XMPP, { port: portOf("client_tls") }));
  });
});

/** Until the server has noticed that others are gone. */
async function retried<Result>(action: () => Promise<Result>): Promise<Result> {
  for (const end = performance.now() + 20_000; performance.now() < end; await Bun.sleep(20)) {
    try {
      return await action();
    } catch {
      // Still refused.
    }
  }
  return action();
}

test("connections that have not said yet what they are count among themselves", async () => {
  const silent = Array.from({ length: FEW + 2 }, () => connectTcp(portOf("https"), "127.0.0.1"));
  const closed = new Set<unknown>();
  for (const socket of silent) socket.on("error", () => undefined).on("close", () => closed.add(socket));
  await until(() => closed.size === 2);
  await speak(XMPP, { localAddress: "127.0.0.4" });
  for (const socket of silent) socket.destroy();
  await retried(() => speak(HTTP));
});

describe("what follows the first byte", () => {
  test("XMPP that comes byte by byte is XMPP", async () => {
    const { socket, arrives } = await connect();
    socket.setNoDelay(true);
    for (const byte of Buffer.from(HEADER)) {
      socket.write(Buffer.from([byte]));
      await Bun.sleep(0);
    }
    await arrives((bytes) => bytes.includes("</stream:features>"));
  });

  test("a full TLS record of markup that is no XMPP ends with a stream error", async () => {
    const { socket, arrives } = await connect();
    socket.write(Buffer.alloc(16_384, "<"));
    await arrives((bytes) => bytes.includes("</stream:stream>"));
  });

  test("a header that never ends is cut off at limits.stanza_before_login", async () => {
    const { socket, arrives } = await connect();
    socket.write(`<stream:stream a='${"a".repeat(1_000_000)}`);
    await arrives((bytes) => bytes.includes("policy-violation"));
  });

  test.each([
    ["a length that no STUN message has", "00010003"],
    ["a third kind of message", "0001000021 12a442000000000000000000000000 c0000000".replaceAll(" ", "")],
  ])("STUN framing: %s closes the connection", async (_, hex) => {
    const { socket, closed } = await connect();
    socket.write(Buffer.from(hex, "hex"));
    await closed;
  });
});

describe("time", () => {
  const TIMEOUT_MS = 400;
  const accept = () => ({ handler: { data: () => undefined, closed: () => undefined } });
  const listener = listenTcp({
    address: { host: "127.0.0.1", port: 0 },
    tls: new TlsContext([pemFor(["localhost"])]),
    connectionLimits: new ConnectionLimits({ connections: 100, pendingPerNetwork: 100 }),
    log: memoryLog(),
    limits: { handshakeTimeoutMs: TIMEOUT_MS },
    protocols: [
      { alpn: "xmpp-client", isFirstByte: (byte) => byte === 0x3c, accept },
      { alpn: "http/1.1", accept },
    ],
  });
  afterAll(() => listener.stop());

  test("who is silent after the handshake is closed, unless ALPN has told what it is", async () => {
    const { port } = listener;
    const told = await connect({ port, protocols: ["xmpp-client"] });
    const [silent, speaking] = [await connect({ port }), await connect({ port })];
    speaking.socket.write("<");
    await silent.closed;
    expect([told.socket.closed, speaking.socket.closed]).toEqual([false, false]);
  });
});
