/** Scripts of pages of other sites (the Fetch Standard §3.2). */
import { afterAll, describe, expect, test } from "bun:test";
import type { HttpRoute } from "../../src/http.ts";
import { serveForTest } from "../support/network/web-trial.ts";

const methods = { PUT: () => new Response("put"), GET: () => new Response("got") };
const crossOrigin = { requestHeaders: ["content-type"], responseHeaders: ["etag"] };
const ROUTES: readonly HttpRoute[] = [
  { path: "/closed", methods },
  { path: "/open", methods, crossOrigin },
  { path: "/restricted", methods, crossOrigin: { ...crossOrigin, isRestricted: true } },
];
const any = serveForTest({ routes: ROUTES });
const some = serveForTest({ routes: ROUTES, origins: ["https://chat.example"] });
afterAll(async () => {
  await any.stop();
  await some.stop();
});

const from = (origin: string, method = "GET"): BunFetchRequestInit => ({
  method,
  headers: { origin, "access-control-request-method": "PUT", "access-control-request-headers": "content-type" },
});
const granted = ({ headers }: Response) => ({
  origin: headers.get("access-control-allow-origin"),
  methods: headers.get("access-control-allow-methods"),
  headers: headers.get("access-control-allow-headers"),
});
const NOTHING = { origin: null, methods: null, headers: null };
const ALL = { origin: "*", methods: "GET, HEAD, PUT, OPTIONS", headers: "content-type" };

describe("the question before a request (OPTIONS)", () => {
  test("grants nothing where a path does not want it", async () => {
    const response = await any.get("/closed", from("https://evil.example", "OPTIONS"));
    expect([response.status, granted(response)]).toEqual([204, NOTHING]);
    expect(response.headers.get("allow")).toBe("GET, HEAD, PUT, OPTIONS");
  });
  test("grants methods and fields to every page, also to one without an origin", async () => {
    for (const origin of ["https://evil.example", "null"])
      expect(granted(await any.get("/open", from(origin, "OPTIONS")))).toEqual(ALL);
  });
  test("grants them to those that web.origins lists, where a path is restricted", async () => {
    expect(granted(await any.get("/restricted", from("null", "OPTIONS")))).toEqual(ALL);
    const listed = await some.get("/restricted", from("https://chat.example", "OPTIONS"));
    expect(granted(listed)).toEqual({ ...ALL, origin: "https://chat.example" });
    const other = await some.get("/restricted", from("https://evil.example", "OPTIONS"));
    expect(granted(other)).toEqual(NOTHING);
    expect([listed, other].map(({ headers }) => headers.get("vary"))).toEqual(["Origin", "Origin"]);
  });
});

test("an answer says who may read it, and which fields; never with cookies", async () => {
  const { headers } = await any.get("/open", from("https://evil.example"));
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("access-control-expose-headers")).toBe("etag");
  expect(headers.get("access-control-allow-credentials")).toBeNull();
  const closed = await any.get("/closed", from("https://evil.example"));
  expect(closed.headers.get("access-control-allow-origin")).toBeNull();
});
