/** RFC 8446 §4.1.2: the ClientHello, as real clients send it, in pieces, and forged. */
import { describe, expect, test } from "bun:test";
import { once } from "node:events";
import { createServer } from "node:net";
import { connect } from "node:tls";
import { readClientHello } from "./client-hello.ts";

/** The first bytes that a TLS client sends. */
async function helloOf(options: { servername?: string; ALPNProtocols?: string[]; maxVersion?: "TLSv1.2" }) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const client = connect({ host: "127.0.0.1", port, rejectUnauthorized: false, ...options });
  client.on("error", () => undefined);
  const [socket] = await once(server, "connection");
  const [bytes] = await once(socket, "data");
  socket.destroy();
  client.destroy();
  server.close();
  return bytes as Buffer;
}

/** The handshake message of a ClientHello in records of so many bytes each. */
function inRecords(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const part = message.subarray(at, at + size);
    records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part);
  }
  return Buffer.concat(records);
}

const FULL = { servername: "verona.example", ALPNProtocols: ["h2", "http/1.1"] };
const READ = { serverName: "verona.example", protocols: ["h2", "http/1.1"] };
/** Of a ClientHello of 16 KiB, the first 2,048 bytes. */
const LONG = Buffer.concat([Buffer.from([22, 3, 1, 0, 0, 1, 0, 0x3f, 0xfc]), Buffer.alloc(2044)]);

describe("what a client asks for", () => {
  test("its name and its protocols, in its order", async () => {
    expect(readClientHello(await helloOf(FULL))).toEqual(READ);
    expect(readClientHello(await helloOf({ ...FULL, maxVersion: "TLSv1.2" }))).toEqual(READ);
  });

  test("neither is needed", async () => {
    expect(readClientHello(await helloOf({}))).toEqual({ serverName: undefined, protocols: [] });
  });

  test("every shorter beginning is incomplete", async () => {
    const hello = await helloOf(FULL);
    const states = new Set(Array.from({ length: hello.length }, (_, end) => readClientHello(hello.subarray(0, end))));
    expect([...states]).toEqual(["incomplete"]);
    // What follows it in the same packet does not matter.
    expect(readClientHello(Buffer.concat([hello, Buffer.from("more")]))).toEqual(READ);
  });

  test.each([1, 3, 100, 300])("§5.1: it may be spread over records of %d bytes", async (size) => {
    expect(readClientHello(inRecords(await helloOf(FULL), size))).toEqual(READ);
  });
});

describe("what is no ClientHello is invalid", () => {
  test.each([
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
    ["XMPP", Buffer.from("<stream:stream>")],
    ["an alert", Buffer.from([21, 3, 3, 0, 2, 1, 0])],
    ["an empty record", Buffer.from([22, 3, 1, 0, 0])],
    ["a record of 64 KiB", Buffer.from([22, 3, 1, 0xff, 0xff, 1])],
    ["a ServerHello", Buffer.from([22, 3, 3, 0, 4, 2, 0, 0, 0])],
    ["a message of 16 MiB", Buffer.from([22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff])],
    ["a message in 2,048 records that does not end", inRecords(LONG, 1)],
  ])("%s", (_, bytes) => expect(readClientHello(bytes)).toBe("invalid"));

  test("lengths that lead beyond its end", async () => {
    const hello = await helloOf(FULL);
    const forged = [...hello.keys()].slice(9).map((at) => {
      const copy = Buffer.from(hello);
      copy[at] = 0xff;
      return readClientHello(copy);
    });
    // Each is read or refused; none throws.
    expect(forged).toContain("invalid");
    expect(forged).not.toContain("incomplete");
  });
});
