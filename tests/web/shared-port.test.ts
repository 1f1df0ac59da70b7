/** HTTPS, XMPP and TURN on one port, told apart by ALPN, and without it by the first byte. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { METHOD } from "../../src/turn/attributes.ts";
import { printMessage, readMessage } from "../../src/turn/message.ts";
import { Client } from "../support/client/client.ts";
import { mechanismsOf } from "../support/client/sasl.ts";
import { connectTls, type TlsClient, type TlsClientOptions } from "../support/client/tls-client.ts";
import { auth, HEADER } from "../support/hostile.ts";
import { testWith } from "../support/needs.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const BINDING = printMessage({
  class: "request",
  method: METHOD.BINDING,
  transaction: Buffer.from("twelve bytes"),
  attributes: [],
});
const GET = "GET /.well-known/host-meta HTTP/1.1\r\nHost: localhost\r\n\r\n";
const SETTINGS = ["listen.https=127.0.0.1:0", "listen.turn=127.0.0.1:0", "turn.relay_ports=43400-43407"];

let server: TestServer;
const open = new Set<TlsClient>();
beforeAll(async () => {
  server = await startTestServer({ settings: [...SETTINGS, "listen.server=127.0.0.1:0"] });
  await server.createAccount("juliet@localhost");
});
afterEach(() => {
  for (const { socket } of open) socket.destroy();
  open.clear();
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const portOf = ({ server: { listening } }: TestServer, name = "https"): number =>
  Number(listening[name]?.split(":").at(-1));

async function connect(protocols: readonly string[], more: Partial<TlsClientOptions> = {}): Promise<TlsClient> {
  const client = await connectTls({ port: portOf(server), protocols, ...more });
  open.add(client);
  return client;
}

/** What is answered to the first bytes, once it has this in it. */
async function answer(protocols: readonly string[], first: string | Uint8Array, awaited: string): Promise<string> {
  const { socket, arrives } = await connect(protocols);
  socket.write(first);
  return (await arrives((bytes) => bytes.includes(awaited))).toString("latin1");
}

const isBindingSuccess = (bytes: Buffer): boolean => readMessage(bytes)?.class === "success";

describe("XEP-0368: ALPN xmpp-client", () => {
  const signIn = (mechanism: string): Promise<Client> =>
    Client.login(
      { ...server.over("tcp", "direct"), port: portOf(server) },
      { username: "juliet", password: PASSWORD, resource: "balcony", mechanism },
    );

  test("is a client's stream under TLS, without STARTTLS, with channel binding (RFC 9266)", async () => {
    const juliet = await signIn("SCRAM-SHA-256-PLUS");
    expect(juliet.jid).toBe("juliet@localhost/balcony");
    expect(juliet.header.attrs.xmlns).toBe("jabber:client");
    await juliet.end();
    const stranger = await Client.connect({ ...server.over("tcp", "direct"), port: portOf(server) });
    expect(stranger.features.getChild("starttls")).toBeUndefined();
    expect(mechanismsOf(stranger.features)).toContain("SCRAM-SHA-256-PLUS");
    await stranger.end();
  });

  test("the client's address is known: it is logged with each sign-in", async () => {
    const { socket, arrives } = await connect(["xmpp-client"], { localAddress: "127.0.0.5" });
    socket.write(HEADER);
    await arrives((bytes) => bytes.includes("</stream:features>"));
    socket.write(auth("PLAIN", `\0juliet\0${PASSWORD}`));
    await arrives((bytes) => bytes.includes("<success"));
    const last = server.events.filter(({ event }) => event === "authenticated").at(-1);
    expect(last).toMatchObject({ account: "juliet@localhost", address: "127.0.0.5" });
  });
});

test("XEP-0368: ALPN xmpp-server is a stream of another server, whose certificate is asked for", async () => {
  const stream = "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
  expect(await answer(["xmpp-server"], stream, "<stream:stream")).toContain('xmlns="jabber:server"');
});

testWith(["openssl"])("openssl s_client -alpn xmpp-server is asked for a certificate", async () => {
  const openssl = Bun.spawn(
    ["openssl", "s_client", "-connect", `127.0.0.1:${portOf(server)}`, "-alpn", "xmpp-server"],
    {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "ignore",
    },
  );
  const said = await new Response(openssl.stdout).text();
  expect(said).toContain("ALPN protocol: xmpp-server");
  expect(said).toMatch(/^Requested Signature Algorithms/m);
});

test("ALPN http/1.1 is a browser, as before", async () => {
  expect(await answer(["h2", "http/1.1"], GET, "</XRD>")).toStartWith("HTTP/1.1 200 OK");
});

test.each([["stun.turn"], ["stun.nat-discovery"]])("RFC 7443: ALPN %s is STUN and TURN", async (alpn) => {
  const { socket, arrives } = await connect([alpn]);
  expect(socket.alpnProtocol).toBe(alpn);
  socket.write(BINDING);
  await arrives(isBindingSuccess);
});

describe("without ALPN, the first byte under TLS tells", () => {
  test("< of XMPP, of a client", async () => {
    expect(await answer([], HEADER, "</stream:features>")).toContain('xmlns="jabber:client"');
  });

  test("a byte of 0 to 3 of STUN (RFC 7983 §7)", async () => {
    const { socket, arrives } = await connect([]);
    socket.write(BINDING);
    await arrives(isBindingSuccess);
  });

  test("a letter of HTTP, though ChannelData has the same bytes", async () => {
    expect(await answer([], GET, "</XRD>")).toStartWith("HTTP/1.1 200 OK");
  });

  test("whatever else comes is bad HTTP", async () => {
    expect(await answer([], Buffer.alloc(300, 0xff), "\r\n\r\n")).toStartWith("HTTP/1.1 400");
  });
});

test("RFC 7301 §3.2: who offers only protocols that are not here is refused", async () => {
  await expect(connect(["h2", "imap", "xmpp-bosh"])).rejects.toThrow();
});

describe("what is off", () => {
  const withSettings = async (settings: readonly string[], run: (port: number) => Promise<void>): Promise<void> => {
    await using other = await startTestServer({ settings: [...SETTINGS, ...settings] });
    await run(portOf(other));
  };

  test("web.multiplex = false leaves the port to browsers", () =>
    withSettings(["web.multiplex=false"], async (port) => {
      for (const alpn of ["xmpp-client", "xmpp-server", "stun.turn"])
        await expect(connect([alpn], { port })).rejects.toThrow();
      const { socket, arrives } = await connect([], { port });
      socket.write(HEADER);
      await arrives((bytes) => bytes.includes("HTTP/1.1 400"));
    }));

  test("whose own ports are off is not opened here", () =>
    withSettings(["listen.client=off", "listen.client_tls=off"], async (port) => {
      // listen.server and listen.server_tls are off in tests.
      for (const alpn of ["xmpp-client", "xmpp-server"]) await expect(connect([alpn], { port })).rejects.toThrow();
      const { socket, arrives } = await connect([], { port });
      socket.write(HEADER);
      await arrives((bytes) => bytes.includes("HTTP/1.1 400"));
    }));

  test("without federation no other server is answered, without a relay no STUN", () =>
    withSettings(["federation.enabled=false", "listen.server=127.0.0.1:0", "listen.turn=off"], async (port) => {
      for (const alpn of ["xmpp-server", "stun.turn"]) await expect(connect([alpn], { port })).rejects.toThrow();
      const { socket, arrives } = await connect([], { port });
      socket.write(Buffer.concat([BINDING, Buffer.from("\r\n\r\n")]));
      await arrives((bytes) => bytes.includes("HTTP/1.1 400"));
    }));
});
