import { describe, expect, test } from "bun:test";
import {
  ANY_PURPOSE,
  authority,
  basicConstraints,
  type CertificateFields,
  CLIENT_AUTH,
  COMMON_NAME,
  certify,
  DAY,
  directory,
  distinguishedName,
  dns,
  ecKeys,
  ed25519Keys,
  email,
  extendedKeyUsage,
  keyUsage,
  NOW,
  nameConstraints,
  ORGANISATIONAL_UNIT,
  rsaKeys,
  SERVER_AUTH,
  SIGNATURES,
  type SignedCertificate,
  serverCertificate,
  srv,
  xmppAddr,
} from "../../tests/support/certificate/authority.ts";
import { extension } from "../certificate/self-issued.ts";
import { openTrust } from "./chain.ts";
import type { Problem } from "./verdict.ts";

const DOMAIN = "example.org";
const root = authority("Root");
const middle = authority("Middle", { by: root });
const good = serverCertificate(middle, [dns(DOMAIN)]);
const stranger = authority("Stranger");

const trusting = (...roots: readonly SignedCertificate[]) =>
  openTrust({ roots: roots.map(({ pem }) => pem), now: () => NOW });

/** "trusted", or the problem. */
function verdictOn(chain: readonly SignedCertificate[], trust = trusting(root)): Problem | "trusted" {
  const verdict = trust.verify(
    chain.map(({ der }) => der),
    DOMAIN,
  );
  return verdict.trusted ? "trusted" : verdict.problem;
}

/** Of a server's certificate that is as the form says. */
const verdictWith = (form: CertificateFields) => verdictOn([serverCertificate(middle, [dns(DOMAIN)], form), middle]);

/** Of a good certificate under an intermediate authority that is as the form says. */
function verdictUnder(form: CertificateFields, names = [dns(DOMAIN)]): Problem | "trusted" {
  const other = authority("Other", { by: root, ...form });
  return verdictOn([serverCertificate(other, names), other]);
}

describe("RFC 5280 §4.2.1.12: the purposes of a server's certificate", () => {
  test("servers only, as public authorities issue them now", () => {
    expect(verdictOn([good, middle])).toBe("trusted");
  });

  test.each([
    ["trusted", "servers and clients", [keyUsage(0xa0), extendedKeyUsage(SERVER_AUTH, CLIENT_AUTH)]],
    [
      "trusted",
      "servers, by one that might be an authority too",
      [basicConstraints(true), extendedKeyUsage(SERVER_AUTH)],
    ],
    ["trusted", "none named", [keyUsage(0x80)]],
    ["trusted", "no extension beside its names", []],
    ["wrong-purpose", "clients only", [keyUsage(0x80), extendedKeyUsage(CLIENT_AUTH)]],
    ["wrong-purpose", "any, which is not what servers are asked for", [extendedKeyUsage(ANY_PURPOSE)]],
    ["wrong-purpose", "an empty list", [extendedKeyUsage()]],
    ["wrong-purpose", "a key for signing certificates alone", [keyUsage(0x04), extendedKeyUsage(SERVER_AUTH)]],
  ] as const)("%s: %s", (verdict, _, extensions) => {
    expect(verdictWith({ extensions })).toBe(verdict);
  });
});

describe("RFC 5280 §6.1.1 (d): the path ends at a root that is trusted here", () => {
  test("no certificate", () => {
    expect(verdictOn([])).toBe("none");
  });

  test("a self-signed certificate", () => {
    const own = certify({ subject: "Own", names: [dns(DOMAIN)], extensions: [extendedKeyUsage(SERVER_AUTH)] });
    expect(verdictOn([own])).toBe("self-signed");
    expect(verdictOn([own, middle, root])).toBe("self-signed");
  });

  test("a self-signed certificate that is a configured root is trusted for its own domain only", () => {
    const own = certify({ subject: "Own", names: [dns(DOMAIN)], extensions: [basicConstraints(true)] });
    expect(verdictOn([own], trusting(root, own))).toBe("trusted");
    const other = certify({ subject: "Own", names: [dns("example.com")] });
    expect(verdictOn([other], trusting(root, other))).toBe("wrong-name");
    expect(verdictOn([certify({ subject: "Own", names: [dns(DOMAIN)] })], trusting(root, own))).toBe("self-signed");
  });

  test("an unknown authority that sends its own root along", () => {
    expect(verdictOn([serverCertificate(stranger, [dns(DOMAIN)]), stranger])).toBe("untrusted");
  });

  test("an unknown authority with the name of a trusted root", () => {
    const impostor = authority("Root");
    expect(verdictOn([serverCertificate(impostor, [dns(DOMAIN)]), impostor])).toBe("untrusted");
    expect(verdictOn([serverCertificate(impostor, [dns(DOMAIN)]), impostor, root])).toBe("untrusted");
  });

  test("the intermediate authority is not sent", () => {
    expect(verdictOn([good])).toBe("untrusted");
  });

  test("a root that the server sends along is not needed, and does no harm", () => {
    expect(verdictOn([good, middle, root])).toBe("trusted");
  });

  test("no root is trusted at all", () => {
    expect(verdictOn([good, middle, root], trusting())).toBe("untrusted");
  });
});

describe("RFC 5280 §6.1.3 (a) (1): every signature on the path is valid", () => {
  test("a signature by another key", () => {
    const forger = { subject: middle.subject, privateKey: ecKeys().privateKey };
    expect(verdictOn([certify({ by: forger, names: [dns(DOMAIN)] }), middle])).toBe("untrusted");
  });

  test.each(["the name", "the signature"])("one bit of %s was turned", (what) => {
    const bytes = Buffer.from(good.der);
    const at = what === "the name" ? bytes.indexOf(DOMAIN) : bytes.length - 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(verdictOn([{ ...good, der: bytes }, middle])).toBe("untrusted");
  });

  test("the signature algorithm differs inside and outside of the certificate", () => {
    const bytes = Buffer.from(good.der);
    const inside = bytes.indexOf(SIGNATURES.ecdsa.algorithm);
    // ecdsa-with-SHA384 in what was signed.
    bytes[inside + SIGNATURES.ecdsa.algorithm.length - 1] = 3;
    expect(verdictOn([{ ...good, der: bytes }, middle])).toBe("untrusted");
  });

  test.each([
    ["trusted", "RSA of 2048 bits", rsaKeys(2048), SIGNATURES.rsa],
    ["trusted", "RSASSA-PSS with SHA-256", rsaKeys(2048), SIGNATURES.rsaPss],
    ["untrusted", "RSASSA-PSS with SHA-1", rsaKeys(2048), SIGNATURES.rsaPssWithSha1],
    ["weak", "RSA with SHA-1", rsaKeys(2048), SIGNATURES.rsaWithSha1],
    ["weak", "RSA with MD5", rsaKeys(2048), SIGNATURES.rsaWithMd5],
    ["weak", "ECDSA with SHA-1", ecKeys(), SIGNATURES.ecdsaWithSha1],
    ["trusted", "ECDSA with P-384", ecKeys("P-384"), SIGNATURES.ecdsa],
    ["trusted", "Ed25519", ed25519Keys(), SIGNATURES.ed25519],
  ] as const)("%s: an authority that signs by %s", (verdict, _, keys, signature) => {
    const other = authority("Other", { by: root, keys });
    expect(verdictOn([serverCertificate(other, [dns(DOMAIN)], { signature }), other])).toBe(verdict);
  });

  test.each(["the server", "an authority", "the root"])("RSA of 1024 bits is too weak for %s", (who) => {
    const keys = rsaKeys(1024);
    const signature = SIGNATURES.rsa;
    if (who === "the server") expect(verdictWith({ keys })).toBe("weak");
    const other = authority("Other", who === "an authority" ? { by: root, keys } : { keys, signature });
    const leaf = serverCertificate(other, [dns(DOMAIN)], { signature });
    if (who === "an authority") expect(verdictOn([leaf, other])).toBe("weak");
    if (who === "the root") expect(verdictOn([leaf], trusting(other))).toBe("untrusted");
  });
});

describe("RFC 5280 §6.1.3 (a) (2): every certificate on the path is within its dates", () => {
  test.each([
    ["expired", { notAfter: NOW - 1000 }],
    ["trusted", { notAfter: NOW }],
    ["trusted", { notBefore: NOW }],
    ["not-yet-valid", { notBefore: NOW + 1000 }],
    ["trusted", { notAfter: Date.UTC(2060, 0, 1) }],
    ["trusted", { notBefore: Date.UTC(1970, 0, 1) }],
  ] as const)("%s: %o", (verdict, form) => {
    expect(verdictWith(form)).toBe(verdict);
    expect(verdictUnder(form)).toBe(verdict);
    const other = authority("Other", form);
    expect(verdictOn([serverCertificate(other, [dns(DOMAIN)])], trusting(other))).toBe(verdict);
  });

  test.each([
    ["a certificate whose time has not come", { notBefore: NOW + DAY }, false, true],
    ["one whose time is over", { notAfter: NOW - DAY }, false, undefined],
    ["one whose time is over by a clock that is in doubt", { notAfter: NOW - DAY }, true, true],
  ] as const)(
    "%s may be trusted later: %p, where the clock is in doubt: %p",
    (_, form, isClockDoubtful, isTemporary) => {
      const trust = openTrust({ roots: [root.pem], now: () => NOW, isClockDoubtful: () => isClockDoubtful });
      const chain = [serverCertificate(middle, [dns(DOMAIN)], form).der, middle.der];
      expect(trust.verify(chain, DOMAIN)).toEqual(
        expect.objectContaining(isTemporary ? { trusted: false, isTemporary } : { trusted: false }),
      );
      expect("isTemporary" in trust.verify(chain, DOMAIN)).toBe(isTemporary === true);
    },
  );

  test("the text names the clock where that is in doubt", () => {
    const textWhere = (isClockDoubtful: boolean): unknown => {
      const trust = openTrust({ roots: [root.pem], now: () => NOW, isClockDoubtful: () => isClockDoubtful });
      return trust.verify([serverCertificate(middle, [dns(DOMAIN)], { notAfter: NOW - DAY }).der, middle.der], DOMAIN);
    };
    expect(textWhere(true)).toMatchObject({
      text: expect.stringMatching(/expired on .* clock of the server that says this/),
    });
    expect(textWhere(false)).toMatchObject({ text: expect.not.stringContaining("clock") });
  });

  test("the text tells the day", () => {
    const verdict = trusting(root).verify([serverCertificate(middle, [], { notAfter: NOW - DAY }).der, middle.der], "");
    expect(verdict).toMatchObject({ text: expect.stringContaining("2026-11-21") });
  });
});

describe("RFC 5280 §6.1.4: who may sign certificates", () => {
  test.each([
    ["wrong-purpose", "(k): CA is false", [basicConstraints(false), keyUsage(0x06)]],
    ["wrong-purpose", "(k): no basic constraints", [keyUsage(0x06)]],
    ["wrong-purpose", "(n): a key usage without keyCertSign", [basicConstraints(true), keyUsage(0x80)]],
    ["trusted", "(n): no key usage", [basicConstraints(true)]],
    ["wrong-purpose", "for clients only", [basicConstraints(true), extendedKeyUsage(CLIENT_AUTH)]],
    ["trusted", "for servers only", [basicConstraints(true), extendedKeyUsage(SERVER_AUTH)]],
    ["trusted", "for any purpose", [basicConstraints(true), extendedKeyUsage(ANY_PURPOSE)]],
  ] as const)("%s: %s", (verdict, _, extensions) => {
    expect(verdictUnder({ extensions })).toBe(verdict);
  });

  test("a server's certificate cannot issue others, though its own chain is valid", () => {
    const evil = serverCertificate(middle, [dns("evil.example")], { subject: "evil.example" });
    expect(verdictOn([serverCertificate(evil, [dns(DOMAIN)]), evil, middle])).toBe("wrong-purpose");
  });

  test("(m): no more authorities than the path length allows", () => {
    const short = authority("Short", { by: root, extensions: [basicConstraints(true, 0)] });
    expect(verdictOn([serverCertificate(short, [dns(DOMAIN)]), short])).toBe("trusted");
    const below = authority("Below", { by: short });
    expect(verdictOn([serverCertificate(below, [dns(DOMAIN)]), below, short])).toBe("constraint");
  });

  test("(m): the path length of the root counts too", () => {
    const short = authority("Short", { extensions: [basicConstraints(true, 0)] });
    const below = authority("Below", { by: short });
    expect(verdictOn([serverCertificate(below, [dns(DOMAIN)]), below], trusting(short))).toBe("constraint");
  });

  test("(l): a self-issued certificate is not counted", () => {
    const old = authority("Same", { by: root, extensions: [basicConstraints(true, 0)] });
    const renewed = authority("Same", { by: old });
    expect(verdictOn([serverCertificate(renewed, [dns(DOMAIN)]), renewed, old])).toBe("trusted");
  });
});

describe("RFC 5280 §4.2: a certificate with an unrecognized critical extension is rejected", () => {
  const unknown = (isCritical: boolean) => extension("1.3.6.1.4.1.99999.1", isCritical, Buffer.of(5, 0));

  test.each([true, false])("critical: %p", (isCritical) => {
    const verdict = isCritical ? "constraint" : "trusted";
    expect(verdictWith({ extensions: [unknown(isCritical)] })).toBe(verdict);
    expect(verdictUnder({ extensions: [basicConstraints(true), unknown(isCritical)] })).toBe(verdict);
  });

  test("§4.2.1.11: policy constraints, which are not implemented, are rejected", () => {
    const demanding = extension("2.5.29.36", false, Buffer.from("3003800100", "hex"));
    expect(verdictUnder({ extensions: [basicConstraints(true), demanding] })).toBe("constraint");
  });

  test("an extension that occurs twice makes the certificate malformed", () => {
    expect(verdictWith({ extensions: [extendedKeyUsage(SERVER_AUTH), extendedKeyUsage(SERVER_AUTH)] })).toBe(
      "malformed",
    );
  });
});

describe("RFC 5280 §6.1.3 (b): name constraints", () => {
  const under = (permitted: Buffer[], excluded: Buffer[], names?: Buffer[]) =>
    verdictUnder({ extensions: [basicConstraints(true), nameConstraints({ permitted, excluded })] }, names);

  test("permitted", () => {
    expect(under([dns(DOMAIN)], [])).toBe("trusted");
    expect(under([dns("org")], [dns("mil")])).toBe("trusted");
    expect(under([dns("example.com")], [])).toBe("constraint");
  });

  test("excluded", () => {
    expect(under([], [dns("org")])).toBe("constraint");
    expect(under([dns("org")], [dns(DOMAIN)])).toBe("constraint");
  });

  test("one name that is not allowed rejects the certificate", () => {
    expect(under([dns(DOMAIN)], [], [dns(DOMAIN), dns("example.com")])).toBe("constraint");
  });

  test("a constraint on hosts applies to an XmppAddr and an SRVName", () => {
    expect(under([dns("example.com")], [], [xmppAddr(DOMAIN)])).toBe("constraint");
    expect(under([dns("example.com")], [], [dns("a.example.com"), srv(`_xmpp-server.${DOMAIN}`)])).toBe("constraint");
  });

  test("a constrained form of name that is not recognized", () => {
    expect(under([email(DOMAIN)], [])).toBe("trusted");
    expect(under([email(DOMAIN)], [], [dns(DOMAIN), email(`a@${DOMAIN}`)])).toBe("constraint");
  });

  test("the subject is constrained as the other names are", () => {
    const constrained = (name: Buffer) =>
      authority("Other", {
        by: root,
        extensions: [basicConstraints(true), nameConstraints({ permitted: [directory(name)] })],
      });
    const unit = distinguishedName([ORGANISATIONAL_UNIT, "Chat"]);
    const subject = distinguishedName([ORGANISATIONAL_UNIT, "CHAT"], [COMMON_NAME, "x"]);
    const other = constrained(unit);
    expect(verdictOn([serverCertificate(other, [dns(DOMAIN)], { subject }), other])).toBe("trusted");
    expect(verdictOn([serverCertificate(other, [dns(DOMAIN)], { subject: "x" }), other])).toBe("constraint");
  });

  test("a constraint on the highest authority holds for all below it", () => {
    const top = authority("Top", {
      extensions: [basicConstraints(true), nameConstraints({ permitted: [dns("example.com")] })],
    });
    const below = authority("Below", { by: top });
    expect(verdictOn([serverCertificate(below, [dns(DOMAIN)]), below], trusting(top))).toBe("constraint");
  });
});

describe("a chain that is verified again", () => {
  const chain = [serverCertificate(middle, [dns(DOMAIN), dns("b.example")], { notAfter: NOW + DAY }).der, middle.der];

  test("each domain has its own verdict", () => {
    const trust = trusting(root);
    expect([DOMAIN, "a.example", "b.example"].map((domain) => trust.verify(chain, domain).trusted)).toEqual([
      ...[true, false, true],
    ]);
  });

  test("a cached result is used for a minute at most, whichever way the clock is set", () => {
    let now = NOW;
    const trust = openTrust({ roots: [root.pem], now: () => now });
    const isTrustedAt = (at: number): boolean => {
      now = at;
      return trust.verify(chain, DOMAIN).trusted;
    };
    const end = NOW + DAY;
    expect([NOW, end, end + 59_000, end + 60_000].map(isTrustedAt)).toEqual([true, true, true, false]);
    expect([NOW, NOW - DAY - 1000, NOW].map(isTrustedAt)).toEqual([true, false, true]);
  });
});

test("the text names some names of the certificate", () => {
  const names = ["a", "b", "c", "d", "e", "f"].map((label) => dns(`${label}.example`));
  const told = (count: number) =>
    trusting(root).verify([serverCertificate(middle, names.slice(0, count)).der, middle.der], DOMAIN);
  expect(told(0)).toMatchObject({ text: expect.stringContaining("for no domain, so not for example.org") });
  const five = "for a.example, b.example, c.example, d.example, e.example";
  expect(told(5)).toMatchObject({ text: expect.stringContaining(`${five}, not for example.org`) });
  expect(told(6)).toMatchObject({ text: expect.stringContaining(`${five}, others, not for example.org`) });
});
