/** Certificates and the names they are for. */
import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { type CertificateFields, ed25519Keys, rsaKeys } from "../../tests/support/certificate/authority.ts";
import { pemFor } from "../../tests/support/certificate/pem.ts";
import { oid, sequence } from "../trust/der.ts";
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
  const ec = (digest: string, algorithm: string): CertificateFields => ({
    signature: { digest, algorithm: sequence(oid(algorithm)) },
  });
  const rsa = (digest: string, algorithm: string): CertificateFields => ({
    ...ec(digest, algorithm),
    keys: rsaKeys(2048),
  });
  test.each([
    ["ecdsa-with-SHA256", ec("sha256", "1.2.840.10045.4.3.2"), "sha256"],
    ["ecdsa-with-SHA384", ec("sha384", "1.2.840.10045.4.3.3"), "sha384"],
    ["sha512WithRSAEncryption", rsa("sha512", "1.2.840.113549.1.1.13"), "sha512"],
    ["sha1WithRSAEncryption", rsa("sha1", "1.2.840.113549.1.1.5"), "sha256"], // SHA-1 and MD5 are replaced
  ])("%s is hashed as it says", (_, form, hash) => {
    const { x509, endPoint } = new TlsContext([pemFor(["a.example"], form)]).certificateFor(undefined);
    expect(Buffer.from(endPoint ?? [])).toEqual(createHash(hash).update(x509.raw).digest());
  });
  test("not defined where the signature algorithm has no single hash", () => {
    expect(
      new TlsContext([pemFor(["a.example"], { keys: ed25519Keys() })]).certificateFor(undefined).endPoint,
    ).toBeUndefined();
  });
});

test("RFC 7301 §3.1: protocol names, each preceded by its length", () => {
  expect(alpnList("xmpp-client", "h2").toString("latin1")).toBe("\x0bxmpp-client\x02h2");
});
