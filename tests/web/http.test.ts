/** HTTP and HTTPS listeners as clients see them. */
import { afterEach, describe, expect, test } from "bun:test";
import type { HttpRequest, HttpRoute } from "../../src/http.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { testWith } from "../support/needs.ts";
import { plainClient, sClient, until } from "../support/network/listening-trial.ts";
import { serveForTest, type WebTrialOptions } from "../support/network/web-trial.ts";

const withOpenssl = testWith(["openssl"]);

const verona = pemFor(["verona.example", "*.verona.example"]);
const mantua = pemFor(["mantua.example"]);
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of cleanups.splice(0)) await stop();
});

const text = async ({ request }: HttpRequest) => new Response(await request.text());
const ROUTES: readonly HttpRoute[] = [
  { path: "/hello", methods: { GET: ({ remoteAddress }) => new Response(`hello ${remoteAddress}`) } },
  { path: "/below/", methods: { GET: ({ path, query }) => new Response(`${path} ${query}`) } },
  { path: "/put", bodyBytes: 10, methods: { POST: text } },
  { path: "/large", bodyBytes: 1000, methods: { POST: text } },
  { path: "/fail", methods: { GET: () => Promise.reject(new Error("a secret of the server")) } },
];

function serving(given: Partial<WebTrialOptions> = {}) {
  const trial = serveForTest({ routes: ROUTES, ...given });
  cleanups.push(() => trial.stop());
  return trial;
}
const subject = async (port: number, options: string) => /subject=CN ?= ?(\S+)/.exec(await sClient(port, options))?.[1];

describe("requests and answers", () => {
  test("an exact path and a prefix", async () => {
    const { get } = serving();
    expect(await (await get("/hello")).text()).toBe("hello 127.0.0.1");
    expect(await (await get("/below/a/b?c")).text()).toBe("/below/a/b c");
  });
  test("a slash that was typed behind a path leads to the path, and nowhere else", async () => {
    const { get } = serving();
    const hello = await get("/hello/?a=%22", { redirect: "manual" });
    expect([hello.status, hello.headers.get("location")]).toEqual([308, "/hello?a=%22"]);
    for (const path of ["/hello//", "//evil.example/", "/below", "/hello/x/"])
      expect((await get(path, { redirect: "manual" })).status).toBe(404);
    expect((await get("/put/", { method: "POST", body: "x" })).status).toBe(404);
  });
  test.each(["/", "/hell", "/below/../secret", "/below/%2e%2e/secret"])("%s is not found", async (path) => {
    const response = await serving().get(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/plain; charset=utf-8"]);
  });
  test.each(["[", "[::1", "a b", "%00"])(
    "RFC 9112 §3.2: an invalid Host header (%p) is a bad request",
    async (host) => {
      const { port, log } = serving();
      const client = plainClient(port);
      client.socket.write(`GET /hello HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      await until(client.hasClosed, client.received);
      expect(client.received()).toMatch(/^HTTP\/1\.1 400 /);
      expect(log.events).toEqual([]);
    },
  );
  test("an exception is logged, and not revealed in the answer", async () => {
    const { get, log } = serving();
    const response = await get("/fail");
    expect([response.status, await response.text()]).toEqual([500, "This did not work. (an-id)\n"]);
    expect(log.events).toMatchObject([
      { event: "http-answer-failed", id: "an-id", error: { message: "a secret of the server" } },
    ]);
  });
});

describe("RFC 9110 §15.5: bodies that are too large or of unknown length", () => {
  const post = (body: string | ReadableStream): BunFetchRequestInit => ({ method: "POST", body });
  const endless = () =>
    new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.alloc(64)) }, { highWaterMark: 0 });
  test("a body within the limit of its path is accepted", async () => {
    expect(await (await serving().get("/put", post("x".repeat(10)))).text()).toBe("x".repeat(10));
  });
  test("413 over it, where another path's is higher", async () => {
    expect((await serving().get("/put", post("x".repeat(11)))).status).toBe(413);
  });
  test("413 over all of them, before anything is read", async () => {
    expect((await serving().get("/large", post("x".repeat(100_000)))).status).toBe(413);
  });
  test("405 for a method that the path does not have, with those that it has", async () => {
    const response = await serving().get("/hello", post("x"));
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
  test("411 without a length", async () => {
    expect((await serving().get("/put", post(endless()))).status).toBe(411);
  });
});

describe("HTTPS", () => {
  withOpenssl("the certificate for the name, the first for any other", async () => {
    const { port } = serving({ tls: new TlsContext([verona, mantua]) });
    expect(await subject(port, "-servername mantua.example")).toBe("mantua.example");
    expect(await subject(port, "-servername www.verona.example")).toBe("verona.example");
    expect(await subject(port, "-servername elsewhere.example")).toBe("verona.example");
    expect(await subject(port, "-noservername")).toBe("verona.example");
  });
  withOpenssl("RFC 9325 §3.1.1: TLS 1.1 is refused", async () => {
    const { port } = serving({ tls: new TlsContext([verona]) });
    expect(await sClient(port, "-tls1_1 -cipher ALL:@SECLEVEL=0")).toContain("alert protocol version");
  });
  withOpenssl("a replaced certificate is presented at once; an answer in progress is finished", async () => {
    const tls = new TlsContext([verona]);
    const { promise, resolve } = Promise.withResolvers<void>();
    let isAsked = false;
    const slow: HttpRoute = {
      path: "/slow",
      methods: {
        GET: async () => {
          isAsked = true;
          await promise;
          return new Response("done");
        },
      },
    };
    const { port, get } = serving({ tls, routes: [...ROUTES, slow] });
    const answer = get("/slow");
    await until(() => isAsked);
    tls.replace([mantua]);
    expect(await subject(port, "-noservername")).toBe("mantua.example");
    resolve();
    expect(await (await answer).text()).toBe("done");
    expect((await get("/hello")).status).toBe(200);
  });
});

test("an idle connection is closed", async () => {
  const { port } = serving({ idleSeconds: 1 });
  const { socket, received, hasClosed } = plainClient(port);
  socket.write("GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  await until(() => received().endsWith("hello 127.0.0.1"));
  await until(hasClosed);
});

test("who has come to a proxy without TLS is sent on to HTTPS; what is no page is refused", async () => {
  const { get, port } = serving({ isExposed: () => true });
  const page = await get("/hello?a", { redirect: "manual" });
  expect([page.status, page.headers.get("location")]).toEqual([308, `https://127.0.0.1:${port}/hello?a`]);
  expect((await get("/put", { method: "POST", body: "secret" })).status).toBe(403);
});
