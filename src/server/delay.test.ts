import { expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import { delayed, withoutForgedDelay } from "./delay.ts";
import { stanza } from "./testing.ts";

const TIME = Date.parse("2026-01-01T12:00:00Z");
const STAMP = '<delay xmlns="urn:xmpp:delay" from="localhost" stamp="2026-01-01T12:00:00.000Z"/>';

test("XEP-0203 §2: a copy says since when it has waited, the original does not", () => {
  const message = parseElement("<message><body>x</body></message>");
  expect(String(delayed(message, "localhost", TIME))).toBe(`<message><body>x</body>${STAMP}</message>`);
  expect(String(message)).toBe("<message><body>x</body></message>");
});

test("XEP-0203 §2: once is enough, the first time is the right one", () => {
  const once = delayed(parseElement("<message/>"), "localhost", TIME);
  expect(delayed(once, "localhost", TIME + 1)).toBe(once);
});

test("XEP-0203 §5: what others say in the domain's name is taken out, what they say in theirs stays", () => {
  const theirs = '<delay xmlns="urn:xmpp:delay" from="elsewhere.example" stamp="2026-01-01T12:00:00Z"/>';
  const message = stanza("romeo@localhost/x", `<message>${STAMP}<body>x</body>${theirs}</message>`);
  expect(withoutForgedDelay(message, "localhost").xml.children.join("")).toBe(`<body>x</body>${theirs}`);
  expect(withoutForgedDelay(message, "third.example")).toBe(message);
});
