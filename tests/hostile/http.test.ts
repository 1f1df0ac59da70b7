/** HTTP as only attackers speak it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import type { HttpRequest, HttpRoute } from "../../src/http.ts";
import { serveForTest } from "../support/network/web-trial.ts";

const HOST = "Host: 127.0.0.1\r\n";
const LAST = "Connection: close\r\n";
let bodies: string[] = [];
const take = async ({ request }: HttpRequest) => {
  bodies.push(await request.text());
  return new Response("taken");
};
const ROUTES: readonly HttpRoute[] = [
  { path: "/", bodyBytes: 100, methods: { POST: take, GET: () => new Response("here") } },
];

let trial: ReturnType<typeof serveForTest>;
beforeAll(() => {
  trial = serveForTest({ routes: ROUTES, idleSeconds: 1 });
});
afterAll(() => trial.stop());

/** Sends these bytes; resolves with the answer when the server closes the connection, which is idle for a second at most. */
function say(text: string, port = trial.port): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (bytes) => {
    answer += bytes.toString("latin1");
  });
  socket.on("close", () => resolve(answer));
  socket.on("error", () => undefined);
  socket.write(text, "latin1");
  return promise;
}

const statusesIn = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

describe("RFC 9112 §11.2: no request is smuggled behind another one", () => {
  const smuggled = "GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  test.each([
    [
      "Content-Length and Transfer-Encoding",
      `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ["two different lengths", `Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello${smuggled}`],
    ["the same length twice", `${LAST}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`],
    ["a list of lengths", "Content-Length: 5, 5\r\n\r\nhello"],
    ["a length with a sign", "Content-Length: +5\r\n\r\nhello"],
    ["a negative length", "Content-Length: -5\r\n\r\nhello"],
    ["a hexadecimal length", "Content-Length: 0x5\r\n\r\nhello"],
    ["a length beyond all numbers", `Content-Length: ${"9".repeat(30)}\r\n\r\nhello`],
    ["an unknown coding", `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ["chunked that is not the last coding", `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`],
    ["a space before the colon", `Content-Length : 5\r\n\r\nhello${smuggled}`],
    ["a folded field", `X-A: b\r\n Content-Length: 5\r\n\r\nhello${smuggled}`],
    ["a NUL in a field", `X-A: a\0b\r\nContent-Length: 5\r\n\r\nhello`],
    ["a bare CR", `X-A: a\rContent-Length: 5\r\n\r\nhello`],
  ])("%s: 400, and nothing else of that connection is read", async (_, rest) => {
    bodies = [];
    const answer = await say(`POST / HTTP/1.1\r\n${HOST}${rest}`);
    expect(statusesIn(answer)).toEqual([400]);
    expect(bodies).toEqual([]);
  });

  test("a body without a length is refused with 411, and its bytes are no request", async () => {
    bodies = [];
    const body = "5\r\nhello\r\n0\r\n\r\n";
    const answer = await say(`POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${body}`);
    expect(statusesIn(answer)).toEqual([411]);
    expect(bodies).toEqual([]);
  });

  test("what follows a body in order is the next request", async () => {
    const answer = await say(
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n${HOST}${LAST}\r\n`,
    );
    expect(statusesIn(answer)).toEqual([200, 200]);
  });
});

describe("RFC 9112 §3.2: Host", () => {
  test.each([
    ["none", ""],
    ["two", `${HOST}Host: elsewhere.example\r\n`],
    ["the same one twice", HOST + HOST],
    ["what is no host", "Host: a b\r\n"],
  ])("%s: 400", async (_, host) => {
    expect(statusesIn(await say(`GET / HTTP/1.1\r\n${host}${LAST}\r\n`))).toEqual([400]);
  });

  test.each(["elsewhere.example", "127.0.0.1.elsewhere.example", "127.0.0.2", "[::1]"])(
    "%s is the name of somebody else: 421",
    async (host) => {
      expect(statusesIn(await say(`GET / HTTP/1.1\r\nHost: ${host}\r\n${LAST}\r\n`))).toEqual([421]);
    },
  );
});

describe.concurrent("requests are bounded", () => {
  test.each([
    ["a request line of 70 kB", `GET /${"a".repeat(70_000)} HTTP/1.1\r\n${HOST}\r\n`],
    ["a field of 20 kB", `GET / HTTP/1.1\r\n${HOST}X: ${"a".repeat(20_000)}\r\n\r\n`],
    ["300 fields", `GET / HTTP/1.1\r\n${HOST}${"X: a\r\n".repeat(300)}\r\n`],
  ])("%s: 431", async (_, text) => {
    expect(statusesIn(await say(text))).toEqual([431]);
  });

  test("a body that is longer than its path takes: 413, before it is sent", async () => {
    expect(statusesIn(await say(`POST / HTTP/1.1\r\n${HOST}Content-Length: 101\r\n${LAST}\r\n`))).toEqual([413]);
  });

  test.each([
    ["silence", ""],
    ["a request that stops in its head", "GET / HT"],
    ["a body that stops", `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhel`],
  ])("%s after a request ends the connection", async (_, rest) => {
    expect(statusesIn(await say(`GET / HTTP/1.1\r\n${HOST}\r\n${rest}`))).toEqual([200]);
  });

  test("a head that trickles byte by byte is cut", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const socket = connect(trial.port, "127.0.0.1");
    socket.on("error", () => undefined);
    const timer = setInterval(() => socket.write("X"), 100);
    socket.on("close", () => resolve());
    socket.write("GET / HTTP/1.1\r\nX: ");
    await promise;
    clearInterval(timer);
  });
});

test.each(["FOO / HTTP/1.1", "PRI * HTTP/2.0", "GET /", "GET / HTTP/3.7", "\x16\x03\x01\x00\x05hello", "\0\0\0\0"])(
  "%p is no request of HTTP/1.1",
  async (line) => {
    const answer = await say(`${line}\r\n${HOST}\r\n`);
    expect(answer).not.toContain("here");
    expect(statusesIn(answer)).not.toContain(200);
  },
);

test("a program of this machine that finds the server behind is no client: 403", async () => {
  const answer = await say(`GET / HTTP/1.1\r\n${HOST}X-Forwarded-For: 192.0.2.1\r\n${LAST}\r\n`, trial.innerPort);
  expect(statusesIn(answer)).toEqual([403]);
});
