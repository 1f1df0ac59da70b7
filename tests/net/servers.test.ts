/** TLS between servers whose certificates are for server authentication only. */
import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type TLSSocket } from "node:tls";
import { TlsContext } from "../../src/net/tls-context.ts";
import { chainFor } from "../support/certificate/pem.ts";
import { manualClock } from "../support/in-memory/manual-clock.ts";
import { testWith } from "../support/needs.ts";
import { type DialTrialOptions, dialForTest } from "../support/network/dialling.ts";
import { aMoment, type ListeningOptions, listenForTest, sClient, until } from "../support/network/listening-trial.ts";

const withOpenssl = testWith(["openssl"]);

const verona = chainFor("verona.example");
const mantua = chainFor("mantua.example");
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const stop of cleanups.splice(0)) stop();
});

const plainly = (ders: readonly Uint8Array[] = []): readonly string[] =>
  ders.map((der) => Buffer.from(der).toString("base64"));

/** Listens as verona.example does for other servers; with STARTTLS unless `alpn` is given. */
function listening(given: Partial<ListeningOptions> = {}) {
  const onText: ListeningOptions["onText"] = (connection, text) => {
    if (text.startsWith("<starttls/>")) {
      connection.send("<proceed/>");
      connection.startTls();
    } else connection.send(text);
  };
  const listener = listenForTest({ tls: new TlsContext([verona]), asksForCertificate: true, onText, ...given });
  cleanups.push(listener.stop);
  return listener;
}

/** Dials as mantua.example, and starts TLS where the method is STARTTLS. */
async function dialAsMantua(given: DialTrialOptions) {
  const tls = given.tls ?? "direct";
  const trial = dialForTest({
    certificate: mantua,
    onText: (connection, text) => text === "<proceed/>" && connection.startTls(),
    ...given,
  });
  const connection = await trial.dialled;
  if (tls === "starttls") connection.send("<starttls/>");
  await until(
    () => connection.tls !== undefined,
    () => trial.notes,
  );
  return { ...trial, connection };
}

const WAYS = [
  ["direct TLS", "direct", { alpn: "xmpp-server" }],
  ["STARTTLS", "starttls", {}],
] as const;

describe.each(WAYS)("%s", (_, tls, method) => {
  test("each end sees the whole chain of the other, in order", async () => {
    const { port, connections } = listening(method);
    const { connection } = await dialAsMantua({ port, tls });
    await until(() => connections[0]?.tls !== undefined);
    expect(plainly(connection.tls?.peerChain)).toEqual(plainly(verona.ders));
    expect(plainly(connections[0]?.tls?.peerChain)).toEqual(plainly(mantua.ders));
    connection.destroy();
  });
  test("sessions are not resumed: the second connection has the chain as well", async () => {
    const { port, connections } = listening(method);
    for (const index of [0, 1, 2]) {
      const { connection } = await dialAsMantua({ port, tls });
      await until(() => connections[index]?.tls !== undefined);
      expect(plainly(connection.tls?.peerChain)).toEqual(plainly(verona.ders));
      expect(plainly(connections[index]?.tls?.peerChain)).toEqual(plainly(mantua.ders));
      connection.destroy();
    }
  });
  test("a client without a certificate is accepted with an empty chain", async () => {
    const { port, connections } = listening(method);
    const { connection } = await dialAsMantua({ port, tls, certificate: undefined });
    await until(() => connections[0]?.tls !== undefined);
    expect(connections[0]?.tls?.peerChain).toEqual([]);
    connection.destroy();
  });
  test.each([
    ["a name that its certificate does not have still shakes hands", "elsewhere.example", "elsewhere.example"],
    ["an address: RFC 6066 §3: “Literal IPv4 and IPv6 addresses are not permitted”", "192.0.2.1", undefined],
    ["an IPv6 address: nor is that", "[2001:db8::1]", undefined],
  ])("a server is dialled with %s", async (_title, serverName, seen) => {
    const { port, connections } = listening(method);
    const { connection, notes } = await dialAsMantua({ port, tls, serverName });
    await until(() => connections[0]?.tls !== undefined);
    expect(connections[0]?.tls?.serverName).toBe(seen);
    expect(connection.tls?.serverName).toBe(seen);
    expect(plainly(connection.tls?.peerChain)).toEqual(plainly(verona.ders));
    connection.send("hello");
    await until(
      () => notes.at(-1) === "hello",
      () => notes,
    );
    connection.destroy();
  });
  test("RFC 9266 §2: both ends export the same bytes", async () => {
    const { port, connections } = listening(method);
    const { connection } = await dialAsMantua({ port, tls });
    await until(() => connections[0]?.tls !== undefined);
    expect(connection.tls?.exporter()).toHaveLength(32);
    expect(connection.tls?.exporter()).toEqual(connections[0]?.tls?.exporter());
    connection.destroy();
  });
  test("a peer that does not read is disconnected at the limit of unsent bytes", async () => {
    const { port, connections } = listening({ ...method, limits: { unsentBytes: 50_000_000 } });
    const { connection, notes } = await dialAsMantua({ port, tls, limits: { unsentBytes: 1_000_000 } });
    await until(() => connections[0]?.tls !== undefined);
    connections[0]?.pause();
    let sent = 0;
    for (; sent < 40_000_000 && !notes.at(-1)?.startsWith("closed"); sent += 10_000) {
      connection.send("x".repeat(10_000));
      await Promise.resolve();
    }
    await until(
      () => notes.at(-1) === "closed overflow",
      () => notes,
    );
    expect(sent).toBeWithin(1_000_000, 20_000_000);
    connections[0]?.destroy();
  });
  test("bytes beyond the kernel's buffer arrive later, in order", async () => {
    const { port, connections } = listening(method);
    const { connection, notes } = await dialAsMantua({ port, tls, limits: { unsentBytes: 30_000_000 } });
    await until(() => connections[0]?.tls !== undefined);
    const lines = Array.from({ length: 50_000 }, (_line, index) => `${index} ${"y".repeat(80)}\n`);
    const before = notes.length;
    for (const line of lines) connection.send(line);
    const size = lines.join("").length;
    const echoed = () => notes.slice(before).reduce((sum, { length }) => sum + length, 0);
    await until(() => echoed() >= size, echoed);
    expect(notes.slice(before).join("") === lines.join("")).toBe(true);
    connection.destroy();
  });
  test.each([
    ["end", (connection: { end(): void }) => connection.end()],
    ["destroy", (connection: { destroy(): void }) => connection.destroy()],
  ])("%s at either end closes both, each exactly once", async (_title, finish) => {
    for (const isDialled of [true, false]) {
      const { port, notes: theirs, connections, connectionLimits } = listening(method);
      const { connection, notes } = await dialAsMantua({ port, tls });
      await until(() => connections[0]?.tls !== undefined);
      const [end, other] = isDialled ? [connection, connections[0]] : [connections[0], connection];
      if (end) finish(end);
      await until(
        () => notes.some((note) => note.startsWith("closed")) && connectionLimits.connections === 0,
        () => [notes, theirs],
      );
      other?.end();
      other?.destroy();
      await aMoment();
      expect(notes.filter((note) => note.startsWith("closed"))).toHaveLength(1);
      expect(theirs.filter((note) => note.startsWith("closed"))).toHaveLength(1);
    }
  });
});

describe("ALPN under direct TLS (XEP-0368 §3)", () => {
  test("“the ALPN protocol MUST be 'xmpp-server'”", async () => {
    const { port, connections } = listening({ alpn: "xmpp-server" });
    const { connection } = await dialAsMantua({ port });
    await until(() => connections[0]?.tls !== undefined);
    expect([connection.tls?.alpn, connections[0]?.tls?.alpn]).toEqual(["xmpp-server", "xmpp-server"]);
    connection.destroy();
  });
  test("STARTTLS has no ALPN", async () => {
    const { port, connections } = listening();
    const { connection } = await dialAsMantua({ port, tls: "starttls" });
    await until(() => connections[0]?.tls !== undefined);
    expect([connection.tls?.alpn, connections[0]?.tls?.alpn]).toEqual([undefined, undefined]);
    connection.destroy();
  });
});

describe("STARTTLS (RFC 6120 §5.4), dialled", () => {
  test("§5.4.3.3: plaintext after <proceed/> is discarded, and ends the connection", async () => {
    const onText: ListeningOptions["onText"] = (connection) => connection.send("<proceed/>");
    const { port } = listening({ onText });
    const trial = dialForTest({ port, tls: "starttls", onText: (connection) => connection.startTls() });
    const connection = await trial.dialled;
    connection.send("<starttls/>");
    await until(
      () => trial.notes.includes("<proceed/>"),
      () => trial.notes,
    );
    // The ClientHello is also answered in plaintext.
    await until(
      () => trial.notes.at(-1)?.startsWith("closed") ?? false,
      () => trial.notes,
    );
    expect(trial.notes).toEqual(["accepted", "<proceed/>", "closed handshake-failed"]);
  });
  test("bytes sent before the end of the handshake arrive under TLS", async () => {
    const { port, notes } = listening();
    const trial = dialForTest({
      port,
      tls: "starttls",
      onText: (connection, text) => {
        if (text !== "<proceed/>") return;
        connection.startTls();
        connection.send("secret");
      },
    });
    (await trial.dialled).send("<starttls/>");
    await until(
      () => trial.notes.includes("secret"),
      () => trial.notes,
    );
    expect(notes).toEqual(["accepted", "<starttls/>", "secured", "secret"]);
    (await trial.dialled).destroy();
  });
  test("a missing handshake ends the connection after the time limit", async () => {
    const { port } = listening({ onText: () => undefined });
    const clock = manualClock();
    const { dialled: dialAsMantua, notes } = dialForTest({ port, tls: "starttls", clock });
    const connection = await dialAsMantua;
    connection.startTls();
    clock.advance(9_999);
    await aMoment();
    expect(notes).toEqual(["accepted"]);
    clock.advance(1);
    await until(
      () => notes.length === 2,
      () => notes,
    );
    expect(notes).toEqual(["accepted", "closed handshake-timeout"]);
  });
});

describe("other implementations", () => {
  withOpenssl.each(["-tls1_2", "-tls1_3"])(
    "OpenSSL (%s) is asked for a certificate, and presents a chain; no session is resumed",
    async (version) => {
      const { port, connections } = listening({ alpn: "xmpp-server" });
      const folder = mkdtempSync(join(tmpdir(), "servers-"));
      const [chain, rest, key] = ["chain", "rest", "key"].map((name) => join(folder, `${name}.pem`)) as [
        string,
        string,
        string,
      ];
      writeFileSync(chain, mantua.chain);
      writeFileSync(
        rest,
        mantua.chain
          .split(/(?<=-----END CERTIFICATE-----\n)/)
          .slice(1)
          .join(""),
      );
      writeFileSync(key, mantua.key);
      const output = await sClient(port, `${version} -cert ${chain} -cert_chain ${rest} -key ${key} -reconnect`);
      rmSync(folder, { recursive: true });
      expect(output).toContain("No client certificate CA names sent");
      expect(output).not.toContain("Reused");
      await until(
        () => connections.length >= 6,
        () => connections.length,
      );
      for (const { tls } of connections) expect(plainly(tls?.peerChain)).toEqual(plainly(mantua.ders));
    },
  );
  test("a dialled server that requests a certificate gets the whole chain", async () => {
    const { promise, resolve } = Promise.withResolvers<TLSSocket>();
    const options = { cert: verona.chain, key: verona.key, requestCert: true, rejectUnauthorized: false };
    const server = createServer({ ...options, ALPNProtocols: ["xmpp-server"] }, resolve).listen(0, "127.0.0.1");
    cleanups.push(() => void server.close());
    const { connection } = await dialAsMantua({ port: (server.address() as AddressInfo).port });
    const theirs = await promise;
    expect(theirs.alpnProtocol).toBe("xmpp-server");
    expect(plainly([theirs.getPeerCertificate(true).raw])).toEqual(plainly(mantua.ders.slice(0, 1)));
    connection.destroy();
  });
  test("a server that rejects the certificate ends the connection: closed once", async () => {
    const options = { cert: verona.chain, key: verona.key, requestCert: true, rejectUnauthorized: true };
    const server = createServer(options).listen(0, "127.0.0.1");
    server.on("tlsClientError", () => undefined);
    cleanups.push(() => void server.close());
    // RFC 8446 §4.4: with TLS 1.3 the client is informed after its own handshake is complete.
    const { notes } = await dialAsMantua({ port: (server.address() as AddressInfo).port });
    await until(
      () => notes.length > 1,
      () => notes,
    );
    await aMoment();
    expect(notes).toHaveLength(2);
    expect(notes[1]).toStartWith("closed ");
  });
  test("RST under TLS is reported as such", async () => {
    const { port } = listening({ alpn: "xmpp-server", onText: () => undefined });
    const { relay, reset } = await relayTo(port);
    const { notes } = await dialAsMantua({ port: relay });
    reset();
    await until(
      () => notes.length > 1,
      () => notes,
    );
    expect(notes).toEqual(["accepted", "closed reset"]);
  });
});

/** A relay to another port that can be told to break its connections. */
async function relayTo(port: number) {
  const sockets: Socket[] = [];
  const server = createTcpServer((from) => {
    const to = connect(port, "127.0.0.1");
    sockets.push(from, to);
    from.pipe(to).pipe(from);
    for (const socket of [from, to]) socket.on("error", () => undefined);
  }).listen(0, "127.0.0.1");
  cleanups.push(() => void server.close());
  const reset = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return { relay: (server.address() as AddressInfo).port, reset };
}
