/** The three ports of the web: HTTPS, the one for who forgot the s, and the one behind another web server. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
const portOf = (name: string): number => Number(server.server.listening[name]?.split(":").at(-1));
beforeAll(async () => {
  const listeners = ["http", "https", "http_proxied"].map((name) => `listen.${name}=127.0.0.1:0`);
  server = await startTestServer({
    domains: ["verona.example"],
    settings: [...listeners, "host=tintin.verona.example", "web.address=chat.verona.example:8443"],
  });
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const ask = (name: string, path: string, host: string, init: BunFetchRequestInit = {}): Promise<Response> =>
  fetch(`http${name === "https" ? "s" : ""}://127.0.0.1:${portOf(name)}${path}`, {
    ...init,
    headers: { host, ...init.headers },
    redirect: "manual",
    keepalive: false,
    tls: { rejectUnauthorized: false },
  });

describe("port 80", () => {
  test.each([
    ["verona.example", "https://verona.example:8443/upload/1?a=b"],
    ["tintin.verona.example", "https://tintin.verona.example:8443/upload/1?a=b"],
    ["192.0.2.1", "https://chat.verona.example:8443/upload/1?a=b"],
    ["elsewhere.example", "https://chat.verona.example:8443/upload/1?a=b"],
  ])(
    "who asks for %s is sent on to HTTPS, under that name where it is one of this server's",
    async (host, location) => {
      const response = await ask("http", "/upload/1?a=b", host);
      expect([response.status, response.headers.get("location")]).toEqual([308, location]);
    },
  );

  test("a path cannot lead elsewhere", async () => {
    const { headers } = await ask("http", "//evil.example/", "verona.example");
    expect(headers.get("location")).toBe("https://verona.example:8443/evil.example/");
  });

  test("nothing is taken there: a form would have come unprotected", async () => {
    expect((await ask("http", "/account/sign-in", "verona.example", { method: "POST", body: "a=b" })).status).toBe(405);
  });

  test("RFC 8555 §8.3: a challenge that is not pending is not sent on", async () => {
    expect((await ask("http", "/.well-known/acme-challenge/token", "verona.example")).status).toBe(404);
  });
});

describe("behind another web server", () => {
  test("the same pages are there, and whom it asks for is known", async () => {
    expect((await ask("http_proxied", "/", "chat.verona.example")).status).toBe(200);
  });

  test("who came to it without TLS is sent on", async () => {
    const headers = { "x-forwarded-proto": "http" };
    const response = await ask("http_proxied", "/account", "chat.verona.example", { headers });
    expect([response.status, response.headers.get("location")]).toEqual([308, "https://chat.verona.example/account"]);
  });

  test("whoever is not among web.trusted_proxies is closed without an answer", async () => {
    const socket = connect({ host: "127.0.0.1", port: portOf("http_proxied"), localAddress: "127.0.0.9" });
    socket.on("error", () => undefined);
    let answer = "";
    socket.on("data", (bytes) => {
      answer += bytes;
    });
    socket.write("GET / HTTP/1.1\r\nHost: chat.verona.example\r\n\r\n");
    await new Promise((closed) => socket.on("close", closed));
    expect(answer).toBe("");
  });
});

test("without HTTPS, port 80 sends nobody anywhere", async () => {
  await using own = await startTestServer({
    settings: ["listen.http=127.0.0.1:0", "certificate.source=self-signed"],
  });
  expect(own.server.listening.http).toBeUndefined();
});
