import { expect, test } from "bun:test";
import { xml } from "../stanza.ts";
import { weightOf } from "../xml/weight.ts";
import { Backlog } from "./backlog.ts";

const message = (id: number) => xml("message", { id });

test("hands out portions until there is none", () => {
  const [one, two, three] = [message(1), message(2), message(3)];
  const portions = [[one, two], [three]];
  const backlog = new Backlog(() => portions.shift() ?? []);
  expect(backlog.isEmpty).toBe(false);
  expect(backlog.nextPortion()).toEqual([one, two]);
  expect([backlog.isPortion(one), backlog.isPortion(two), backlog.isPortion(three)]).toEqual([true, true, false]);
  expect(backlog.nextPortion()).toEqual([three]);
  expect([backlog.isPortion(one), backlog.isPortion(three), backlog.isEmpty]).toEqual([false, true, false]);
  expect(backlog.nextPortion()).toEqual([]);
  expect(backlog.isEmpty).toBe(true);
});

test("keeps what comes meanwhile, in order, and knows how much it is", () => {
  const backlog = new Backlog(() => []);
  const stanzas = [message(1), xml("iq", { id: "é" })];
  for (const stanza of stanzas) backlog.putBehind(stanza);
  expect(backlog.behind).toEqual(stanzas);
  expect(backlog.bytesBehind).toBe(Buffer.byteLength(stanzas.join("")));
  expect(backlog.weight).toBe(stanzas.reduce((sum, stanza) => sum + weightOf(stanza), 0));
});
