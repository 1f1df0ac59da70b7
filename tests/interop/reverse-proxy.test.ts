/** Behind somebody else's web server, with the lines of docs/web.md: addresses of clients, links, WebSocket, BOSH, files. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { isHandedOn } from "../../src/certificate/hand-on.ts";
import { newSite, openAuthority } from "../support/certificate/acme-site.ts";
import { PEBBLE } from "../support/certificate/pebble.ts";
import { Client } from "../support/client/client.ts";
import type { TransportName } from "../support/client/transport.ts";
import { describeWith, testWith } from "../support/needs.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { relayFrom } from "../support/network/relay.ts";
import { ON_PORT_80, REVERSE_PROXIES, startReverseProxy } from "../support/network/reverse-proxies.ts";
import type { RunningProgram } from "../support/process/started.ts";
import { runProgram, temporaryFolder } from "../support/process/started.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { puts, web } from "../support/xep/upload.ts";

/** A client somewhere else: it connects from there. */
const CLIENT = "127.0.0.2";
const FORGED = "203.0.113.66";
const BYTES = 20_000_000;

for (const proxy of REVERSE_PROXIES)
  describeWith([proxy.program])(`behind ${proxy.name}`, () => {
    const folder = temporaryFolder("proxy");
    let server: TestServer;
    let running: RunningProgram;
    let port = 0;

    beforeAll(async () => {
      const [backend = 0, front = 0] = freePorts(2);
      port = front;
      server = await startTestServer({
        settings: [`listen.http_proxied=127.0.0.1:${backend}`, `web.address=localhost:${port}`],
      });
      await server.createAccount("romeo@localhost");
      running = await startReverseProxy(proxy, folder.path, { port, backend });
    }, 30_000);
    afterAll(async () => {
      await running?.[Symbol.asyncDispose]();
      await server?.[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    });

    /** Signs romeo in through the web server, from CLIENT. */
    async function signsIn(
      transport: TransportName = "websocket",
      fields: Readonly<Record<string, string>> = {},
    ): Promise<Client> {
      const at = { host: "127.0.0.1", port, domain: "localhost", tls: "direct" } as const;
      const relay = await relayFrom(CLIENT, { at: () => at });
      relays.push(relay);
      return Client.login({ ...relay.at("direct"), transport, fields }, { username: "romeo", password: PASSWORD });
    }
    const relays: AsyncDisposable[] = [];
    afterAll(() => Promise.all(relays.map((relay) => relay[Symbol.asyncDispose]())));
    const seenAddress = (jid: string): unknown =>
      server.events.find(({ event, jid: bound }) => event === "session-bound" && bound === jid)?.address;

    test.each(["websocket", "bosh"] as const)(
      "a client signs in by %s, and is known by its own address",
      async (way) => {
        const romeo = await signsIn(way);
        expect(seenAddress(romeo.jid)).toBe(CLIENT);
        await romeo.end();
      },
    );

    test("a page comes as it is: compressed, its length would tell of the secrets in it", async () => {
      const page = await web(`https://localhost:${port}/account`, { headers: { "Accept-Encoding": "gzip, br, zstd" } });
      expect([page.status, page.headers.get("content-encoding")]).toEqual([200, null]);
      expect(await page.text()).toContain('name="token"');
    });

    test("a client that claims to be asked for by somebody else is known by its own address", async () => {
      const romeo = await signsIn("websocket", { "X-Forwarded-For": FORGED });
      expect(seenAddress(romeo.jid)).toBe(CLIENT);
      await romeo.end();
    });

    test("a file goes up and down: its links are those of the web server, its name is kept, a part is a part", async () => {
      const romeo = await signsIn();
      const content = crypto.getRandomValues(new Uint8Array(65_536));
      const file = Buffer.alloc(BYTES, content);
      romeo.send(
        `<iq type="get" id="slot" to="localhost"><request xmlns="urn:xmpp:http:upload:0" filename="très cool (1).jpg" size="${BYTES}" content-type="image/jpeg"/></iq>`,
      );
      const slot = (await romeo.receive(({ attrs }) => attrs.id === "slot")).getChild("slot");
      const [put, get] = ["put", "get"].map((name) => String(slot?.getChild(name)?.attrs.url));
      expect(get).toStartWith(`https://localhost:${port}/upload/`);
      expect((await puts(put ?? "", file, { "Content-Type": "image/jpeg" })).status).toBe(201);
      const fetched = await web(get ?? "");
      expect([fetched.status, fetched.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
      expect(Buffer.from(await fetched.arrayBuffer()).equals(file)).toBe(true);
      const part = await web(get ?? "", { headers: { Range: "bytes=65530-65541" } });
      expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, file.subarray(65_530, 65_542)]);
      await romeo.end();
    }, 60_000);
  });

test("the port for web servers answers nobody else", async () => {
  await using server = await startTestServer({
    settings: ["listen.http_proxied=127.0.0.1:0", "web.trusted_proxies=127.0.0.9"],
  });
  const [, port] = server.server.listening.http_proxied?.split(":") ?? [];
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});

for (const proxy of ON_PORT_80)
  testWith([proxy.program])(
    `${proxy.name} on port 80 hands on what the certificate authority asks, by the lines that setup shows`,
    async () => {
      const [port = 0, backend = 0] = freePorts(2);
      using folder = temporaryFolder("port-80");
      await using _ = await startReverseProxy(proxy, folder.path, { port, backend });
      const at = `127.0.0.1:${port}`;
      expect(await isHandedOn("localhost", backend, at)).toBe(true);
      // Nobody else is handed on.
      expect((await fetch(`http://${at}/`, { redirect: "manual" })).headers.get("location")).toStartWith("https://");
      const [elsewhere = 0] = freePorts(1);
      expect(await isHandedOn("localhost", elsewhere, at)).toBe(false);
    },
  );

const [nginx] = ON_PORT_80;

testWith([nginx?.program ?? "", ...PEBBLE])(
  "a certificate is obtained and renewed through the web server that has port 80",
  async () => {
    await using authority = await openAuthority();
    using site = await newSite(authority);
    using folder = temporaryFolder("port-80");
    const [backend = 0] = freePorts(1);
    const place = { port: authority.pebble.httpPort, backend };
    await using _ = nginx && (await startReverseProxy(nginx, folder.path, place));
    expect(await site.setup("http-01", [`listen.http=127.0.0.1:${backend}`])).toMatchObject({ exit: 0, err: "" });
    await using server = await site.start();
    const before = await site.shownCertificate("direct");
    const renewed = await runProgram(site.command(["certificate", "renew"]));
    expect(renewed).toMatchObject({ exit: 0, err: "" });
    expect((await site.shownCertificate("direct")).serialNumber).not.toBe(before.serialNumber);
    server.signal("SIGTERM");
    expect(await server.exited).toBe(0);
  },
  60_000,
);
