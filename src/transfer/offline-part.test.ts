/** Messages that wait, with the time at which they came. */
import { expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { offlinePart, takeArrival } from "./offline-part.ts";

const TIME = Date.UTC(2026, 10, 30, 7, 1, 1, 851);
const delay = (from: string, stamp: string): string =>
  `<delay xmlns="urn:xmpp:delay" from="${from}" stamp="${stamp}"/>`;
const part = (children: string, time: number | undefined): string =>
  print(offlinePart(parseElement(`<message>${children}</message>`), "a.example", time)).replace(
    /^.*?<message[^>]*>/,
    "",
  );

test("XEP-0203: a message bears the time, by the domain, unless it has one by it already", () => {
  const end = "</message></offline-messages>";
  const own = delay("a.example", "2026-11-30T07:01:01.851Z");
  expect(part("<body/>", TIME)).toBe(`<body/>${own}${end}`);
  const stamped = delay("a.example", "2020-01-01T00:00:00Z");
  expect(part(stamped, TIME)).toBe(stamped + end);
  const foreign = delay("room.b.example", "2020-01-01T00:00:00Z");
  expect(part(foreign, TIME)).toBe(foreign + own + end);
  expect(part("<body/>", undefined)).toBe(`<body/>${end}`);
});

test("the time at which a message came is taken out of it, and that of others stays", () => {
  const foreign = delay("room.b.example", "2020-01-01T00:00:00Z");
  const message = parseElement(`<message>${foreign}${delay("a.example", "2026-11-30T07:01:01.851Z")}</message>`);
  expect(takeArrival(message, "a.example", 1)).toBe(TIME);
  expect(print(message)).toBe(`<message>${foreign}</message>`);
  expect(takeArrival(parseElement("<message/>"), "a.example", 1)).toBe(1);
});
