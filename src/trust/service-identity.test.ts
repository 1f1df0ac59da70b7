import { describe, expect, test } from "bun:test";
import {
  address,
  authority,
  COMMON_NAME,
  distinguishedName,
  dns,
  email,
  NOW,
  ORGANISATION,
  ORGANISATIONAL_UNIT,
  otherName,
  serverCertificate,
  srv,
  xmppAddr,
} from "../../tests/support/certificate/authority.ts";
import { readCertificate } from "./certificate.ts";
import { openTrust } from "./chain.ts";
import { der, TAG } from "./der.ts";
import { covers, readableNames } from "./service-identity.ts";

const root = authority("Root");
const namesOf = (...names: readonly Buffer[]) => readCertificate(serverCertificate(root, names).der).names;
const isFor = (domain: string, ...names: readonly Buffer[]): boolean => covers(namesOf(...names), domain);

describe("RFC 9525 §6.3: dNSName", () => {
  test("the same name, in whatever case", () => {
    expect(isFor("example.org", dns("Example.ORG"))).toBe(true);
    expect(isFor("example.org", dns("example.com"), dns("example.org"))).toBe(true);
  });

  test.each(["example.com", "org", "chat.example.org", "example.org.evil.example", "xample.org"])("not %s", (name) => {
    expect(isFor("example.org", dns(name))).toBe(false);
  });

  test("the wildcard matches exactly one label", () => {
    expect(isFor("chat.example.org", dns("*.example.org"))).toBe(true);
    expect(isFor("a.chat.example.org", dns("*.example.org"))).toBe(false);
    expect(isFor("example.org", dns("*.example.org"))).toBe(false);
    expect(isFor("a.chat.example.org", dns("*.*.example.org"))).toBe(false);
  });

  test.each(["f*o.example.org", "*oo.example.org", "fo*.example.org", "**.example.org", "foo.*.org", "foo.example.*"])(
    "the wildcard is the whole of the left-most label: not %s",
    (pattern) => {
      expect(isFor("foo.example.org", dns(pattern))).toBe(false);
    },
  );

  test.each(["*.org", "*", "*.", ".example.org", "*..org"])("no wildcard for a top-level domain: not %s", (pattern) => {
    expect(isFor("example.org", dns(pattern))).toBe(false);
  });

  test("§2: internationalised names are compared as A-labels", () => {
    expect(isFor("bücher.example", dns("xn--bcher-kva.example"))).toBe(true);
    expect(isFor("chat.bücher.example", dns("*.xn--bcher-kva.example"))).toBe(true);
    expect(isFor("bücher.example", dns("bücher.example"))).toBe(false);
    expect(isFor("bücher.example", dns("*.example"))).toBe(false);
  });

  test("a NUL ends no name", () => {
    expect(isFor("example.org", dns("example.org\0.evil.example"))).toBe(false);
    expect(isFor("example.org", dns("example.org\0"))).toBe(false);
  });

  test.each(["example.org.", " example.org", "example.org\n", "example.org,DNS:a.example"])("not %j", (name) => {
    expect(isFor("example.org", dns(name))).toBe(false);
  });
});

describe("RFC 4985: SRVName", () => {
  test("of the service xmpp-server", () => {
    expect(isFor("example.org", srv("_xmpp-server.example.org"))).toBe(true);
    expect(isFor("bücher.example", srv("_xmpp-server.xn--bcher-kva.example"))).toBe(true);
  });

  test.each([
    "_xmpp-client.example.org",
    "_https.example.org",
    "example.org",
    "_xmpp-server.a.example.org",
    "_xmpp-server",
  ])("not %s", (name) => {
    expect(isFor("example.org", srv(name))).toBe(false);
  });

  test("§2: no wildcard", () => {
    expect(isFor("chat.example.org", srv("_xmpp-server.*.example.org"))).toBe(false);
  });
});

describe("RFC 6120 §13.7.1.4: XmppAddr", () => {
  test("a domain, as people write it", () => {
    expect(isFor("example.org", xmppAddr("example.org"))).toBe(true);
    expect(isFor("bücher.example", xmppAddr("Bücher.example"))).toBe(true);
    expect(isFor("bücher.example", xmppAddr("xn--bcher-kva.example"))).toBe(true);
  });

  test.each(["admin@example.org", "example.org/x", "*.example.org", "example.org\0", ""])("not %j", (name) => {
    expect(isFor("example.org", xmppAddr(name))).toBe(false);
    expect(isFor("a.example.org", xmppAddr(name))).toBe(false);
  });

  test("it is a UTF8String, and nothing else", () => {
    const text = Buffer.from("example.org");
    expect(isFor("example.org", otherName("1.3.6.1.5.5.7.8.5", der(0x16, text)))).toBe(false);
    expect(isFor("example.org", otherName("1.3.6.1.5.5.7.8.9", der(TAG.utf8String, text)))).toBe(false);
    expect(isFor("example.org", otherName("1.3.6.1.5.5.7.8.5", der(TAG.utf8String, Buffer.of(0xff))))).toBe(false);
  });
});

describe("RFC 9525 §6.5: an address is compared octet by octet", () => {
  test("with iPAddress", () => {
    expect(isFor("192.0.2.1", address(192, 0, 2, 1))).toBe(true);
    expect(isFor("192.0.2.2", address(192, 0, 2, 1))).toBe(false);
    const v6 = address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    expect(isFor("[2001:db8::1]", v6)).toBe(true);
    expect(isFor("[2001:db8::2]", v6)).toBe(false);
  });

  test("with no dNSName that looks like it, and with nothing of another length", () => {
    expect(isFor("192.0.2.1", dns("192.0.2.1"), dns("*.0.2.1"), xmppAddr("192.0.2.1"))).toBe(false);
    expect(isFor("192.0.2.1", address(192, 0, 2, 1, 0), address())).toBe(false);
  });
});

describe("RFC 9525 §2: the common name identifies no server", () => {
  const trust = openTrust({ roots: [root.pem], now: () => NOW });
  const verdictOn = (subject: Buffer, names: readonly Buffer[]) =>
    trust.verify([serverCertificate(root, names, { subject }).der], "example.org");

  test("a common name alone", () => {
    expect(verdictOn(distinguishedName([COMMON_NAME, "example.org"]), [])).toMatchObject({ problem: "wrong-name" });
  });

  test("a common name beside other names", () => {
    const verdict = verdictOn(distinguishedName([COMMON_NAME, "example.org"]), [dns("example.com")]);
    expect(verdict).toMatchObject({ problem: "wrong-name", text: expect.stringContaining("for example.com, not for") });
  });

  test.each([
    [ORGANISATIONAL_UNIT, "CN=example.org,"],
    [ORGANISATION, "x\nDNS:example.org"],
    [COMMON_NAME, "x, DNS:example.org"],
  ])("a subject that reads like a name to a careless reader: %s=%j", (type, value) => {
    expect(verdictOn(distinguishedName([type, value]), [email("a@example.org")])).toMatchObject({
      problem: "wrong-name",
    });
  });
});

test("readableNames has hosts and addresses, each once", () => {
  const names = namesOf(
    dns("b.example"),
    srv("_xmpp-server.b.example"),
    address(127, 0, 0, 1),
    dns("\x1b[31m"),
    email("x"),
  );
  expect(readableNames(names, 5)).toEqual(["b.example", "127.0.0.1"]);
  expect(readableNames(names, 1)).toEqual(["b.example"]);
});
