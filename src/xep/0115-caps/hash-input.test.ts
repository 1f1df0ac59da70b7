/** XEP-0115 §5: the examples, and what they leave open. */
import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { parseElement } from "../../xml/parse-element.ts";
import { featuresIn, hashInput } from "./hash-input.ts";

const INFO = "http://jabber.org/protocol/disco#info";

const inputOf = (inner: string): string | undefined =>
  hashInput(parseElement(`<query xmlns="${INFO}">${inner}</query>`).getChildElements());
const feature = (name: string): string => `<feature var="${name}"/>`;
const field = (name: string, ...values: string[]): string =>
  `<field var="${name}">${values.map((value) => `<value>${value}</value>`).join("")}</field>`;
const form = (type: string, inner = "", kind = "hidden"): string =>
  `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="${kind}"><value>${type}</value></field>${inner}</x>`;

test("§5.3: the complex example", () => {
  const software = [
    field("ip_version", "ipv6", "ipv4"),
    field("os", "Mac"),
    field("os_version", "10.5.1"),
    field("software", "Psi"),
    field("software_version", "0.11"),
  ];
  const input = inputOf(
    '<identity xml:lang="en" category="client" name="Psi 0.11" type="pc"/>' +
      '<identity xml:lang="el" category="client" name="Ψ 0.11" type="pc"/>' +
      ["http://jabber.org/protocol/muc", "http://jabber.org/protocol/disco#items", INFO].map(feature).join("") +
      feature("http://jabber.org/protocol/caps") +
      form("urn:xmpp:dataforms:softwareinfo", software.join("")),
  );
  expect(
    createHash("sha1")
      .update(input ?? "")
      .digest("base64"),
  ).toBe("q07IKJEyjvHSyhy//CH0CxmKi8w=");
});

test("§5.1: what is sorted are the names, without what is put behind them", () => {
  expect(inputOf(["a10", "a1", "a"].map(feature).join(""))).toBe("a<a1<a10<");
  expect(inputOf(form("t", field("v1") + field("v", "b1", "b")))).toBe("t<v<b<b1<v1<");
  expect(inputOf(form("t1") + form("t"))).toBe("t<t1<");
});

test("§5.1, step 2: identities are sorted by category, then by type, then by language", () => {
  const identity = (category: string, type: string, lang: string): string =>
    `<identity category="${category}" type="${type}" xml:lang="${lang}"/>`;
  const input = inputOf(
    identity("a-b", "x", "") + identity("a", "y-", "de") + identity("a", "y", "fr") + identity("a", "y", "en"),
  );
  expect(input).toBe("a/y/en/<a/y/fr/<a/y-/de/<a-b/x//<");
});

test("§5.4, step 3: what is ill-formed", () => {
  const identity = '<identity category="client" type="pc"/>';
  expect(inputOf(identity + identity)).toBeUndefined();
  expect(inputOf(feature("a") + feature("a"))).toBeUndefined();
  expect(inputOf(form("t") + form("t"))).toBeUndefined();
  expect(inputOf(form("t", '<field var="FORM_TYPE" type="hidden"><value>u</value></field>'))).toBeUndefined();
});

test("§5.4, step 3: a form without a hidden FORM_TYPE is ignored, and nothing else with it", () => {
  expect(inputOf(feature("a") + form("t", "", "text-single"))).toBe("a<");
  expect(inputOf(`${feature("a")}<x xmlns="jabber:x:data" type="result">${field("v", "1")}</x>`)).toBe("a<");
});

test("whatever was hashed counts as a feature, so that no answer with the same hash has fewer", () => {
  const honest = inputOf(["a", "b+notify", "c+notify"].map(feature).join("")) ?? "";
  const forged = inputOf(feature("a") + form("b+notify", field("c+notify"))) ?? "";
  expect(forged).toBe(honest);
  expect([...featuresIn(forged)]).toEqual(["a", "b+notify", "c+notify"]);
});
