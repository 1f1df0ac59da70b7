/** Connections of browsers: how many, how much, and whom they keep waiting. */
import { afterEach, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { HttpRoute } from "../../src/http.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { until } from "../support/network/listening-trial.ts";
import { serveForTest, type WebTrialOptions } from "../support/network/web-trial.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of cleanups.splice(0).reverse()) await stop();
});

function serving(options: WebTrialOptions) {
  const trial = serveForTest(options);
  cleanups.push(() => trial.stop());
  return trial;
}
function client(port: number, localAddress = "127.0.0.1"): Socket & { hasClosed?: boolean } {
  const socket: Socket & { hasClosed?: boolean } = connect({ host: "127.0.0.1", port, localAddress });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    socket.hasClosed = true;
  });
  cleanups.push(() => socket.destroy());
  return socket;
}
const hello: HttpRoute = { path: "/hello", methods: { GET: () => new Response("hello") } };
const MIB = 1024 * 1024;

test("one address has so many connections, silent ones included, and another address as many", async () => {
  const { port, get } = serving({ routes: [hello], connectionLimits: { pendingPerNetwork: 3 } });
  const silent = Array.from({ length: 5 }, () => client(port, "127.0.0.2"));
  await until(() => silent.filter(({ hasClosed }) => hasClosed).length === 2);
  expect(await (await get("/hello")).text()).toBe("hello");
  for (const socket of silent) socket.destroy();
  // Whoever goes makes room.
  const next = client(port, "127.0.0.2");
  next.write("GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  await until(() => next.bytesRead > 0);
});

test("one address has so many requests under way, whatever connections they come over: 429", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let begun = 0;
  const slow: HttpRoute = {
    path: "/slow",
    methods: {
      GET: async () => {
        begun += 1;
        await promise;
        return new Response("done");
      },
    },
  };
  const { get } = serving({ routes: [slow, hello], maxRequests: 2 });
  const first = [get("/slow"), get("/slow")];
  await until(() => begun === 2);
  expect((await get("/hello")).status).toBe(429);
  resolve();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await get("/hello")).status).toBe(200);
});

test("an upload that nobody reads stays with its sender", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const size = 64 * MIB;
  const put: HttpRoute = {
    path: "/put",
    bodyBytes: size,
    methods: {
      PUT: async ({ request }) => {
        await promise;
        let bytes = 0;
        for await (const chunk of request.body ?? []) bytes += chunk.length;
        return new Response(String(bytes));
      },
    },
  };
  const { port } = serving({ routes: [put] });
  const socket = client(port);
  let answer = "";
  socket.on("data", (bytes) => {
    answer += bytes;
  });
  socket.write(`PUT /put HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${size}\r\n\r\n`);
  socket.write(Buffer.alloc(size));
  // The kernel's buffers take some; then nothing moves.
  let before = -1;
  await until(() => {
    const now = socket.bytesWritten - socket.writableLength;
    const isStill = now === before && now > 0;
    before = now;
    return isStill;
  });
  expect(socket.writableLength).toBeGreaterThan(size / 2);
  resolve();
  await until(() => answer.endsWith(String(size)));
});

test("a download that nobody reads is not read from the disk either; others are answered meanwhile", async () => {
  const chunk = new Uint8Array(MIB);
  let sent = 0;
  const endless: HttpRoute = {
    path: "/endless",
    methods: {
      GET: () =>
        new Response(
          new ReadableStream({
            pull: (controller) => {
              sent += chunk.length;
              controller.enqueue(chunk);
            },
          }),
        ),
    },
  };
  const { port, get } = serving({ routes: [endless, hello] });
  const socket = client(port);
  socket.pause();
  socket.write("GET /endless HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  let before = -1;
  await until(() => {
    const isStill = sent === before && sent > 0;
    before = sent;
    return isStill;
  });
  expect(sent).toBeLessThan(32 * MIB);
  expect(await (await get("/hello")).text()).toBe("hello");
});

test("a handler learns that its client has gone", async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: gone, resolve: go } = Promise.withResolvers<void>();
  const wait: HttpRoute = {
    path: "/wait",
    methods: {
      GET: async ({ request }) => {
        request.signal.addEventListener("abort", () => go());
        begin();
        await gone;
        return new Response("");
      },
    },
  };
  const { port } = serving({ routes: [wait], tls: new TlsContext([pemFor(["verona.example"])]) });
  const socket = connectTls({ host: "127.0.0.1", port, rejectUnauthorized: false });
  socket.on("error", () => undefined);
  socket.write("GET /wait HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  await begun;
  socket.destroy();
  await gone;
});
