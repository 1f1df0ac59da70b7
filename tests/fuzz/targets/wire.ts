/** What comes over other connections: TLS's first bytes (RFC 8446 §4.1.2), and answers of a DNS server (RFC 1035 §4, RFC 8945). */
import { updateMessage } from "../../../src/dns/update/message.ts";
import { checkAnswer, signMessage, type TsigKey } from "../../../src/dns/update/tsig.ts";
import { readClientHello } from "../../../src/net/client-hello.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

const NAME = Buffer.from("example.com");
const vector = (length: 1 | 2 | 3, ...content: readonly Uint8Array[]): Buffer => {
  const bytes = Buffer.concat(content);
  const head = Buffer.alloc(length);
  head.writeUIntBE(bytes.length, 0, length);
  return Buffer.concat([head, bytes]);
};
const sni = Buffer.concat([Buffer.of(0, 0), vector(2, vector(2, Buffer.of(0), vector(2, NAME)))]);
const alpn = Buffer.concat([
  Buffer.of(0, 16),
  vector(2, vector(2, vector(1, Buffer.from("xmpp-client")), vector(1, Buffer.from("h2")))),
]);
const body = [
  Buffer.of(3, 3),
  Buffer.alloc(32, 7),
  vector(1),
  vector(2, Buffer.of(0x13, 1)),
  vector(1, Buffer.of(0)),
  vector(2, sni, alpn),
];
const handshake = Buffer.concat([Buffer.of(1), vector(3, ...body)]);
const hello = Buffer.concat([Buffer.of(22, 3, 1), vector(2, handshake)]);

export const clientHello: Target = {
  name: "client-hello",
  seeds: [
    hello,
    Buffer.concat([
      Buffer.of(22, 3, 1),
      vector(2, handshake.subarray(0, 9)),
      Buffer.of(22, 3, 1),
      vector(2, handshake.subarray(9)),
    ]),
  ],
  check: (input) => {
    const result = readClientHello(input);
    if (result === "invalid") return result;
    // What has begun well goes on: nothing that is short of the end is invalid.
    const before = readClientHello(input.subarray(0, Math.floor(input.length / 2)));
    if (before === "invalid") throw new Wrong("its first half is invalid", "");
    return typeof result === "string" ? result : `read ${JSON.stringify(result).length > 60}`;
  },
};

const KEY: TsigKey = { name: "key.example.com", algorithm: "hmac-sha256", secret: Buffer.from("secret") };
const NOW = Date.UTC(2026, 10, 30);
const request = signMessage(
  updateMessage(7, "example.com", [{ name: "a.example.com", type: "A", ttl: 60, values: ["192.0.2.1"] }]),
  KEY,
  NOW,
);
const answered = (message: Buffer): Buffer => {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(0xa800, 2);
  return copy;
};

export const dnsAnswer: Target = {
  name: "dns-answer",
  seeds: [
    answered(request.message),
    answered(request.message.subarray(0, 12)),
    answered(updateMessage(7, "example.com", [])),
  ],
  check: (input) => {
    const read = unlessRefused([RangeError], () => checkAnswer(input, request, KEY, NOW));
    if (!read) return "refused";
    if (read.isAuthentic) throw new Wrong("an answer that nobody has signed is authentic", "");
    same("rcode", read.rcode >= 0 && read.rcode < 16, true);
    return `${read.rcode} ${Math.min(read.tsigError, 20)}`;
  },
};
