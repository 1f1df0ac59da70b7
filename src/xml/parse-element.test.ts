/** RFC 7395 §3.3: a text that is one element. */
import { describe, expect, test } from "bun:test";
import { StreamError } from "../stream-error.ts";
import { parseFrame } from "./parse-element.ts";
import { print } from "./print.ts";

const LIMITS = { stanzaBytes: 100, weight: 10_000, depth: 3, attributes: 3 };

function refusalOf(text: string, limits = LIMITS): string | undefined {
  try {
    parseFrame(text, limits);
  } catch (error) {
    if (error instanceof StreamError) return error.condition;
    throw error;
  }
  return undefined;
}

test("§3.3.3: a stanza in a frame carries its content namespace, which is the stream's and not its own", () => {
  const framed = "<message xmlns='jabber:client' to='a'><body>b</body></message>";
  expect(print(parseFrame(framed, LIMITS))).toBe('<message to="a"><body>b</body></message>');
});

test("RFC 6120 §4.8.2: a stanza of another content namespace is none of this stream", () => {
  expect(print(parseFrame("<message xmlns='jabber:server'/>", LIMITS))).toBe('<message xmlns="jabber:server"/>');
});

test("an XML declaration and white space are allowed around it", () => {
  expect(print(parseFrame("<?xml version='1.0'?>\n<a xmlns='b'/>\n", LIMITS))).toBe('<a xmlns="b"/>');
});

describe("less or more than one element is not-well-formed", () => {
  for (const text of [
    "",
    " ",
    "a",
    "<a>",
    "<a",
    "<a/>b",
    "<a/><b/>",
    "<a/></a>",
    "</a>",
    "</>",
    "<a/><",
    "<a/><![CDATA[",
    "\ud800<a/>",
  ]) {
    test(JSON.stringify(text), () => expect(refusalOf(text)).toBe("not-well-formed"));
  }
  test("half a character", () => expect(refusalOf("<a>\udc00</a>")).toBe("not-well-formed"));
});

test("the limits are those of a stream", () => {
  expect(refusalOf("<a><b><c/></b></a>")).toBeUndefined();
  expect(refusalOf("<a><b><c><d/></c></b></a>")).toBe("policy-violation");
  expect(refusalOf("<a b='' c='' d='' e=''/>")).toBe("policy-violation");
  expect(refusalOf(`<a>${"\u20ac".repeat(32)}</a>`)).toBe("policy-violation");
  expect(refusalOf(`<a>${"\u20ac".repeat(31)}</a>`)).toBeUndefined();
});
