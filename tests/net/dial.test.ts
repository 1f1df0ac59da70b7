/** Dialling a server: IPv6 and IPv4 raced, a timeout for each step, and an error that names the failed step. */
import { afterEach, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { manualClock } from "../support/in-memory/manual-clock.ts";
import { testWith } from "../support/needs.ts";
import { addressesAre, dialForTest, failureOf } from "../support/network/dialling.ts";
import { aMoment, type ListeningOptions, listenForTest, until } from "../support/network/listening-trial.ts";

const tls = new TlsContext([pemFor(["verona.example"])]);
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const stop of cleanups.splice(0)) stop();
});

function listening(given: Partial<ListeningOptions> = {}) {
  const listener = listenForTest({ tls, ...given });
  cleanups.push(listener.stop);
  return listener;
}

/** A TCP server that treats each connection with `greet`. */
function listenWith(greet: (socket: Socket) => void, allowHalfOpen = false): number {
  const server = createServer({ allowHalfOpen }, (socket) => {
    socket.on("error", () => undefined);
    cleanups.push(() => void socket.destroy());
    greet(socket);
  }).listen(0, "127.0.0.1");
  cleanups.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** An address and port where connections are neither accepted nor refused. Port 0 is a free one. */
async function blackHole(host: string, port = 0): Promise<number> {
  const cmd = ["python3", join(import.meta.dir, "../support/black-hole.py"), host, String(port)];
  const hole = Bun.spawn({ cmd, stdin: "pipe", stdout: "pipe" });
  cleanups.push(() => hole.kill());
  const { value } = await hole.stdout.getReader().read();
  return Number(Buffer.from(value ?? []).toString());
}

/** The number of connection attempts to a port that the kernel continues (proc(5), /proc/net/tcp: SYN_SENT). */
function callsUnderWay(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  return ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , remote = "", state]) => remote.endsWith(`:${hex}`) && state === "02").length;
}

const both = addressesAre(["::1"], ["127.0.0.1"]);
const withBlackHole = testWith(process.platform === "linux" ? ["python3"] : ["/proc/net/tcp"]);

describe("happy eyeballs (RFC 8305)", () => {
  test("IPv6 is used where it answers", async () => {
    const { port } = listening({ host: "::" });
    const { dialled } = dialForTest({ port, host: "xmpp.verona.example", tls: "starttls", resolver: both });
    const connection = await dialled;
    expect(connection.remoteAddress).toBe("::1");
    expect(connection.remotePort).toBe(port);
    connection.destroy();
  });
  test("IPv4 is used at once where IPv6 is refused", async () => {
    const { port } = listening();
    const clock = manualClock(); // a clock that stands still
    const { dialled } = dialForTest({ port, host: "xmpp.verona.example", tls: "starttls", resolver: both, clock });
    const connection = await dialled;
    expect(connection.remoteAddress).toBe("127.0.0.1");
    connection.destroy();
  });
  withBlackHole("IPv4 answers after 250 ms where IPv6 leads nowhere, and that call is given up", async () => {
    const { port } = listening();
    await blackHole("::1", port);
    const before = callsUnderWay(port);
    const clock = manualClock();
    const { dialled, notes } = dialForTest({
      port,
      host: "xmpp.verona.example",
      tls: "starttls",
      resolver: both,
      clock,
    });
    await until(() => callsUnderWay(port) === before + 1);
    clock.advance(249);
    await aMoment();
    expect(notes).toEqual([]);
    clock.advance(1);
    const connection = await dialled;
    expect(connection.remoteAddress).toBe("127.0.0.1");
    expect(callsUnderWay(port)).toBe(before);
    connection.destroy();
  });
  test("the error lists each failed address with its reason", async () => {
    const port = listenWith(() => undefined);
    for (const stop of cleanups.splice(0)) stop();
    const { dialled, notes } = dialForTest({ port, host: "xmpp.verona.example", resolver: both });
    const error = await dialled.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "DialError",
      step: "tcp",
      reason: "refused",
      address: "127.0.0.1",
      attempts: [
        { address: "::1", reason: "refused" },
        { address: "127.0.0.1", reason: "refused" },
      ],
    });
    expect(notes).toEqual([]);
  });
});

test.skipIf(process.platform !== "linux")(
  "an address without a route is distinguished from one that does not listen",
  async () =>
    expect(await failureOf(dialForTest({ port: 5269, host: "255.255.255.255" }).dialled)).toBe(
      "tcp: unreachable (255.255.255.255)",
    ),
);

describe("DNS of the host", () => {
  test("without an address the dial fails", async () =>
    expect(await failureOf(dialForTest({ port: 1, host: "nowhere.example" }).dialled)).toBe("dns: absent"));
  test("without an answering name server the dial fails", async () => {
    const resolver = { query: async () => ({ state: "unknown", reason: "server-failure" }) as const };
    expect(await failureOf(dialForTest({ port: 1, host: "verona.example", resolver }).dialled)).toBe(
      "dns: server-failure",
    );
  });
});

describe("time limits", () => {
  withBlackHole("a call that nobody takes", async () => {
    const port = await blackHole("127.0.0.1");
    const before = callsUnderWay(port);
    const clock = manualClock();
    const { dialled } = dialForTest({ port, clock, limits: { connectTimeoutMs: 3000 } });
    await until(() => callsUnderWay(port) === before + 1);
    clock.advance(2999);
    await aMoment();
    expect(callsUnderWay(port)).toBe(before + 1);
    clock.advance(1);
    expect(await failureOf(dialled)).toBe("tcp: timeout (127.0.0.1)");
    expect(callsUnderWay(port)).toBe(before);
  });
  test("a handshake without an answer times out", async () => {
    const { promise, resolve } = Promise.withResolvers<Socket>();
    const port = listenWith((socket) => socket.once("data", () => resolve(socket)));
    const clock = manualClock();
    const { dialled, notes } = dialForTest({ port, clock, limits: { handshakeTimeoutMs: 3000 } });
    const socket = await promise;
    const ended = new Promise((done) => socket.once("close", done));
    clock.advance(2999);
    await aMoment();
    expect(socket.destroyed).toBe(false);
    clock.advance(1);
    expect(await failureOf(dialled)).toBe("tls: handshake-timeout (127.0.0.1)");
    socket.resume();
    await ended;
    expect(notes).toEqual([]);
  });
});

describe("a failed handshake", () => {
  const ways: [string, (socket: Socket) => void, string][] = [
    [
      "no TLS at all",
      (socket) => socket.once("data", () => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")),
      "handshake-failed",
    ],
    ["FIN in the middle of it", (socket) => socket.once("data", () => socket.end()), "handshake-failed"],
    ["RST in the middle of it", (socket) => socket.once("data", () => socket.resetAndDestroy()), "reset"],
    [
      "RFC 5246 §7.2: a fatal alert",
      (socket) => socket.once("data", () => socket.write(Buffer.from("15030300020228", "hex"))),
      "handshake-failed",
    ],
  ];
  test.each(ways)("%s", async (_, greet, reason) => {
    const { dialled, notes } = dialForTest({ port: listenWith(greet) });
    expect(await failureOf(dialled)).toBe(`tls: ${reason} (127.0.0.1)`);
    await aMoment();
    expect(notes).toEqual([]);
  });
  test("RFC 7301 §3.2: a server with another ALPN protocol", async () => {
    const { dialled } = dialForTest({ port: listening({ alpn: "xmpp-client" }).port });
    expect(await failureOf(dialled)).toBe("tls: handshake-failed (127.0.0.1)");
  });
});

describe("cancelling a dial", () => {
  test("before it has begun: no query is sent", async () => {
    const queries: string[] = [];
    const resolver = {
      query: async (_: string, name: string) => ({ state: "absent", asked: queries.push(name) }) as const,
    };
    const { dialled } = dialForTest({ port: 1, host: "verona.example", resolver, signal: AbortSignal.abort() });
    expect(await failureOf(dialled)).toBe("dns: aborted");
    expect(queries).toEqual([]);
  });
  test("during the DNS query", async () => {
    const giving = new AbortController();
    const answer = Promise.withResolvers<{ state: "found"; values: string[] }>();
    const { port, notes: theirs } = listening();
    const resolver = { query: () => answer.promise } as never;
    const { dialled } = dialForTest({ port, host: "verona.example", resolver, signal: giving.signal });
    giving.abort();
    expect(await failureOf(dialled)).toBe("dns: aborted");
    answer.resolve({ state: "found", values: ["127.0.0.1"] });
    await aMoment();
    expect(theirs).toEqual([]);
  });
  withBlackHole("while it is called: the kernel calls no more", async () => {
    const giving = new AbortController();
    const port = await blackHole("127.0.0.1");
    const before = callsUnderWay(port);
    const { dialled } = dialForTest({ port, signal: giving.signal });
    await until(() => callsUnderWay(port) === before + 1);
    giving.abort();
    expect(await failureOf(dialled)).toBe("tcp: aborted");
    expect(callsUnderWay(port)).toBe(before);
  });
  test("during the handshake: the connection is closed", async () => {
    const giving = new AbortController();
    const { promise, resolve } = Promise.withResolvers<Socket>();
    const port = listenWith((one) => one.once("data", () => resolve(one)));
    const { dialled } = dialForTest({ port, signal: giving.signal });
    const socket = await promise;
    const ended = new Promise((done) => socket.once("close", done));
    socket.resume();
    giving.abort();
    expect(await failureOf(dialled)).toBe("tls: aborted");
    await ended;
  });
  test("afterwards: the connection is not affected", async () => {
    const giving = new AbortController();
    const { port } = listening({ alpn: "xmpp-server" });
    const { dialled, notes } = dialForTest({ port, signal: giving.signal });
    const connection = await dialled;
    giving.abort();
    connection.send("still here");
    await until(
      () => notes.includes("still here"),
      () => notes,
    );
    connection.destroy();
  });
});

describe("the connection", () => {
  test("bytes that arrive together with the connection are received", async () => {
    const port = listenWith((socket) => void socket.write("greetings"));
    const { dialled, notes } = dialForTest({ port, tls: "starttls" });
    const connection = await dialled;
    await until(
      () => notes.length === 2,
      () => notes,
    );
    expect(notes).toEqual(["accepted", "greetings"]);
    connection.destroy();
  });
  test("after the peer's FIN queued bytes are still sent, then it closes", async () => {
    const received: string[] = [];
    const greet = (socket: Socket): void => {
      socket.on("data", (bytes) => received.push(String(bytes)));
      socket.on("end", () => received.push("FIN"));
      socket.end("farewell");
    };
    const answer = (connection: { send(text: string): void }): void => connection.send("and farewell to you");
    const { dialled, notes } = dialForTest({ port: listenWith(greet, true), tls: "starttls", onText: answer });
    await dialled;
    await until(
      () => notes.length === 3 && received.length === 2,
      () => [notes, received],
    );
    expect(notes).toEqual(["accepted", "farewell", "closed in order"]);
    expect(received).toEqual(["and farewell to you", "FIN"]);
  });
  test("a peer that has sent FIN and does not read is disconnected after the time limit", async () => {
    const clock = manualClock();
    const port = listenWith((socket) => {
      socket.pause();
      socket.end("farewell");
    }, true);
    const onText = (connection: { send(text: string): void }): void => connection.send("x".repeat(20_000_000));
    const { dialled, notes } = dialForTest({
      port,
      tls: "starttls",
      clock,
      onText,
      limits: { unsentBytes: 50_000_000 },
    });
    await dialled;
    await until(
      () => notes.length === 2,
      () => notes,
    );
    await aMoment();
    expect(notes).toEqual(["accepted", "farewell"]);
    clock.advance(5000);
    await until(
      () => notes.length === 3,
      () => notes,
    );
    expect(notes[2]).toBe("closed in order");
  });
  test("an exception of `accept` rejects the dial, and the connection is closed", async () => {
    const { port, notes: theirs } = listening();
    const accept = () => {
      throw new Error("a fault above");
    };
    const { dialled } = dialForTest({ port, tls: "starttls", ...{ accept } });
    await expect(dialled).rejects.toThrow("a fault above");
    await until(
      () => theirs.length === 2,
      () => theirs,
    );
  });
  test("an exception of its handler ends it, is logged, and is not thrown by a call", async () => {
    const { port } = listening({ alpn: "xmpp-server" });
    const onText = (): void => {
      throw new Error("a fault above");
    };
    const { dialled, notes, log } = dialForTest({ port, onText });
    (await dialled).send("hello");
    await until(
      () => notes.length === 3,
      () => notes,
    );
    expect(notes).toEqual(["accepted", "hello", "closed internal-error"]);
    expect(log.events).toMatchObject([{ event: "connection-handler-failed", remote: "127.0.0.1" }]);
  });
  test("a peer beyond its rate is read from at that rate", async () => {
    const clock = manualClock();
    const limits = { reading: { burst: 1000, perSecond: 1000 } };
    const { promise, resolve } = Promise.withResolvers<Socket>();
    const port = listenWith(resolve);
    const { dialled, notes } = dialForTest({ port, tls: "starttls", clock, limits });
    const [connection, socket] = await Promise.all([dialled, promise]);
    const total = (): number => notes.slice(1).join("").length;
    socket.write("x".repeat(2000));
    await until(() => total() === 2000, total);
    socket.write("y".repeat(500));
    await aMoment();
    expect(total()).toBe(2000);
    clock.advance(1000);
    await until(() => total() === 2500, total);
    connection.destroy();
  });
});
