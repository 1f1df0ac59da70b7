import { fullGC, heapStats } from "bun:jsc";
import { describe, expect, test } from "bun:test";
import { StanzaError } from "../stanza-error.ts";
import { domainToAscii, parseDomain } from "./domain.ts";
import { bareJid, forgetParsedJids, makeJid, parseJid, withResource } from "./jid.ts";

const malformed = (work: () => unknown): void => {
  expect(work).toThrow(StanzaError);
  expect(work).toThrow(expect.objectContaining({ condition: "jid-malformed", type: "modify" }));
};

describe("RFC 7622 §3.5, table 1: examples of valid JIDs", () => {
  const valid: readonly [string, string, string, string][] = [
    ["juliet@example.com", "juliet", "example.com", ""],
    ["juliet@example.com/foo", "juliet", "example.com", "foo"],
    ["juliet@example.com/foo bar", "juliet", "example.com", "foo bar"],
    ["juliet@example.com/foo@bar", "juliet", "example.com", "foo@bar"],
    ["foo\\20bar@example.com", "foo\\20bar", "example.com", ""],
    ["fussball@example.com", "fussball", "example.com", ""],
    ["fu\u00DFball@example.com", "fu\u00DFball", "example.com", ""],
    ["\u03C0@example.com", "\u03C0", "example.com", ""],
    ["\u03A3@example.com/foo", "\u03C3", "example.com", "foo"],
    ["\u03C3@example.com/foo", "\u03C3", "example.com", "foo"],
    ["\u03C2@example.com/foo", "\u03C2", "example.com", "foo"],
    ["king@example.com/\u265A", "king", "example.com", "\u265A"],
    ["example.com", "", "example.com", ""],
    ["example.com/foobar", "", "example.com", "foobar"],
    ["a.example.com/b@example.net", "", "a.example.com", "b@example.net"],
  ];
  test.each(valid)("%p", (text, local, domain, resource) => {
    const bare = local ? `${local}@${domain}` : domain;
    const full = resource ? `${bare}/${resource}` : bare;
    expect(parseJid(text)).toEqual({ local, domain, resource, bare, full });
  });
});

describe("RFC 7622 §3.5, table 2: examples of strings that are not JIDs", () => {
  test.each([
    '"juliet"@example.com',
    "foo bar@example.com",
    "@example.com/",
    "henry\u2163@example.com",
    "\u265A@example.com",
    "juliet@",
    "/foobar",
  ])("%p", (text) => malformed(() => parseJid(text)));

  // The table's <juliet@example.com/ foo> contradicts its own text: OpaqueString (RFC 8265 §4.2) allows any space.
  test("a leading space in a resourcepart is OpaqueString's to allow", () =>
    expect(parseJid("juliet@example.com/ foo").resource).toBe(" foo"));
});

describe("RFC 7622 §3.1: no part is empty or longer than 1023 octets", () => {
  test.each([
    "",
    "/",
    "@",
    "juliet@example.com/",
    "@example.com",
    "juliet@/balcony",
    "a@b@c",
    "example.com\n",
    "a\u0000@b",
  ])("%p", (text) => malformed(() => parseJid(text)));

  test("1023 octets in a localpart and a resourcepart, and no more", () => {
    const jid = parseJid(`${"a".repeat(1023)}@example.com/${"é".repeat(511)}x`);
    expect([jid.local.length, Buffer.byteLength(jid.resource)]).toEqual([1023, 1023]);
    malformed(() => parseJid(`${"a".repeat(1024)}@example.com`));
    malformed(() => parseJid(`example.com/${"a".repeat(1024)}`));
    malformed(() => parseJid(`example.com/${"é".repeat(512)}`));
    malformed(() => parseJid(`${"é".repeat(512)}@example.com`));
  });

  test("what counts is the prepared form", () =>
    expect(Buffer.byteLength(parseJid(`example.com/${"e\u0301".repeat(511)}`).resource)).toBe(1022));

  test("a huge text is refused at once", () => malformed(() => parseJid(`a@b/${"\u0661\u200C".repeat(500_000)}`)));
});

describe("RFC 7622 §3.3.1: characters excluded from a localpart", () => {
  test.each([...`"&'/:<>@`])("%p, also in its fullwidth form", (character) => {
    malformed(() => makeJid(`a${character}b`, "example.com"));
    const fullwidth = String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0);
    malformed(() => makeJid(`a${fullwidth}b`, "example.com"));
  });
});

describe("RFC 7622 §3.2: domainpart", () => {
  const valid: readonly [string, string][] = [
    ["EXAMPLE.com", "example.com"],
    ["example.com.", "example.com"],
    ["localhost", "localhost"],
    ["Bücher.example", "bücher.example"],
    ["bu\u0308cher.example", "bücher.example"],
    ["xn--bcher-kva.example", "bücher.example"],
    ["XN--BCHER-KVA.example", "bücher.example"],
    ["ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"],
    ["faß.de", "faß.de"],
    ["παράδειγμα.gr", "παράδειγμα.gr"],
    ["例え.テスト", "例え.テスト"],
    ["אבג.example", "אבג.example"],
    ["नाम.भारत", "नाम.भारत"],
    ["192.0.2.1", "192.0.2.1"],
    ["[2001:DB8:0:0::1]", "[2001:db8::1]"],
    ["[::ffff:192.0.2.1]", "[::ffff:c000:201]"],
  ];
  test.each(valid)("%p is %p", (text, domain) => {
    expect(parseDomain(text)).toBe(domain);
    expect(parseDomain(domain)).toBe(domain);
    expect(parseJid(`juliet@${text}/balcony`).full).toBe(`juliet@${domain}/balcony`);
  });

  test.each([
    ["empty", ""],
    ["empty label", "example..com"],
    ["dots alone", "."],
    ["two final dots", "example.com.."],
    ["hyphen first", "-example.com"],
    ["hyphen last", "example-.com"],
    ["reserved hyphens", "ab--cd.com"],
    ["underscore", "my_host.example"],
    ["space", "exam ple.com"],
    ["port", "example.com:5222"],
    ["line feed", "example.com\n"],
    ["symbol", "\u2603.net"],
    ["symbol in an A-label", "xn--n3h.net"],
    ["A-label that is not punycode", "xn--a\u00FC.net"],
    ["A-label of ASCII", "xn--abc-.net"],
    ["A-label of a capital", "xn--Bcher-kva8445foa"],
    ["roman numeral", "\u2163.example"],
    ["soft hyphen", "exam\u00ADple.com"],
    ["zero width space", "exam\u200Bple.com"],
    ["zero width joiner out of context", "exam\u200Dple.com"],
    ["combining mark first", "\u0301a.example"],
    ["mark on symbols", "a\u20D0.example"],
    ["right-to-left label that ends in Latin", "אa.example"],
    ["label beginning with a digit in a domain written from right to left", "1a.אבג"],
    ["label of 64 octets", `${"a".repeat(64)}.example`],
    ["U-label whose A-label has over 63 octets", `${"ü".repeat(60)}.example`],
    ["254 octets", `${"a.".repeat(127)}com`],
    ["huge", "ü.".repeat(100_000)],
    ["IPv6 without brackets", "2001:db8::1"],
    ["IPv6 not closed", "[2001:db8::1"],
    ["IPv6 with a zone", "[fe80::1%eth0]"],
    ["IPv6 that is none", "[2001:db8]"],
    ["IPv4 in brackets", "[192.0.2.1]"],
  ])("%s: %p", (_, text) => malformed(() => parseDomain(text)));

  test("domainToAscii gives A-labels", () => {
    expect(domainToAscii(parseDomain("Bücher.example"))).toBe("xn--bcher-kva.example");
    expect(domainToAscii("example.com")).toBe("example.com");
    expect(domainToAscii("[2001:db8::1]")).toBe("[2001:db8::1]");
    expect(domainToAscii("192.0.2.1")).toBe("192.0.2.1");
    expect(parseDomain(domainToAscii("παράδειγμα.gr"))).toBe("παράδειγμα.gr");
  });
});

describe("addresses made of parts", () => {
  test("makeJid prepares each part", () =>
    expect(makeJid("Juliet", "EXAMPLE.com.", "Balcony").full).toBe("juliet@example.com/Balcony"));

  test("makeJid takes parts as they are: an at sign or a slash moves nothing", () => {
    malformed(() => makeJid("juliet@evil", "example.com"));
    malformed(() => makeJid("", "juliet@example.com"));
    malformed(() => makeJid("", "example.com/x"));
    expect(makeJid("", "example.com", "a/b@c").full).toBe("example.com/a/b@c");
  });

  test("withResource keeps the account", () => {
    const juliet = parseJid("juliet@example.com");
    expect(withResource(juliet, "Balcony").full).toBe("juliet@example.com/Balcony");
    expect(withResource(withResource(juliet, "a"), "b").full).toBe("juliet@example.com/b");
    expect(withResource(juliet, "a").bare).toBe(juliet.full);
    malformed(() => withResource(juliet, ""));
    malformed(() => withResource(juliet, "a\u0000"));
    expect(bareJid("Juliet@example.com/x")).toBe("juliet@example.com");
  });

  test("what was parsed stays right while thousands of other addresses pass", () => {
    const known = parseJid("Romeo@Example.net/Orchard");
    for (let i = 0; i < 20_000; i++) expect(parseJid(`u${i}@example.net`).local).toBe(`u${i}`);
    expect(parseJid("Romeo@Example.net/Orchard")).toEqual(known);
  });
});

test("an address that is remembered keeps nothing of the text that it was read from", () => {
  fullGC();
  const before = heapStats().extraMemorySize;
  for (let index = 0; index < 500; index += 1) {
    const stanza = `<message to='reader${index}@example.com'>${"x".repeat(100_000)}${index}</message>`;
    parseJid(stanza.slice(13, stanza.indexOf(">") - 1));
  }
  fullGC();
  expect(heapStats().extraMemorySize - before).toBeLessThan(10_000_000);
});

test("addresses that were forgotten are parsed again, with the same result", () => {
  const before = parseJid("Juliet@example.com/balcony");
  forgetParsedJids();
  expect(parseJid("Juliet@example.com/balcony")).toEqual(before);
  expect(parseJid("Juliet@example.com/balcony")).not.toBe(before);
});
