/** XEP-0115 §5.4: the limits of a disco#info that is verified. */
import { expect, test } from "bun:test";
import { xml } from "../../stanza.ts";
import { isBounded } from "./disco-queries.ts";

const features = (count: number, prefix = "f") =>
  Array.from({ length: count }, (_, n) => xml("feature", { var: `${prefix}${n}` }));
const form = (values: number) =>
  xml("x", {}, xml("field", { var: "a" }, ...Array.from({ length: values }, () => xml("value", {}, "v"))));

test("a client with many features is within the limits", () => {
  expect(isBounded(xml("query", {}, ...features(300, "urn:xmpp:a-name-of-ordinary-length:"), form(100)))).toBe(true);
});

test("thousands of features, forms, fields or values exceed the limits", () => {
  expect(isBounded(xml("query", {}, ...features(1000)))).toBe(true);
  expect(isBounded(xml("query", {}, ...features(1001)))).toBe(false);
  expect(isBounded(xml("query", {}, form(499)))).toBe(true);
  expect(isBounded(xml("query", {}, form(500)))).toBe(false);
  expect(isBounded(xml("query", {}, ...Array.from({ length: 334 }, () => form(0)), ...features(333)))).toBe(false);
});

test("long attributes and texts exceed the limits", () => {
  const value = (length: number) => xml("x", {}, xml("field", {}, xml("value", {}, "v".repeat(length))));
  expect([isBounded(xml("query", {}, value(32_000))), isBounded(xml("query", {}, value(32_001)))]).toEqual([
    true,
    false,
  ]);
  const name = (length: number) => xml("identity", { name: "n".repeat(length) });
  expect([isBounded(xml("query", {}, name(32_000))), isBounded(xml("query", {}, name(32_001)))]).toEqual([true, false]);
});
