/** XEP-0156: Discovering Alternative XMPP Connection Methods; XEP-0487: Host Meta 2. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { parseElement } from "../../src/xml/parse-element.ts";
import { TestWebSocket } from "../support/client/websocket.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const WEBSOCKET = "urn:xmpp:alt-connections:websocket";
const BOSH = "urn:xmpp:alt-connections:xbosh";
const PATHS = ["/.well-known/host-meta", "/.well-known/host-meta.json"];

interface Link {
  readonly rel: string;
  readonly href?: string;
}

let server: TestServer;
let origin: string;

beforeAll(async () => {
  server = await startTestServer({ settings: ["listen.https=127.0.0.1:0"] });
  origin = `https://localhost:${server.over("websocket").port}`;
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${origin}${path}`, { tls: { rejectUnauthorized: false }, ...init } as RequestInit);

async function links(): Promise<readonly Link[]> {
  const document = (await (await ask("/.well-known/host-meta.json")).json()) as { links: Link[] };
  return document.links;
}

describe("§2: the HTTP lookup method", () => {
  test("§2.2: both formats have the same links, whose addresses are those of TLS alone", async () => {
    const xrd = parseElement(await (await ask("/.well-known/host-meta")).text());
    expect([xrd.name, xrd.attrs.xmlns]).toEqual(["XRD", "http://docs.oasis-open.org/ns/xri/xrd-1.0"]);
    const inXml = xrd.getChildElements().map(({ name, attrs }) => ({ name, ...attrs }));
    const expected = [
      { rel: WEBSOCKET, href: `${origin.replace("https:", "wss:")}/xmpp-websocket` },
      { rel: BOSH, href: `${origin}/http-bind` },
    ];
    expect(inXml).toEqual(expected.map((link) => ({ name: "Link", ...link })));
    expect(await (await ask("/.well-known/host-meta.json")).json()).toEqual({ links: expected });
  });

  test("RFC 6415 §2, appendix A: the media types; it may be kept for an hour", async () => {
    const responses = await Promise.all(PATHS.map((path) => ask(path)));
    expect(responses.map(({ status, headers }) => [status, headers.get("content-type")])).toEqual([
      [200, "application/xrd+xml; charset=utf-8"],
      [200, "application/json; charset=utf-8"],
    ]);
    expect(responses.map(({ headers }) => headers.get("cache-control"))).toEqual(Array(2).fill("public, max-age=3600"));
  });

  test("§3: scripts of every page may read it (CORS)", async () => {
    for (const path of PATHS) {
      const { headers } = await ask(path, { headers: { Origin: "https://elsewhere.example" } });
      expect(headers.get("access-control-allow-origin")).toBe("*");
      const preflight = await ask(path, {
        method: "OPTIONS",
        headers: { Origin: "https://elsewhere.example", "Access-Control-Request-Method": "GET" },
      });
      expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    }
  });

  test("the WebSocket that it names opens, as the compliance tester tries it", async () => {
    const link = (await links()).find(({ rel }) => rel === WEBSOCKET);
    const { hostname, port, pathname } = new URL(link?.href ?? "");
    expect(pathname).toBe("/xmpp-websocket");
    const at = { host: "127.0.0.1", port: Number(port), domain: hostname, tls: "direct" } as const;
    const socket = await TestWebSocket.open(at, { message: () => {}, closed: () => {} }, { Origin: "null" });
    expect(socket.field("Sec-WebSocket-Protocol")).toBe("xmpp");
    socket.wire.destroy();
  });

  test("the address of BOSH lets scripts of every page ask, as the compliance tester tries it", async () => {
    const link = (await links()).find(({ rel }) => rel === BOSH);
    const { status, headers } = await ask(new URL(link?.href ?? "").pathname, {
      method: "OPTIONS",
      headers: { Origin: "null" },
    });
    expect(status).toBeLessThan(300);
    expect(headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("web.address, and each domain that is served", () => {
  test("the links lead to the web address, under whichever name of this server the file was asked for", async () => {
    await using other = await startTestServer({
      domains: ["verona.example", "mantua.example"],
      settings: ["listen.https=127.0.0.1:0", "web.address=chat.verona.example:8443"],
    });
    const { port } = other.over("websocket");
    for (const host of ["verona.example", "mantua.example", "chat.verona.example"]) {
      const answer = await fetch(`https://127.0.0.1:${port}/.well-known/host-meta.json`, {
        headers: { Host: host },
        tls: { rejectUnauthorized: false },
      });
      const { links: found } = (await answer.json()) as { links: Link[] };
      expect(found.map(({ href }) => href)).toEqual([
        "wss://chat.verona.example:8443/xmpp-websocket",
        "https://chat.verona.example:8443/http-bind",
      ]);
    }
  });
});

describe("XEP-0487", () => {
  const DIRECT = ["listen.https=127.0.0.1:0", "listen.client_tls=0.0.0.0:0", "addresses=9.9.9.9,2620:fe::fe"];
  const WITH_SERVERS = ["federation.enabled=true", "listen.server_tls=0.0.0.0:0"];

  const documentOf = async (settings: readonly string[]) => {
    await using other = await startTestServer({ settings });
    const { port } = other.over("websocket");
    const answer = await fetch(`https://localhost:${port}/.well-known/host-meta.json`, {
      tls: { rejectUnauthorized: false },
    });
    const portOf = (name: string): number => Number(other.server.listening[name]?.split(":").at(-1));
    const document = (await answer.json()) as { xmpp?: object; links: (Link & Record<string, unknown>)[] };
    return { document, clientTls: portOf("client_tls"), serverTls: portOf("server_tls") };
  };

  test("§2.1: the top-level xmpp, and what each link needs: port or href, priority, weight, sni, ips", async () => {
    const { document, clientTls, serverTls } = await documentOf([...DIRECT, ...WITH_SERVERS]);
    expect(document.xmpp).toEqual({ ttl: 3600 });
    const byRel = new Map(document.links.map((link) => [link.rel.replace("urn:xmpp:alt-connections:", ""), link]));
    expect([...byRel.keys()].sort()).toEqual(["s2s-tls", "tls", "websocket", "xbosh"]);
    expect(byRel.get("tls")).toMatchObject({ port: clientTls });
    expect(byRel.get("s2s-tls")).toMatchObject({ port: serverTls });
    expect(byRel.get("tls")?.href).toBeUndefined();
    for (const { priority, weight, sni, ips } of document.links) {
      expect([priority, weight]).toEqual([expect.any(Number), expect.any(Number)]);
      expect(sni).toBe("localhost");
      expect(ips).toContain("9.9.9.9");
      expect(ips).toContain("2620:fe::fe");
    }
  });

  test("without federation there is nothing for other servers", async () => {
    const { document } = await documentOf([...DIRECT, "federation.enabled=false"]);
    expect(document.xmpp).toEqual({ ttl: 3600 });
    expect(document.links.map(({ rel }) => rel)).not.toContain("urn:xmpp:alt-connections:s2s-tls");
  });

  test.each([
    [
      "no public IPv4 address is known",
      ["listen.https=127.0.0.1:0", "listen.client_tls=0.0.0.0:0", ...WITH_SERVERS, "addresses=2620:fe::fe"],
    ],
    ["apps have no direct TLS", [...DIRECT, ...WITH_SERVERS, "listen.client_tls=off"]],
    ["other servers have no direct TLS", [...DIRECT, "federation.enabled=true", "listen.server_tls=off"]],
    ["the web pages are at another machine", [...DIRECT, ...WITH_SERVERS, "listen.http_proxied=0.0.0.0:0"]],
  ])("§2.2: where %s, DNS is not to be left out: it stays a document of XEP-0156", async (_why, settings) => {
    const { document } = await documentOf(settings);
    expect(Object.keys(document)).toEqual(["links"]);
    expect(document.links.map((link) => Object.keys(link))).toEqual([
      ["rel", "href"],
      ["rel", "href"],
    ]);
  });
});
