/** TCP connections: how they begin, stall and end. */
import { afterEach, describe, expect, test } from "bun:test";
import type { Connection } from "../../src/net/connection.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { manualClock } from "../support/in-memory/manual-clock.ts";
import {
  aMoment,
  type ListeningOptions,
  listenForTest,
  plainClient,
  tlsClient,
  until,
} from "../support/network/listening-trial.ts";

const tls = new TlsContext([pemFor(["verona.example"])]);
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const stop of cleanups.splice(0)) stop();
});

/** Obeys commands in the text, else echoes it. */
function onText(connection: Connection, text: string): void {
  if (text.startsWith("<starttls/>")) {
    connection.send("<proceed/>");
    connection.startTls();
  } else if (text === "end") {
    connection.send("bye");
    connection.end();
  } else if (text === "fail") throw new Error("a fault above");
  else connection.send(text);
}

function listening(given: Partial<ListeningOptions> = {}) {
  const listener = listenForTest({ tls, onText, ...given });
  cleanups.push(listener.stop);
  return listener;
}

describe("RFC 6120 §5.4: STARTTLS", () => {
  test("the same connection continues under TLS", async () => {
    const { port, notes, connections } = listening();
    const plain = plainClient(port);
    plain.socket.write("<starttls/>");
    await until(() => plain.received() === "<proceed/>");
    expect(connections[0]?.tls).toBeUndefined();
    plain.socket.removeAllListeners("data");
    const secure = tlsClient(port, { socket: plain.socket });
    secure.socket.write("hello");
    await until(
      () => secure.received() === "hello",
      () => notes,
    );
    expect(notes).toEqual(["accepted", "<starttls/>", "secured", "hello"]);
    expect(connections[0]?.tls?.version).toBe("TLSv1.3");
    secure.socket.destroy();
    await until(
      () => notes.length === 5,
      () => notes,
    );
  });
  test("§5.4.3.3: plaintext in place of a handshake is discarded, and ends the connection", async () => {
    const { port, notes } = listening();
    const plain = plainClient(port);
    plain.socket.write("<starttls/>");
    await until(() => plain.received() === "<proceed/>");
    plain.socket.write("<injected/>");
    await until(plain.hasClosed, () => notes);
    expect(notes).toEqual(["accepted", "<starttls/>", "closed handshake-failed"]);
  });
  test("plaintext after startTls() is discarded while the answer is still unsent", async () => {
    const { port, notes, connections } = listening({ limits: { unsentBytes: 50_000_000 } });
    const plain = plainClient(port);
    await until(() => connections.length === 1);
    plain.socket.pause();
    connections[0]?.send("x".repeat(20_000_000));
    connections[0]?.startTls();
    plain.socket.write("<injected/>");
    await aMoment();
    expect(notes).toEqual(["accepted"]);
    plain.socket.destroy();
    await until(
      () => notes.length === 2,
      () => notes,
    );
  });
  test("a paused connection completes the handshake, and receives nothing until it is resumed", async () => {
    const { port, notes, connections } = listening({
      onText: (connection, text) => {
        if (text !== "<starttls/>") return;
        connection.pause();
        connection.send("<proceed/>");
        connection.startTls();
        connection.pause();
      },
    });
    const plain = plainClient(port);
    plain.socket.write("<starttls/>");
    await until(() => plain.received() !== "");
    plain.socket.removeAllListeners("data");
    const secure = tlsClient(port, { socket: plain.socket });
    await until(
      () => notes.includes("secured"),
      () => notes,
    );
    secure.socket.write("hello");
    await aMoment();
    expect(notes).not.toContain("hello");
    connections[0]?.resume();
    await until(
      () => notes.includes("hello"),
      () => notes,
    );
    secure.socket.destroy();
  });
  test("end before the handshake is done closes at once", async () => {
    const { port, notes, connections } = listening();
    const plain = plainClient(port);
    plain.socket.write("<starttls/>");
    await until(() => plain.received() !== "");
    connections[0]?.end();
    await until(plain.hasClosed);
    expect(notes.at(-1)).toBe("closed in order");
  });
  test("bytes sent before the end of the handshake arrive under TLS", async () => {
    const { port } = listening({
      onText: (connection) => {
        connection.send("<proceed/>");
        connection.startTls();
        connection.send("secret");
      },
    });
    const plain = plainClient(port);
    plain.socket.write("<starttls/>");
    await until(() => plain.received() !== "");
    expect(plain.received()).toBe("<proceed/>");
    plain.socket.removeAllListeners("data");
    const secure = tlsClient(port, { socket: plain.socket });
    await until(() => secure.received() === "secret");
    secure.socket.destroy();
  });
});

describe("time limits", () => {
  test.each([
    ["direct TLS", { alpn: "xmpp-client" }, ""],
    ["STARTTLS", {}, "<starttls/>"],
  ])("%s: a missing handshake ends the connection", async (_, tlsOptions, first) => {
    const clock = manualClock();
    const { port, notes, connections } = listening({ ...tlsOptions, clock });
    const { socket, received: answer, hasClosed } = plainClient(port);
    if (first) socket.write(first);
    await until(
      () => connections.length === 1 && (first === "" || answer() !== ""),
      () => notes,
    );
    clock.advance(9_999);
    expect(notes).not.toContain("closed handshake-timeout");
    clock.advance(1);
    await until(hasClosed);
    expect(notes.at(-1)).toBe("closed handshake-timeout");
  });
  test("after the handshake there is no time limit", async () => {
    const clock = manualClock();
    const { port, notes } = listening({ alpn: "xmpp-client", clock });
    const { socket } = tlsClient(port);
    await until(
      () => notes.includes("secured"),
      () => notes,
    );
    clock.advance(60_000);
    socket.write("still here");
    await until(
      () => notes.includes("still here"),
      () => notes,
    );
    socket.destroy();
  });
  test.each([["plain"], ["tls"]])("end (%s): flushes, and disconnects when the peer does not close", async (kind) => {
    const clock = manualClock();
    const { port, notes } = listening({ clock, ...(kind === "tls" ? { alpn: "xmpp-client" } : {}) });
    const { socket, received: answer } = kind === "tls" ? tlsClient(port) : plainClient(port, { allowHalfOpen: true });
    if (kind === "tls") socket.allowHalfOpen = true;
    socket.write("end");
    await until(
      () => answer() === "bye",
      () => notes,
    );
    await aMoment();
    expect(notes.at(-1)).toBe("end");
    clock.advance(5_000);
    await until(
      () => notes.at(-1) === "closed in order",
      () => notes,
    );
    socket.destroy();
  });
});

describe("closed is called exactly once, after", () => {
  const ways: [string, (call: ReturnType<typeof plainClient>, connection: Connection) => void, string][] = [
    ["the client's FIN", ({ socket }) => socket.end(), "closed in order"],
    ["the client's RST", ({ socket }) => socket.resetAndDestroy(), "closed reset"],
    ["destroy", (_, connection) => connection.destroy(), "closed in order"],
    [
      "destroy, twice, after end",
      (_, connection) => {
        connection.end();
        connection.destroy();
        connection.destroy();
      },
      "closed in order",
    ],
    ["end", (_, connection) => connection.end(), "closed in order"],
    ["a fault of the handler", ({ socket }) => socket.write("fail"), "closed internal-error"],
  ];
  test.each(ways)("%s", async (_, finish, expected) => {
    const { port, notes, connections, connectionLimits } = listening();
    const call = plainClient(port);
    call.socket.write("hello");
    await until(() => call.received() === "hello");
    const [connection] = connections;
    if (connection) finish(call, connection);
    await until(call.hasClosed, () => notes);
    await until(
      () => notes.at(-1) === expected,
      () => notes,
    );
    connection?.send("too late");
    connection?.end();
    await aMoment();
    expect(notes.filter((note) => note.startsWith("closed"))).toEqual([expected]);
    expect(connectionLimits.connections).toBe(0);
  });
  test("an exception is logged, and does not affect other connections", async () => {
    const { port, log } = listening();
    const [culprit, other] = [plainClient(port), plainClient(port)];
    culprit.socket.write("fail");
    await until(culprit.hasClosed);
    expect(log.events).toMatchObject([{ event: "connection-handler-failed", remote: "127.0.0.1" }]);
    other.socket.write("hello");
    await until(() => other.received() === "hello");
    other.socket.destroy();
  });
  test("closed is never called from within a call", async () => {
    const order: string[] = [];
    const { port, notes } = listening({
      onText: (connection) => {
        connection.destroy();
        order.push(notes.at(-1) ?? "");
      },
    });
    plainClient(port).socket.write("hello");
    await until(
      () => notes.includes("closed in order"),
      () => notes,
    );
    expect(order).toEqual(["hello"]);
  });
});

describe("sending", () => {
  test.each([["plain"], ["tls"]])(
    "nothing leaves before what was planned for the tick's end, however much is sent, also where the connection ends (%s)",
    async (kind) => {
      const { port, connections } = listening(kind === "tls" ? { alpn: "xmpp-client" } : {});
      const call = kind === "tls" ? tlsClient(port) : plainClient(port);
      call.socket.write("hello");
      await until(() => call.received() === "hello");
      const [connection] = connections;
      const order: (number | undefined)[] = [];
      queueMicrotask(() => void order.push(connection?.unsent));
      for (let n = 0; n < 10; n++) connection?.send("x".repeat(50_000));
      connection?.end();
      order.push(connection?.unsent);
      await Promise.resolve();
      expect(order).toEqual([500_000, 500_000]);
      await until(() => call.received().length === "hello".length + 500_000);
      call.socket.destroy();
    },
  );
  test.each([["plain"], ["tls"]])(
    "a peer that does not read is disconnected at the limit of unsent bytes (%s)",
    async (kind) => {
      const { port, notes, connections } = listening(kind === "tls" ? { alpn: "xmpp-client" } : {});
      const call = kind === "tls" ? tlsClient(port) : plainClient(port);
      call.socket.write("hello");
      await until(() => call.received() === "hello");
      call.socket.pause();
      let sent = 0;
      while (sent < 40_000_000 && !notes.at(-1)?.startsWith("closed")) {
        connections[0]?.send("x".repeat(10_000));
        sent += 10_000;
        await Promise.resolve();
      }
      await until(
        () => notes.at(-1) === "closed overflow",
        () => notes,
      );
      // The buffers of both kernels, and no more than 4 MB beyond.
      expect(sent).toBeLessThan(20_000_000);
      expect(sent).toBeGreaterThan(4_000_000);
      call.socket.destroy();
    },
  );
  test.each([["plain"], ["tls"]])("bytes beyond the kernel's buffer arrive later, in order (%s)", async (kind) => {
    const limits = { unsentBytes: 30_000_000 };
    const { port, connections } = listening(kind === "tls" ? { alpn: "xmpp-client", limits } : { limits });
    const call = kind === "tls" ? tlsClient(port) : plainClient(port);
    call.socket.write("a");
    await until(() => call.received() === "a");
    const lines = Array.from({ length: 100_000 }, (_, index) => `${index} é€😀 ${"y".repeat(80)}\n`);
    for (const [index, line] of lines.entries()) connections[0]?.send(index % 7 === 0 ? Buffer.from(line) : line);
    const expected = `a${lines.join("")}`;
    const size = Buffer.byteLength(expected);
    await until(
      () => call.socket.bytesRead >= size,
      () => [call.socket.bytesRead, size],
    );
    await aMoment();
    expect(call.received() === expected).toBe(true);
    call.socket.destroy();
  });
  test.each([["plain"], ["tls"]])(
    "drained() is called when the kernel has taken all bytes, and not before (%s)",
    async (kind) => {
      const limits = { unsentBytes: 30_000_000 };
      const { port, connections } = listening(kind === "tls" ? { alpn: "xmpp-client", limits } : { limits });
      const call = kind === "tls" ? tlsClient(port) : plainClient(port);
      call.socket.write("a");
      await until(() => call.received() === "a");
      const events: string[] = [];
      connections[0]?.whenDrained(() => events.push("nothing to send"));
      expect(events).toEqual([]);
      await until(() => events.length === 1);
      call.socket.pause();
      connections[0]?.send("x".repeat(20_000_000));
      connections[0]?.whenDrained(() => events.push("taken"));
      await aMoment();
      expect(events).toEqual(["nothing to send"]);
      call.socket.resume();
      await until(() => events.at(-1) === "taken");
      connections[0]?.whenDrained(() => events.push("never"));
      connections[0]?.destroy();
      await aMoment();
      expect(events.at(-1)).toBe("taken");
      call.socket.destroy();
    },
  );
  test.each([["plain"], ["tls"]])("bytes sent in one tick are one packet at its end (%s)", async (kind) => {
    const { port, connections } = listening(kind === "tls" ? { alpn: "xmpp-client" } : {});
    const call = kind === "tls" ? tlsClient(port) : plainClient(port);
    call.socket.write("a");
    await until(() => call.received() === "a");
    const chunks: string[] = [];
    call.socket.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
    for (const text of ["<one/>", "<two/>", "<three/>"]) connections[0]?.send(text);
    await until(() => chunks.length > 0);
    expect(chunks).toEqual(["<one/><two/><three/>"]);
    call.socket.destroy();
  });
});

test.each([["plain"], ["tls"]])("a paused connection receives nothing until it is resumed (%s)", async (kind) => {
  const { port, notes, connections } = listening(kind === "tls" ? { alpn: "xmpp-client" } : {});
  const call = kind === "tls" ? tlsClient(port) : plainClient(port);
  call.socket.write("a");
  await until(() => call.received() === "a");
  connections[0]?.pause();
  call.socket.write("later");
  await aMoment();
  expect(notes).not.toContain("later");
  connections[0]?.resume();
  await until(
    () => notes.includes("later"),
    () => notes,
  );
  call.socket.destroy();
});

test("a paused connection that ends still notices that its peer closes", async () => {
  const { port, notes, connections } = listening({ clock: manualClock() });
  const call = plainClient(port);
  call.socket.write("a");
  await until(() => call.received() === "a");
  connections[0]?.pause();
  connections[0]?.end();
  await until(
    () => notes.at(-1) === "closed in order",
    () => notes,
  );
});

test("a client beyond its rate is read from at that rate, and loses nothing", async () => {
  const clock = manualClock();
  const limits = { reading: { burst: 1000, perSecond: 1000 } };
  const lengths: number[] = [];
  const { port, connections } = listening({ clock, limits, onText: (_, text) => void lengths.push(text.length) });
  const total = () => lengths.reduce((sum, length) => sum + length, 0);
  const { socket } = plainClient(port);
  socket.write("x".repeat(2000));
  await until(() => total() === 2000, total);
  socket.write("y".repeat(500));
  await aMoment();
  connections[0]?.resume(); // does not evade it
  clock.advance(999);
  await aMoment();
  expect(total()).toBe(2000);
  connections[0]?.pause();
  clock.advance(1);
  await aMoment();
  expect(total()).toBe(2000);
  connections[0]?.resume();
  await until(() => total() === 2500, total);
  socket.destroy();
});

test("stop keeps open connections, and frees the port", async () => {
  const { port, stop } = listening();
  const call = plainClient(port);
  call.socket.write("one ");
  await until(() => call.received() === "one ");
  const listenToo = () => Bun.listen({ hostname: "127.0.0.1", port, socket: { data: () => undefined } });
  expect(listenToo).toThrow(expect.objectContaining({ code: "EADDRINUSE" }));
  stop();
  call.socket.write("two");
  await until(() => call.received() === "one two");
  listenToo().stop(true);
  call.socket.destroy();
});

describe("connection limits", () => {
  test("connections not yet established from one address are limited; established ones are not", async () => {
    const { port, notes, connections, log } = listening({ connectionLimits: { pendingPerNetwork: 2 } });
    const calls = [plainClient(port), plainClient(port), plainClient(port)];
    await until(() => calls.filter(({ hasClosed }) => hasClosed()).length === 1);
    expect(notes).toEqual(["accepted", "accepted"]);
    expect(log.events).toMatchObject([{ event: "connection-refused", remote: "127.0.0.1" }]);
    connections[0]?.authenticated();
    connections[0]?.authenticated(); // which counts once
    calls.push(plainClient(port), plainClient(port));
    await until(() => calls.filter(({ hasClosed }) => hasClosed()).length === 2);
    expect(notes).toEqual(["accepted", "accepted", "accepted"]);
    for (const { socket } of calls) socket.destroy();
    await until(
      () => notes.length === 6,
      () => notes,
    );
    calls.push(plainClient(port));
    await until(
      () => notes.length === 7,
      () => notes,
    );
    calls.at(-1)?.socket.destroy();
  });
  test("a listener on :: sees an IPv4 peer under its IPv4 address", async () => {
    const { port, connections } = listening({ host: "::" });
    const [four, six] = [plainClient(port), plainClient(port, { host: "::1" })];
    await until(() => connections.length === 2);
    expect(connections.map(({ remoteAddress }) => remoteAddress).sort()).toEqual(["127.0.0.1", "::1"]);
    expect(connections[0]?.localPort).toBe(port);
    four.socket.destroy();
    six.socket.destroy();
  });
});
