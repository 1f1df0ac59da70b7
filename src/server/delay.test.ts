import { describe, expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import { withDelay, withoutForgedDelay } from "./delay.ts";
import { stanza } from "./testing.ts";

const TIME = Date.parse("2026-01-01T12:00:00Z");
const STAMP = '<delay xmlns="urn:xmpp:delay" from="localhost" stamp="2026-01-01T12:00:00.000Z"/>';

test("XEP-0203 §2: the delay is added to a copy, the original is unchanged", () => {
  const message = parseElement("<message><body>x</body></message>");
  expect(String(withDelay(message, "localhost", TIME))).toBe(`<message><body>x</body>${STAMP}</message>`);
  expect(String(message)).toBe("<message><body>x</body></message>");
});

test("XEP-0203 §2: a delay of the same domain stays, and no second one is added", () => {
  const once = withDelay(parseElement("<message/>"), "localhost", TIME);
  expect(withDelay(once, "localhost", TIME + 1)).toBe(once);
});

test("XEP-0203 §5: delays that are forged in the domain's name are removed, those of others stay", () => {
  const theirs = '<delay xmlns="urn:xmpp:delay" from="elsewhere.example" stamp="2026-01-01T12:00:00Z"/>';
  const message = stanza("romeo@localhost/x", `<message>${STAMP}<body>x</body>${theirs}</message>`);
  expect(withoutForgedDelay(message, new Set(["localhost"])).xml.children.join("")).toBe(`<body>x</body>${theirs}`);
  expect(withoutForgedDelay(message, new Set(["third.example"]))).toBe(message);
});

describe("XEP-0203 §5: the domain of a forged delay may be spelt in many ways", () => {
  const ours = new Set(["bücher.example", "other.example"]);
  const left = (delay: string): number =>
    withoutForgedDelay(stanza("romeo@elsewhere.example/x", `<message>${delay}</message>`), ours).xml.children.length;

  test.each([
    "bücher.example",
    "BÜCHER.Example",
    "bu\u0308cher.example",
    "xn--bcher-kva.example",
    "XN--BCHER-KVA.EXAMPLE.",
    "bücher.example.",
    "bücher.example/",
    "bücher.example./",
    "bücher.example/since//then",
    " bücher.example\u00A0",
    "ｂücher．example",
    "other.example",
  ])("%p", (from) => {
    expect(left(`<delay xmlns="urn:xmpp:delay" from="${from}" stamp="2001-01-01T00:00:00Z"/>`)).toBe(0);
    expect(left(`<x xmlns="jabber:x:delay" from="${from}" stamp="20010101T00:00:00"/>`)).toBe(0);
  });

  test.each(["bucher.example", "romeo@bücher.example", "example", "rooms.bücher.example", "@", ""])(
    "%p is somebody else",
    (from) => expect(left(`<delay xmlns="urn:xmpp:delay" from="${from}" stamp="2001-01-01T00:00:00Z"/>`)).toBe(1),
  );

  test("of thousands of delays, all but the first 32 are removed unread", () => {
    const stamps = Array.from({ length: 5000 }, (_, n) => `<delay xmlns="urn:xmpp:delay" from="É${n}.example"/>`);
    expect(left(stamps.join(""))).toBe(32);
  });
});
