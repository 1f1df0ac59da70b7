/** One port, several protocols: the ClientHello tells which. */
import { afterAll, expect, test } from "bun:test";
import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { acmeTls, openTlsAlpn01Responses } from "../../src/certificate/challenges/tls-alpn-01.ts";
import type { Connection } from "../../src/net/connection.ts";
import { ConnectionLimits } from "../../src/net/connection-limits.ts";
import { listenTcp } from "../../src/net/tcp-listener.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";

const answering = (name: string) => (connection: Connection) => ({
  handler: {
    data: (bytes: Uint8Array) => connection.send(`${name} ${connection.tls?.alpn ?? "-"} ${Buffer.from(bytes)}`),
    closed: () => undefined,
  },
});
const challenges = openTlsAlpn01Responses(Date.now);
const { port, stop } = listenTcp({
  address: { host: "127.0.0.1", port: 0 },
  tls: new TlsContext([pemFor(["verona.example"]), pemFor(["mantua.example"])]),
  connectionLimits: new ConnectionLimits({ connections: 100, pendingPerNetwork: 100 }),
  log: memoryLog(),
  limits: { handshakeTimeoutMs: 500 },
  protocols: [
    { alpn: "xmpp-client", accept: answering("xmpp") },
    acmeTls(challenges),
    { alpn: "http/1.1", accept: answering("web") },
  ],
});
afterAll(() => stop());

function client(protocols: readonly string[], servername = "verona.example"): TLSSocket {
  return connect({
    host: "127.0.0.1",
    port,
    servername,
    rejectUnauthorized: false,
    ...(protocols.length > 0 ? { ALPNProtocols: [...protocols] } : {}),
  });
}

/** The certificate's name, and the answer to "hi"; "refused" where there is no handshake. */
async function talk(protocols: readonly string[], servername?: string): Promise<string> {
  const socket = client(protocols, servername);
  try {
    await once(socket, "secureConnect");
    const { CN } = socket.getPeerCertificate().subject;
    socket.write("hi");
    const [bytes] = await once(socket, "data");
    return `${CN}: ${bytes}`;
  } catch {
    return "refused";
  } finally {
    socket.destroy();
  }
}

test("RFC 7301 §3.2: the first protocol of ours that the client offers, whatever else it offers", async () => {
  expect(await talk(["http/1.1"])).toBe("verona.example: web http/1.1 hi");
  expect(await talk(["h2", "http/1.1"])).toBe("verona.example: web http/1.1 hi");
  expect(await talk(["http/1.1", "xmpp-client"])).toBe("verona.example: xmpp xmpp-client hi");
  expect(await talk(["xmpp-client"], "mantua.example")).toBe("mantua.example: xmpp xmpp-client hi");
});

test("without ALPN it is the last one", async () => {
  expect(await talk([])).toBe("verona.example: web - hi");
});

test("RFC 7301 §3.2: a client that offers only others is refused", async () => {
  expect(await talk(["h2"])).toBe("refused");
});

test("RFC 8737 §3: acme-tls/1 is answered beside them, for the names of pending challenges alone", async () => {
  const shown = async (name: string): Promise<string | undefined> => {
    const socket = client(["acme-tls/1"], name);
    try {
      await once(socket, "secureConnect");
      return socket.getPeerX509Certificate()?.subjectAltName;
    } catch {
      return "refused";
    } finally {
      socket.destroy();
    }
  };
  expect(await shown("verona.example")).toBe("refused");
  challenges.add("verona.example", "token.thumb");
  expect(await shown("verona.example")).toBe("DNS:verona.example");
  expect(await shown("mantua.example")).toBe("refused");
  expect(await talk(["http/1.1"])).toBe("verona.example: web http/1.1 hi");
  challenges.remove("verona.example");
  expect(await shown("verona.example")).toBe("refused");
});

test.each([
  ["nothing", ""],
  ["what is no TLS", "GET / HTTP/1.1\r\n\r\n"],
  ["a ClientHello that stops", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc"],
])("%s: the connection is closed", async (_, text) => {
  const socket = connectTcp(port, "127.0.0.1");
  socket.on("error", () => undefined);
  if (text !== "") socket.write(text, "latin1");
  await new Promise((closed) => socket.on("close", closed));
});

test("a handshake that comes byte by byte is one", async () => {
  const relay = Bun.listen<{ out: ReturnType<typeof connectTcp> }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: (socket) => {
        const out = connectTcp({ host: "127.0.0.1", port, noDelay: true });
        socket.data = { out };
        out.on("data", (bytes) => void socket.write(bytes));
      },
      data: (socket, bytes) => {
        for (const byte of bytes) socket.data.out.write(Buffer.from([byte]));
      },
    },
  });
  const socket = connect({
    host: "127.0.0.1",
    port: relay.port,
    rejectUnauthorized: false,
    ALPNProtocols: ["xmpp-client"],
  });
  await once(socket, "secureConnect");
  expect(socket.alpnProtocol).toBe("xmpp-client");
  socket.destroy();
  relay.stop(true);
});
