/** RFC 6455: WebSockets, and what they have of the connection below: back pressure both ways, limits, an orderly end. */
import { afterEach, describe, expect, test } from "bun:test";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { HttpRoute, WebSocketConnection } from "../../src/http.ts";
import { until } from "../support/network/listening-trial.ts";
import { serveForTest, type WebTrialOptions } from "../support/network/web-trial.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of cleanups.splice(0).reverse()) await stop();
});

/** A server whose WebSockets note what happens to them. */
function serving({
  maxStrangerBytes = 1_000_000_000,
  ...options
}: Partial<WebTrialOptions> & { readonly maxStrangerBytes?: number } = {}) {
  const notes: string[] = [];
  const sockets: WebSocketConnection[] = [];
  const route: HttpRoute = {
    path: "/ws",
    methods: {},
    webSocket: {
      protocol: "xmpp",
      maxMessageBytes: 100_000,
      maxStrangerBytes,
      accept: (socket) => {
        sockets.push(socket);
        return {
          message: (text) => {
            if (text === "fail") throw new Error("a fault of the handler");
            notes.push(text.length > 40 ? `${text.length} characters` : text);
          },
          binary: () => void notes.push("binary"),
          closed: (reason) => void notes.push(`closed ${reason ?? "in order"}`),
        };
      },
    },
  };
  const trial = serveForTest({ routes: [route], ...options });
  cleanups.push(() => trial.stop());
  return { ...trial, notes, sockets };
}

interface Handshake {
  readonly protocol?: string | undefined;
  readonly origin?: string;
  readonly version?: string;
}

/** A client that says what it likes: the head of the answer, and its socket. */
async function open(port: number, { protocol = "xmpp", origin, version = "13" }: Handshake = {}) {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  cleanups.push(() => socket.destroy());
  const fields = [
    "Host: 127.0.0.1",
    "Connection: Upgrade",
    "Upgrade: websocket",
    `Sec-WebSocket-Version: ${version}`,
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...(protocol === "" ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
  ];
  socket.write(`GET /ws HTTP/1.1\r\n${fields.join("\r\n")}\r\n\r\n`);
  const [head] = await once(socket, "data");
  return { socket, head: String(head), status: Number(/^HTTP\/1\.1 (\d+)/.exec(String(head))?.[1]) };
}

/** A masked frame (RFC 6455 §5.2), with a mask of zeros. */
function frame(opcode: number, payload: Uint8Array | string, { isFinal = true, isMasked = true } = {}): Buffer {
  const bytes = Buffer.from(payload);
  const mask = isMasked ? 0x80 : 0;
  const length = bytes.length < 126 ? [bytes.length | mask] : [(bytes.length < 65_536 ? 126 : 127) | mask];
  const extended = Buffer.alloc(bytes.length < 126 ? 0 : bytes.length < 65_536 ? 2 : 8);
  if (extended.length === 2) extended.writeUInt16BE(bytes.length);
  if (extended.length === 8) extended.writeBigUInt64BE(BigInt(bytes.length));
  const key = isMasked ? Buffer.alloc(4) : Buffer.alloc(0);
  return Buffer.concat([Buffer.from([(isFinal ? 0x80 : 0) | opcode, ...length]), extended, key, bytes]);
}
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;

/** The close code that the server sends; undefined where the connection ends without one. */
async function closeCode(socket: Socket): Promise<number | undefined> {
  const chunks: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => chunks.push(bytes));
  await new Promise((closed) => socket.on("close", closed));
  const all = Buffer.concat(chunks);
  return all[0] === 0x88 ? all.readUInt16BE(2) : undefined;
}

describe("the handshake", () => {
  test("RFC 6455 §4.2.2: is accepted with the sub-protocol, without extensions", async () => {
    const { head } = await open(serving().port);
    expect(head).toStartWith("HTTP/1.1 101 ");
    expect(head).toMatch(/^Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r$/m);
    expect(head).toMatch(/^Sec-WebSocket-Protocol: xmpp\r$/m);
    expect(head).not.toMatch(/Sec-WebSocket-Extensions/i);
  });
  test("RFC 7395 §3.1: a client that offers the sub-protocol among others is accepted, one that does not is refused", async () => {
    const { port } = serving();
    expect((await open(port, { protocol: "mqtt, xmpp" })).status).toBe(101);
    expect((await open(port, { protocol: "" })).status).toBe(400);
    expect((await open(port, { protocol: "mqtt" })).status).toBe(400);
  });
  test("web.origins: a page of another origin is refused, a program without one is not", async () => {
    const { port } = serving({ origins: ["https://chat.example"] });
    expect((await open(port, { origin: "https://chat.example" })).status).toBe(101);
    expect((await open(port, { origin: "https://evil.example" })).status).toBe(403);
    expect((await open(port, { origin: "null" })).status).toBe(403);
    expect((await open(port)).status).toBe(101);
  });
  test("a GET that asks for no WebSocket is told which methods there are", async () => {
    expect((await serving().get("/ws")).status).toBe(405);
  });
});

describe("messages", () => {
  test("come in order, whole, and go likewise", async () => {
    const { port, notes, sockets } = serving();
    const { socket } = await open(port);
    socket.write(
      Buffer.concat([
        frame(TEXT, "one"),
        frame(TEXT, "t", { isFinal: false }),
        frame(0, "wo"),
        frame(BINARY, "three"),
        frame(TEXT, "four"),
      ]),
    );
    await until(() => notes.length === 4);
    expect(notes).toEqual(["one", "two", "binary", "four"]);
    sockets[0]?.send("hail");
    const [bytes] = await once(socket, "data");
    expect(bytes).toEqual(frame(TEXT, "hail", { isMasked: false }));
  });

  test.each([
    ["a message that is too long", frame(TEXT, "x".repeat(100_001))],
    [
      "one that is too long over its fragments",
      Buffer.concat(
        Array.from({ length: 3 }, (_, at) => frame(at === 0 ? TEXT : 0, "x".repeat(40_000), { isFinal: at === 2 })),
      ),
    ],
    ["a frame that announces 1 GiB", Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0])],
    ["a frame without a mask (§5.1)", frame(TEXT, "bare", { isMasked: false })],
    ["a reserved bit (§5.2)", Buffer.from([0xc1, 0x80, 0, 0, 0, 0])],
    ["text that is no UTF-8 (§8.1)", frame(TEXT, Buffer.from([0xc3, 0x28]))],
  ])("%s ends the connection", async (_, bytes) => {
    const { port, notes } = serving();
    const { socket } = await open(port);
    socket.write(bytes);
    await new Promise((closed) => socket.on("close", closed));
    await until(() => notes.length === 1);
    expect(notes[0]).toStartWith("closed ");
    expect(notes[0]).not.toBe("closed in order");
  });

  test("an error of the handler ends this WebSocket alone, and is logged", async () => {
    const { port, notes, log } = serving();
    const { socket } = await open(port);
    const other = await open(port);
    socket.write(frame(TEXT, "fail"));
    await new Promise((closed) => socket.on("close", closed));
    other.socket.write(frame(TEXT, "still here"));
    await until(() => notes.includes("still here"));
    expect(log.events).toMatchObject([{ event: "web-socket-failed" }]);
  });
});

describe("the end", () => {
  test("§7.1.2: by the client: its code is answered", async () => {
    const { port, notes } = serving();
    const { socket } = await open(port);
    const code = closeCode(socket);
    socket.write(frame(CLOSE, Buffer.from([3, 232])));
    expect(await code).toBe(1000);
    await until(() => notes.length === 1);
    expect(notes).toEqual(["closed in order"]);
  });
  test("§7.1.2: by the server, after everything that was sent", async () => {
    const { port, notes, sockets } = serving();
    const { socket } = await open(port);
    const chunks: Buffer[] = [];
    socket.on("data", (bytes: Buffer) => {
      chunks.push(bytes);
      if (Buffer.concat(chunks).includes(0x88)) socket.write(frame(CLOSE, Buffer.from([3, 233])));
    });
    sockets[0]?.send("farewell");
    sockets[0]?.close(1001);
    sockets[0]?.send("too late");
    await new Promise((closed) => socket.on("close", closed));
    const sent = Buffer.concat(chunks);
    expect(sent.subarray(0, 10).equals(frame(TEXT, "farewell", { isMasked: false }))).toBe(true);
    expect(sent.subarray(10).readUInt16BE(2)).toBe(1001);
    await until(() => notes.length === 1);
    expect(notes).toEqual(["closed in order"]);
  });
  test("a client that is gone without a word is told with a reason, once", async () => {
    const { port, notes } = serving();
    const { socket } = await open(port);
    socket.destroy();
    await until(() => notes.length > 0);
    await Bun.sleep(0);
    expect(notes).toEqual([expect.stringMatching(/^closed .+/)]);
    expect(notes[0]).not.toBe("closed in order");
  });
});

describe("a peer that does not read", () => {
  test("is told everything once it reads, in order; what waits is counted", async () => {
    const { port, sockets } = serving({ maxUnsentBytes: 200_000_000 });
    const { socket } = await open(port);
    socket.pause();
    const [connection] = sockets;
    const drained: number[] = [];
    const message = "x".repeat(99_990);
    for (let n = 0; n < 500; n += 1) connection?.send(`${String(n).padStart(6)} ${message}`);
    connection?.whenDrained(() => drained.push(connection.unsent));
    await until(() => (connection?.unsent ?? 0) > 1_000_000);
    expect(drained).toEqual([]);
    const chunks: Buffer[] = [];
    socket.on("data", (bytes: Buffer) => chunks.push(bytes));
    socket.resume();
    await until(() => drained.length === 1);
    expect(drained).toEqual([0]);
    const size = 500 * (10 + 7 + message.length);
    await until(() => chunks.reduce((sum, { length }) => sum + length, 0) === size);
    const all = Buffer.concat(chunks);
    for (let n = 0; n < 500; n += 1) {
      const at = n * (size / 500);
      expect(all.subarray(at + 10, at + 16).toString()).toBe(String(n).padStart(6));
    }
  });

  test("is cut where more waits than may: nothing is left out in between", async () => {
    const { port, notes, sockets } = serving({ maxUnsentBytes: 1_000_000 });
    const { socket } = await open(port);
    socket.pause();
    for (let n = 0; n < 1000 && notes.length === 0; n += 1) {
      sockets[0]?.send("x".repeat(99_990));
      if (n % 10 === 0) await Bun.sleep(0);
    }
    await until(() => notes.length === 1);
    expect(notes).toEqual(["closed overflow"]);
  });
});

describe("a peer that sends more than is read", () => {
  test("is cut where it is a stranger and has sent so many bytes in all, and not once it is authenticated", async () => {
    const { port, notes, sockets } = serving({ maxStrangerBytes: 80_000 });
    const stranger = await open(port);
    const guest = await open(port);
    sockets[1]?.authenticated();
    const part = "x".repeat(39_000);
    for (const { socket } of [stranger, guest]) {
      socket.write(frame(TEXT, part));
      socket.write(frame(TEXT, part));
    }
    await until(() => notes.length === 4);
    const cut = new Promise((closed) => stranger.socket.on("close", closed));
    for (const { socket } of [stranger, guest]) socket.write(frame(TEXT, part, { isFinal: false }));
    await cut;
    guest.socket.write(frame(0, "."));
    await until(() => notes.length === 6);
    expect(notes.filter((note) => note.startsWith("closed"))).toHaveLength(1);
    expect(notes.at(-1)).toBe("39001 characters");
  });

  test("is read at the rate of the configuration, pings too, which are no messages", async () => {
    const { port, notes } = serving();
    const { socket } = await open(port);
    socket.resume();
    const pings = Buffer.concat(Array.from({ length: 10_000 }, () => frame(PING, "x".repeat(125))));
    for (let n = 0; n < 40; n += 1) socket.write(pings);
    socket.write(frame(TEXT, "behind them"));
    let [before, stills] = [-1, 0];
    await until(() => {
      const now = socket.bytesWritten - socket.writableLength;
      stills = now === before ? stills + 1 : 0;
      before = now;
      return stills === 100 || notes.length > 0;
    });
    // 50 MB, of which 5 MB may come at once; the kernel holds some more.
    expect(socket.writableLength).toBeGreaterThan(20_000_000);
    expect(notes).toEqual([]);
  });

  test("keeps it: a paused WebSocket gets no more than what was on its way", async () => {
    const { port, notes, sockets } = serving();
    const { socket } = await open(port);
    sockets[0]?.pause();
    const message = frame(TEXT, "x".repeat(50_000));
    for (let n = 0; n < 400; n += 1) socket.write(message);
    let before = -1;
    await until(() => {
      const now = socket.bytesWritten - socket.writableLength;
      const isStill = now === before;
      before = now;
      return isStill;
    });
    expect(socket.writableLength).toBeGreaterThan(message.length * 100);
    const early = notes.length;
    // A turn of the event loop, here and in Bun's server.
    expect(early).toBeLessThan(50);
    sockets[0]?.resume();
    await until(() => notes.length > early + 10);
  });
});
