/** What people type, and what they mean. */
import { expect, test } from "bun:test";
import { isPrivateName } from "../src/special-names.ts";
import { parseTypedDomain, parseTypedLocal, parseTypedName, parseTypedPath } from "./parse-typed.ts";

test("a domain is recognised in URLs and addresses", () => {
  for (const typed of [
    "example.com",
    " Example.COM. ",
    "https://example.com/a?b#c",
    "me@example.com",
    "example.com:5222",
  ])
    expect(parseTypedDomain(typed)).toBe("example.com");
});

test("RFC 7622 §3.2: an internationalised domain is kept as people write it", () => {
  expect(parseTypedDomain("Bücher.example")).toBe("bücher.example");
  expect(parseTypedDomain("xn--bcher-kva.example")).toBe("bücher.example");
});

test("anything else is no domain", () => {
  for (const typed of ["", "com", "192.0.2.1", "[2001:db8::1]", "a..b", "-a.example", "exa mple.com", "x".repeat(2000)])
    expect(parseTypedDomain(typed)).toBeUndefined();
});

test("RFC 6761: special-use names are private", () => {
  for (const name of ["localhost", "box.local", "nas.lan", "a.home.arpa", "a.internal"])
    expect(isPrivateName(name)).toBe(true);
  for (const name of ["example.com", "local.example", "mylocal.example"]) expect(isPrivateName(name)).toBe(false);
});

test("RFC 7622 §3.3: a name is what stands before the @, of this domain", () => {
  expect(parseTypedName("Alice", "example.com")).toBe("alice");
  expect(parseTypedName("alice@example.com", "example.com")).toBe("alice");
  for (const typed of ["", "a b", "alice@other.example", "a@b@example.com", 'a"b', "@example.com"])
    expect(parseTypedName(typed, "example.com")).toBeUndefined();
});

test("RFC 7622 §3.3: what stands before the @ of an address; nothing where there is no @", () => {
  for (const typed of [
    "Alice@example.com",
    "xmpp:alice@example.com",
    "xmpp://alice@example.com/x",
    " alice@localhost ",
  ])
    expect(parseTypedLocal(typed)).toBe("alice");
  for (const typed of ["", "example.com", "@example.com", "https://example.com/@me"])
    expect(parseTypedLocal(typed)).toBe("");
  for (const typed of ["a b@example.com", "a@b@example.com"]) expect(parseTypedLocal(typed)).toBeUndefined();
});

test.each([
  ["/etc/ssl/dupont.pem", "/etc/ssl/dupont.pem"],
  ["  /etc/ssl/dupont.pem ", "/etc/ssl/dupont.pem"],
  ["'/srv/my certs/a.pem' ", "/srv/my certs/a.pem"],
  ['"/srv/my certs/a.pem"', "/srv/my certs/a.pem"],
  ["/srv/my\\ certs/a.pem", "/srv/my certs/a.pem"],
  ["~/a.pem", "/home/marie/a.pem"],
  ["file:///srv/my%20certs/a.pem", "/srv/my certs/a.pem"],
  ["''", undefined],
  ["   ", undefined],
])("a pasted path: %s", (typed, meant) => expect(parseTypedPath(typed, "/home/marie")).toBe(meant));
