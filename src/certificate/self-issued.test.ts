import { describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { covers, factsOf, keyMatches } from "./facts.ts";
import { selfIssued } from "./self-issued.ts";

const notBefore = Date.UTC(2026, 10, 1);
const notAfter = Date.UTC(2028, 10, 1);
const pair = selfIssued({ names: ["exämple.org", "rooms.example.com", "127.0.0.1", "::1"], notBefore, notAfter });

describe("a self-signed certificate", () => {
  test("RFC 5280 §4.2.1.6: its names are DNS names in A-labels and IP addresses", () => {
    const { names } = factsOf(pair.chainPem);
    expect(names).toEqual(["xn--exmple-cua.org", "rooms.example.com", "127.0.0.1", "::1"]);
    const certificate = new X509Certificate(pair.chainPem);
    expect(certificate.checkHost("rooms.example.com")).toBe("rooms.example.com");
    expect(certificate.checkIP("::1")).toBe("::1");
    expect(certificate.checkHost("example.com")).toBeUndefined();
  });

  test("it has the dates that were given, its own key, and verifies with it", () => {
    expect(factsOf(pair.chainPem)).toMatchObject({ notBefore, notAfter, isSelfSigned: true, issuer: "jabber-home" });
    expect(keyMatches(pair.chainPem, pair.keyPem)).toBe(true);
    expect(keyMatches(pair.chainPem, selfIssued({ names: ["a.example"], notBefore, notAfter }).keyPem)).toBe(false);
  });

  test("its key is ECDSA P-256", () => {
    const { publicKey } = new X509Certificate(pair.chainPem);
    expect(publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
  });
});

describe("RFC 9525 §6.3: which names a certificate covers", () => {
  test.each([
    ["example.com", ["example.com"], true],
    ["EXAMPLE.com", ["example.COM"], true],
    ["exämple.org", ["xn--exmple-cua.org"], true],
    ["rooms.example.com", ["*.example.com"], true],
    ["a.rooms.example.com", ["*.example.com"], false],
    ["example.com", ["*.example.com"], false],
    ["example.com", ["example.org", "rooms.example.com"], false],
  ] as const)("%s by %j: %p", (domain, names, isCovered) => {
    expect(covers(names, domain)).toBe(isCovered);
  });
});
