import { describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { authority, certify, DAY, dns, NOW, serverCertificate } from "../../tests/support/certificate/authority.ts";
import { readCertificate, subjectOf } from "./certificate.ts";
import { openTrust } from "./chain.ts";
import { der, inside, onlyValue, sequence, TAG } from "./der.ts";

const root = authority("Root");
const good = serverCertificate(root, [dns("example.org")]);

describe("RFC 5280 §4.1: a certificate is read", () => {
  test("its names, its dates and its extensions", () => {
    const read = readCertificate(
      serverCertificate(root, [dns("example.org")], { notBefore: 0, notAfter: NOW + DAY }).der,
    );
    expect(read).toMatchObject({ notBefore: 0, notAfter: NOW + DAY, algorithm: "1.2.840.10045.4.3.2" });
    expect(read).toMatchObject({ isAuthority: false, keyUsage: 0x80, purposes: ["1.3.6.1.5.5.7.3.1"] });
    expect(read.issuer).toBe(readCertificate(root.der).subject);
    expect(subjectOf(root.der)).toBe(read.issuer);
  });

  test("§4.1.2.5: years of two digits are between 1950 and 2049, later ones have four", () => {
    const dates = { notBefore: Date.UTC(1950, 0, 1), notAfter: Date.UTC(2149, 11, 31, 23, 59, 59) };
    expect(readCertificate(certify(dates).der)).toMatchObject(dates);
    const late = { notBefore: Date.UTC(2049, 11, 31), notAfter: Date.UTC(2050, 0, 1) };
    expect(readCertificate(certify(late).der)).toMatchObject(late);
  });

  test("§4.2.1.6: a name of another form than those of the standard is none, as it is for OpenSSL", () => {
    const strange = serverCertificate(root, [der(0xb8, Buffer.from("example.net")), dns("example.org")]);
    expect(new X509Certificate(strange.der).subjectAltName).toBeUndefined();
    expect(() => readCertificate(strange.der)).toThrow("no form of X.509");
    const mail = serverCertificate(root, [der(0x81, Buffer.from("a@example.net")), dns("example.org")]);
    expect(readCertificate(mail.der).names.map(({ form }) => form)).toEqual(["unknown", "dns"]);
  });

  test("§4.1.2.5: a day that its month does not have is no date", () => {
    const { der: bytes } = certify({ notBefore: Date.UTC(2026, 1, 28), notAfter: Date.UTC(2027, 0, 1) });
    const at = bytes.indexOf("260228000000Z");
    expect(at).toBeGreaterThan(0);
    const forged = Buffer.from(bytes);
    forged.write("260231000000Z", at);
    expect(() => readCertificate(forged)).toThrow("not a time");
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["an empty sequence", sequence()],
    ["one that is cut", good.der.subarray(0, -1)],
    ["one with a byte behind it", Buffer.concat([good.der, Buffer.of(0)])],
    ["two in a row", Buffer.concat([good.der, good.der])],
    ["its PEM", Buffer.from(good.pem)],
  ])("%s is none", (_, bytes) => {
    expect(() => readCertificate(bytes)).toThrow(Error);
  });

  test("the PEM of a certificate inside another value is not accepted", () => {
    // Names for the reader of names, an honest certificate's PEM for a reader of keys who takes it from anywhere.
    const [body, algorithm] = inside(onlyValue(serverCertificate(authority("Evil"), [dns("example.org")]).der));
    const pem = Buffer.from(`\n${serverCertificate(root, [dns("evil.example")]).pem}`);
    const forged = sequence(body?.encoded ?? pem, algorithm?.encoded ?? pem, der(TAG.octetString, pem));
    expect(new X509Certificate(forged).subjectAltName).toBe("DNS:evil.example");
    expect(() => readCertificate(forged)).toThrow("another certificate");
    const trust = openTrust({ roots: [root.pem], now: () => NOW });
    expect(trust.verify([forged], "example.org")).toMatchObject({ problem: "malformed" });
  });
});
