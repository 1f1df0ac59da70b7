/** Certificates and the names they are for. */
import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { pemFor } from "../../tests/support/certificate/pem.ts";
import { alpnList, TlsContext } from "./tls-context.ts";

const verona = pemFor(["verona.example"]);
const mantua = pemFor(["mantua.example", "*.mantua.example"]);

test("a certificate with another key is refused", () => {
  expect(() => new TlsContext([{ chain: verona.chain, key: mantua.key }])).toThrow("does not belong to");
  expect(() => new TlsContext([])).toThrow("needs a certificate");
  expect(() => new TlsContext([{ chain: "nonsense", key: verona.key }])).toThrow();
});

test("a replacement that fails keeps the former certificates", () => {
  const tls = new TlsContext([verona]);
  let told = 0;
  const forget = tls.onReplace(() => {
    told += 1;
  });
  expect(() => tls.replace([mantua, { chain: verona.chain, key: mantua.key }])).toThrow();
  expect(tls.certificateFor(undefined).pem).toBe(verona);
  expect(told).toBe(0);
  tls.replace([mantua]);
  expect(tls.certificateFor(undefined).pem).toBe(mantua);
  forget();
  tls.replace([verona]);
  expect(told).toBe(1);
});

test.each([
  ["mantua.example", mantua],
  ["MANTUA.example", mantua],
  ["rooms.mantua.example", mantua],
  ["a.rooms.mantua.example", verona],
  ["verona.example", verona],
  ["", verona],
  ["\0", verona],
])("%j is shown its certificate", (name, pem) => {
  expect(new TlsContext([verona, mantua]).certificateFor(name).pem).toBe(pem);
});

describe("RFC 5929 §4.1: tls-server-end-point", () => {
  const EC = "ec -pkeyopt ec_paramgen_curve:P-256";
  test.each([
    ["-sha256", EC, "sha256"],
    ["-sha384", EC, "sha384"],
    ["-sha512", "rsa:2048", "sha512"],
    ["-sha1", "rsa:2048", "sha256"], // SHA-1 and MD5 are replaced
  ])("%s with %s is hashed by %s", (digest, newkey, hash) => {
    const { x509, endPoint } = new TlsContext([pemFor(["a.example"], `${newkey} ${digest}`)]).certificateFor(undefined);
    expect(Buffer.from(endPoint ?? [])).toEqual(createHash(hash).update(x509.raw).digest());
  });
  test("not defined where the signature algorithm has no single hash", () => {
    expect(new TlsContext([pemFor(["a.example"], "ed25519")]).certificateFor(undefined).endPoint).toBeUndefined();
  });
});

test("RFC 7301 §3.1: protocol names, each preceded by its length", () => {
  expect(alpnList("xmpp-client", "h2").toString("latin1")).toBe("\x0bxmpp-client\x02h2");
});
