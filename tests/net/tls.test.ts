/** TLS with other implementations as clients: versions, ciphers, ALPN, SNI, replaced certificates, channel bindings. */
import { afterEach, describe, expect, test } from "bun:test";
import { createHash, X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { TlsContext } from "../../src/net/tls-context.ts";
import { rsaKeys } from "../support/certificate/authority.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { testWith } from "../support/needs.ts";
import {
  aMoment,
  type ListeningOptions,
  listenForTest,
  plainClient,
  sClient,
  tlsClient,
  until,
} from "../support/network/listening-trial.ts";

const withOpenssl = testWith(["openssl"]);

const verona = pemFor(["verona.example", "rooms.verona.example"]);
const mantua = pemFor(["mantua.example", "*.mantua.example"]);
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const stop of cleanups.splice(0)) stop();
});

function direct(given: Partial<ListeningOptions> = {}) {
  const listener = listenForTest({ tls: new TlsContext([verona, mantua]), alpn: "xmpp-client", ...given });
  cleanups.push(listener.stop);
  return listener;
}
const subject = (output: string): string | undefined => /subject=CN ?= ?(\S+)/.exec(output)?.[1];

describe("RFC 9325 §3.1.1: TLS 1.2 and 1.3, nothing older", () => {
  withOpenssl.each(["-tls1_2", "-tls1_3"])("%s is accepted", async (version) => {
    expect(subject(await sClient(direct().port, version))).toBe("verona.example");
  });
  withOpenssl.each(["-tls1_1", "-tls1"])("%s is refused with the alert protocol_version", async (version) => {
    const { port, notes } = direct();
    expect(await sClient(port, `${version} -cipher ALL:@SECLEVEL=0`)).toContain("alert protocol version");
    await until(
      () => notes.length === 2,
      () => notes,
    );
    expect(notes).toEqual(["accepted", "closed handshake-failed"]);
  });
  withOpenssl.each(["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256"])(
    "§4.2: %s, without forward secrecy or authenticated encryption, is refused",
    async (cipher) => {
      expect(await sClient(direct().port, `-tls1_2 -cipher ${cipher}:@SECLEVEL=0`)).toContain(
        "alert handshake failure",
      );
    },
  );
  withOpenssl("an RSA certificate is served as well", async () => {
    const tls = new TlsContext([pemFor(["verona.example"], { keys: rsaKeys(2048) })]);
    expect(await sClient(direct({ tls }).port, "-tls1_2")).toContain("Cipher is ECDHE-RSA-AES");
  });
  withOpenssl("RFC 9325 §3.4: renegotiation is refused and ends the connection", async () => {
    const { port, notes } = direct();
    // A line "R" asks s_client to renegotiate.
    expect(await sClient(port, "-tls1_2", "R\n")).toContain("alert no renegotiation");
    await until(
      () => notes.length === 3,
      () => notes,
    );
    expect(notes).toEqual(["accepted", "secured", "closed tls-failed"]);
  });
});

describe("XEP-0368 §3: ALPN", () => {
  withOpenssl("xmpp-client is negotiated", async () => {
    expect(await sClient(direct().port, "-alpn xmpp-client")).toContain("ALPN protocol: xmpp-client");
  });
  withOpenssl("a client without ALPN is accepted", async () => {
    const { port, connections, notes } = direct();
    expect(await sClient(port, "-tls1_3")).toContain("No ALPN negotiated");
    await until(
      () => notes.includes("secured"),
      () => notes,
    );
    expect(connections[0]?.tls?.alpn).toBeUndefined();
  });
  withOpenssl("RFC 7301 §3.2: a client with another protocol gets the alert no_application_protocol", async () => {
    expect(await sClient(direct().port, "-alpn h2,http/1.1")).toContain("alert no application protocol");
  });
});

describe("RFC 6066 §3: the certificate for the name", () => {
  withOpenssl.each([
    ["mantua.example", "mantua.example"],
    ["rooms.mantua.example", "mantua.example"],
    ["rooms.verona.example", "verona.example"],
    ["elsewhere.example", "verona.example"],
  ])("a client that names %s gets the certificate of %s", async (name, expectedName) => {
    const { port, connections, notes } = direct();
    for (const version of ["-tls1_2", "-tls1_3"]) {
      expect(subject(await sClient(port, `${version} -servername ${name}`))).toBe(expectedName);
    }
    await until(
      () => notes.filter((note) => note === "secured").length === 2,
      () => notes,
    );
    expect(connections[1]?.tls?.serverName).toBe(name);
  });
  withOpenssl("a client without SNI gets the first certificate", async () => {
    expect(subject(await sClient(direct().port, "-noservername"))).toBe("verona.example");
  });
});

withOpenssl("a replaced certificate is presented to new connections; open ones continue", async () => {
  const tls = new TlsContext([verona]);
  const { port } = direct({ tls });
  const before = tlsClient(port);
  before.socket.write("one ");
  await until(() => before.received() === "one ");
  tls.replace([mantua]);
  expect(subject(await sClient(port, "-noservername"))).toBe("mantua.example");
  expect(subject(await sClient(port, "-servername verona.example"))).toBe("mantua.example");
  before.socket.write("two");
  await until(() => before.received() === "one two");
  before.socket.destroy();
});

test.each(["TLSv1.2", "TLSv1.3"] as const)(
  "RFC 8446 §2.2: a session of %s is resumed until the certificate is replaced",
  async (version) => {
    const tls = new TlsContext([verona, mantua]);
    const { port, connections, notes } = direct({ tls });
    const options = { servername: "mantua.example", maxVersion: version };
    const first = tlsClient(port, options);
    const sessions: Buffer[] = [];
    first.socket.on("session", (session: Buffer) => sessions.push(session));
    first.socket.write("hello");
    await until(() => first.received() === "hello" && sessions.length > 0);
    const [session] = sessions;
    const reconnect = async () => {
      const { socket, received } = tlsClient(port, { ...options, ...(session && { session }) });
      socket.write("again");
      await until(
        () => received() === "again",
        () => notes,
      );
      const isReused = socket.isSessionReused();
      socket.destroy();
      return isReused;
    };
    expect(await reconnect()).toBe(true);
    expect(connections.at(-1)?.tls?.endPoint).toEqual(tls.certificateFor("mantua.example").endPoint);
    tls.replace([verona, pemFor(["mantua.example"])]);
    expect(await reconnect()).toBe(false);
    expect(connections.at(-1)?.tls?.endPoint).toEqual(tls.certificateFor("mantua.example").endPoint);
    first.socket.destroy();
  },
);

describe("closed is called exactly once for a connection that breaks under TLS by", () => {
  const hello = Buffer.from("16030100500100004c0303", "hex"); // the beginning of a ClientHello
  test.each([
    ["noise in the place of a handshake", (socket: Socket) => void socket.write("GET / HTTP/1.1\r\n\r\n")],
    ["FIN in the middle of a handshake", (socket: Socket) => void socket.end(hello)],
    ["RST in the middle of a handshake", (socket: Socket) => void socket.write(hello, () => socket.resetAndDestroy())],
  ])("%s", async (_, break_) => {
    const { port, notes, connectionLimits } = direct();
    const { socket, hasClosed } = plainClient(port);
    await until(() => notes.length === 1);
    break_(socket);
    await until(hasClosed);
    await until(() => connectionLimits.connections === 0);
    await aMoment();
    expect(notes).toHaveLength(2);
    expect(notes[1]).toStartWith("closed ");
  });
  test("a record that cannot be decrypted", async () => {
    const { port, notes, connectionLimits } = direct();
    const plain = plainClient(port);
    const secure = tlsClient(port, { socket: plain.socket });
    secure.socket.write("hello");
    await until(
      () => notes.includes("hello"),
      () => notes,
    );
    plain.socket.write(Buffer.concat([Buffer.from("1703030020", "hex"), Buffer.alloc(32)]));
    await until(() => connectionLimits.connections === 0);
    await aMoment();
    expect(notes).toEqual(["accepted", "secured", "hello", "closed tls-failed"]);
  });
});

withOpenssl("RFC 8446 §6.1: end sends close_notify before FIN", async () => {
  const { port } = direct({ onText: (connection) => connection.end() });
  const options = ["-tls1_2", "-tls1_3"];
  for (const option of options) {
    // OpenSSL reports an error when a connection ends without it.
    const output = await sClient(port, `${option} -ign_eof`, "bye\n");
    expect(output).toContain("verona.example");
    expect(output).not.toContain("unexpected eof");
  }
  const rude = direct({ onText: (connection) => connection.destroy() });
  expect(await sClient(rude.port, "-tls1_3 -ign_eof", "bye\n")).toMatch(/unexpected eof|errno=104/);
});

describe("channel bindings are those of the client", () => {
  test("RFC 9266 §2: tls-exporter, under TLS 1.3 only", async () => {
    const { port, connections, notes } = direct();
    const modern = tlsClient(port);
    await until(
      () => notes.includes("secured"),
      () => notes,
    );
    const exported = modern.socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0));
    expect(connections[0]?.tls).toMatchObject({ version: "TLSv1.3" });
    expect(Buffer.from(connections[0]?.tls?.exporter() ?? [])).toEqual(exported);
    const older = tlsClient(port, { maxVersion: "TLSv1.2" });
    await until(() => connections[1]?.tls !== undefined);
    expect(connections[1]?.tls).toMatchObject({ version: "TLSv1.2" });
    expect(connections[1]?.tls?.exporter()).toBeUndefined();
    connections[0]?.destroy();
    expect(connections[0]?.tls?.exporter()).toBeUndefined();
    older.socket.destroy();
  });
  test.each([
    ["verona.example", verona],
    ["mantua.example", mantua],
  ])("RFC 5929 §4: tls-server-end-point is the hash of the certificate shown for %s", async (servername, pem) => {
    const { port, connections, notes } = direct();
    const { socket } = tlsClient(port, { servername });
    await until(
      () => notes.includes("secured"),
      () => notes,
    );
    const expectedName = socket.getPeerCertificate().raw;
    expect(expectedName).toEqual(new X509Certificate(pem.chain).raw);
    expect(Buffer.from(connections[0]?.tls?.endPoint ?? [])).toEqual(
      createHash("sha256").update(expectedName).digest(),
    );
    socket.destroy();
  });
});
