import { describe, expect, test } from "bun:test";
import { StreamError } from "../stream-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { readHeader } from "./header.ts";
import { streamHeader } from "./testing.ts";

const expected = {
  domains: new Set(["localhost", "köln.example"]),
  contentNamespace: "jabber:client",
  domain: undefined,
};

const conditionOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof StreamError) return error.condition;
    throw error;
  }
  return "none";
};

test("RFC 6120 §4.7: the attributes of a header, prepared", () => {
  const header = streamHeader('to="KÖLN.example." from="Romeo@LocalHost" version="1.0" xml:lang="de-CH"');
  expect(readHeader(header, expected)).toEqual({ domain: "köln.example", from: "romeo@localhost", language: "de-CH" });
});

test("RFC 7622 §3.2: A-labels are the same domain", () => {
  expect(readHeader(streamHeader('to="xn--kln-sna.example" version="1.0"'), expected).domain).toBe("köln.example");
});

test("attributes that are absent or make no sense are left out", () => {
  for (const more of ["", 'from="@" xml:lang="&lt;"', `xml:lang="${"x".repeat(100)}"`]) {
    const { from, language } = readHeader(streamHeader(`to="localhost" version="1.0" ${more}`), expected);
    expect([from, language]).toEqual([undefined, undefined]);
  }
});

describe("RFC 6120 §4.9.3: what is refused", () => {
  test.each([
    ['to="elsewhere" version="1.0"', "host-unknown"],
    ['to="a b" version="1.0"', "host-unknown"],
    ['to="" version="1.0"', "host-unknown"],
    ['version="1.0"', "host-unknown"],
    ['to="localhost"', "unsupported-version"],
    ['to="localhost" version="0.9"', "unsupported-version"],
    ['to="localhost" version="1"', "unsupported-version"],
    ['to="localhost" version="00.9"', "unsupported-version"],
  ])("%s: %s", (attributes, condition) => {
    expect(conditionOf(() => readHeader(streamHeader(attributes), expected))).toBe(condition);
  });

  test.each([["1.0"], ["01.0"], ["1.1"], ["2.0"]])("§4.7.5: version %s is not", (version) => {
    expect(conditionOf(() => readHeader(streamHeader(`to="localhost" version="${version}"`), expected))).toBe("none");
  });

  test.each([
    ['<stream:stream xmlns:stream="urn:x" xmlns="jabber:client" to="localhost" version="1.0"/>', "invalid-namespace"],
    [
      '<a:b xmlns:a="http://etherx.jabber.org/streams" xmlns="jabber:client" to="localhost" version="1.0"/>',
      "bad-format",
    ],
    [
      '<a:stream xmlns:a="http://etherx.jabber.org/streams" xmlns="jabber:server" to="localhost" version="1.0"/>',
      "invalid-namespace",
    ],
  ])("%s: %s", (text, condition) => {
    expect(conditionOf(() => readHeader(parseElement(text), expected))).toBe(condition);
  });

  test("another domain than the authenticated account's", () => {
    const signedIn = { ...expected, domain: "localhost" };
    expect(conditionOf(() => readHeader(streamHeader('to="köln.example" version="1.0"'), signedIn))).toBe(
      "not-authorized",
    );
    expect(conditionOf(() => readHeader(streamHeader('to="LOCALHOST" version="1.0"'), signedIn))).toBe("none");
  });
});
