import { expect, test } from "bun:test";
import { xml } from "../stanza.ts";
import { parseElement } from "../xml/parse-element.ts";
import { weightOf } from "../xml/weight.ts";
import { keepsOrderWithBacklog, OfflineBacklog } from "./offline-backlog.ts";

const message = (id: number) => xml("message", { id });

test("portions are read until one is empty", () => {
  const [one, two, three] = [message(1), message(2), message(3)];
  const portions = [[one, two], [three]];
  const backlog = new OfflineBacklog(() => portions.shift() ?? []);
  expect(backlog.isEmpty).toBe(false);
  expect(backlog.nextPortion()).toEqual([one, two]);
  expect([backlog.isInPortion(one), backlog.isInPortion(two), backlog.isInPortion(three)]).toEqual([true, true, false]);
  expect(backlog.nextPortion()).toEqual([three]);
  expect([backlog.isInPortion(one), backlog.isInPortion(three), backlog.isEmpty]).toEqual([false, true, false]);
  expect(backlog.nextPortion()).toEqual([]);
  expect(backlog.isEmpty).toBe(true);
});

test("of each portion, what has been acknowledged is told once", () => {
  const [one, two, three, other] = [message(1), message(2), message(3), message(4)];
  const portions = [[one, two], [three]];
  const told: number[] = [];
  const backlog = new OfflineBacklog(
    () => portions.shift() ?? [],
    (count) => void told.push(count),
  );
  const left = (...stanzas: ReturnType<typeof message>[]): void =>
    backlog.acknowledged(stanzas.map((stanza) => ({ stanza })));
  left(other);
  backlog.nextPortion();
  left(one, other, two);
  left(other, two);
  left(two);
  left(other);
  left();
  expect(told.splice(0)).toEqual([1, 2]);
  backlog.nextPortion();
  left();
  expect(told).toEqual([1]);
});

test("what is sent meanwhile is queued in order, and its size is known", () => {
  const backlog = new OfflineBacklog(() => []);
  const stanzas = [message(1), xml("iq", { id: "é" })];
  for (const stanza of stanzas) backlog.enqueue(stanza);
  expect(backlog.queued).toEqual(stanzas);
  expect(backlog.queuedBytes).toBe(Buffer.byteLength(stanzas.join("")));
  expect(backlog.weight).toBe(stanzas.reduce((sum, stanza) => sum + weightOf(stanza), 0));
});

test.each([
  ["<message/>", true],
  ['<message type="chat"/>', true],
  ['<message type="normal"/>', true],
  ['<message type="groupchat"/>', false],
  ['<message type="headline"/>', false],
  ['<message type="error"/>', false],
  ['<message><result xmlns="urn:xmpp:mam:2"/></message>', false],
  ["<presence/>", false],
  ['<iq type="result"/>', false],
])("whether %s keeps its order behind offline messages: %p", (stanza, expected) => {
  expect(keepsOrderWithBacklog(parseElement(stanza))).toBe(expected);
});
