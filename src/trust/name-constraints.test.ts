import { describe, expect, test } from "bun:test";
import {
  address,
  directory,
  distinguishedName,
  dns,
  email,
  nameConstraints,
  ORGANISATION,
  ORGANISATIONAL_UNIT,
  srv,
  xmppAddr,
} from "../../tests/support/certificate/authority.ts";
import { contentsOf, der, inside, onlyValue, sequence, TAG } from "./der.ts";
import { readGeneralName } from "./general-name.ts";
import { permits, readNameConstraints } from "./name-constraints.ts";

type Subtrees = Parameters<typeof nameConstraints>[0];

/** What is inside the extension. */
const insideOf = (extension: Buffer) => contentsOf(inside(onlyValue(extension)).at(-1), TAG.octetString);
const read = (subtrees: Subtrees) => readNameConstraints(insideOf(nameConstraints(subtrees)));
const nameOf = (name: Buffer) => readGeneralName(onlyValue(name, name[0]));
const allows = (subtrees: Subtrees, name: Buffer): boolean => permits(read(subtrees), [nameOf(name)]);

describe("RFC 5280 §4.2.1.10: hosts", () => {
  const permitted = [dns("example.org")];
  const excluded = [dns("example.org")];

  test("adding zero or more labels to the left-hand side satisfies the constraint", () => {
    expect(allows({ permitted }, dns("EXAMPLE.org"))).toBe(true);
    expect(allows({ permitted }, dns("a.b.example.org"))).toBe(true);
    expect(allows({ permitted }, dns("xexample.org"))).toBe(false);
    expect(allows({ permitted }, dns("org"))).toBe(false);
    expect(allows({ excluded }, dns("a.example.org"))).toBe(false);
    expect(allows({ excluded }, dns("xexample.org"))).toBe(true);
  });

  test("the empty name matches all", () => {
    expect(allows({ permitted: [dns("")] }, dns("example.org"))).toBe(true);
    expect(allows({ excluded: [dns("")] }, dns("example.org"))).toBe(false);
  });

  test("a wildcard is permitted where all that it stands for is, and excluded where any is", () => {
    expect(allows({ permitted }, dns("*.example.org"))).toBe(true);
    expect(allows({ permitted: [dns("a.example.org")] }, dns("*.example.org"))).toBe(false);
    expect(allows({ excluded }, dns("*.example.org"))).toBe(false);
    expect(allows({ excluded }, dns("*.org"))).toBe(false);
    expect(allows({ excluded: [dns("a.example.org")] }, dns("*.example.org"))).toBe(false);
    expect(allows({ excluded: [dns("a.b.example.org")] }, dns("*.example.org"))).toBe(true);
  });

  test.each(["example.org\0.evil.example", "ex ample.org", "", "a..example.org", "f*o.example.org"])(
    "%j is no host, and where hosts are constrained it may not be",
    (name) => {
      expect(allows({ permitted }, dns(name))).toBe(false);
      expect(allows({ excluded: [dns("evil.example")] }, dns(name))).toBe(false);
      expect(allows({ permitted: [address(0, 0, 0, 0, 0, 0, 0, 0)] }, dns(name))).toBe(true);
    },
  );

  test("RFC 4985 §4, RFC 6120 §13.7.1.4: what names a host by another form is under the same constraints", () => {
    for (const name of [srv("_xmpp-server.a.example.org"), xmppAddr("a.example.org")]) {
      expect(allows({ permitted }, name)).toBe(true);
      expect(allows({ excluded }, name)).toBe(false);
      expect(allows({ permitted: [dns("example.com")] }, name)).toBe(false);
      expect(allows({ excluded: [dns("example.com")] }, name)).toBe(true);
    }
  });
});

describe("RFC 5280 §4.2.1.10: addresses are an address and its mask", () => {
  const permitted = [address(192, 0, 2, 0, 255, 255, 255, 0)];

  test("within and without", () => {
    expect(allows({ permitted }, address(192, 0, 2, 77))).toBe(true);
    expect(allows({ permitted }, address(192, 0, 3, 77))).toBe(false);
    expect(allows({ excluded: permitted }, address(192, 0, 2, 77))).toBe(false);
    expect(allows({ excluded: permitted }, address(192, 0, 3, 77))).toBe(true);
  });

  test("another family is not within", () => {
    const loopback = address(...Array(15).fill(0), 1);
    expect(allows({ permitted }, loopback)).toBe(false);
    expect(allows({ permitted: [address(...Array(32).fill(0))] }, loopback)).toBe(true);
  });

  test("they do not apply to hosts", () => {
    expect(allows({ permitted }, dns("example.org"))).toBe(true);
  });
});

describe("RFC 5280 §7.1: distinguished names", () => {
  const permitted = [directory(distinguishedName([ORGANISATION, "A  Company"]))];
  const printable = (text: string) =>
    sequence(der(TAG.set, sequence(Buffer.from("060355040a", "hex"), der(0x13, Buffer.from(text)))));

  test("the constraint is their beginning, whatever the case, the spaces and the kind of string", () => {
    expect(allows({ permitted }, directory(printable(" a company ")))).toBe(true);
    const deeper = distinguishedName([ORGANISATION, "A Company"], [ORGANISATIONAL_UNIT, "x"]);
    expect(allows({ permitted }, directory(deeper))).toBe(true);
    expect(allows({ excluded: permitted }, directory(deeper))).toBe(false);
  });

  test("another beginning", () => {
    const other = distinguishedName([ORGANISATIONAL_UNIT, "x"], [ORGANISATION, "A Company"]);
    expect(allows({ permitted }, directory(other))).toBe(false);
    expect(allows({ permitted }, directory(distinguishedName([ORGANISATIONAL_UNIT, "A Company"])))).toBe(false);
    expect(allows({ permitted }, directory(distinguishedName()))).toBe(false);
  });
});

describe("RFC 5280 §4.2.1.10: constraints that cannot be processed are rejected", () => {
  test("a name of a constrained form that is not recognized", () => {
    expect(allows({ permitted: [email("example.org")] }, email("a@example.org"))).toBe(false);
    expect(allows({ excluded: [email("example.com")] }, email("a@example.org"))).toBe(false);
    expect(allows({ excluded: [xmppAddr("example.com")] }, srv("_xmpp-server.example.org"))).toBe(false);
    expect(allows({ permitted: [email("example.org")] }, dns("example.org"))).toBe(true);
  });

  test.each(["3000", "3002a000", "3004a000a100", "", "0500"])("%s constrains nothing", (hex) => {
    expect(() => readNameConstraints(Buffer.from(hex, "hex"))).toThrow(RangeError);
  });

  test("a minimum, a leading period, a wildcard, half an address", () => {
    const subtree = sequence(dns("example.org"), der(0x80, Buffer.of(1)));
    expect(() => readNameConstraints(sequence(der(0xa0, subtree)))).toThrow(RangeError);
    for (const name of [dns(".example.org"), dns("*.example.org"), dns("a b"), address(192, 0, 2, 0)]) {
      expect(() => read({ permitted: [name] })).toThrow(RangeError);
    }
  });

  test("more than MAX_COMPARISONS", () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => dns(`a${at}.example.org`));
    const constraints = read({ permitted: many(200) });
    expect(permits(constraints, many(100).map(nameOf))).toBe(true);
    expect(permits(constraints, many(101).map(nameOf))).toBe(false);
  });
});
