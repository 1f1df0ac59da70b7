import { expect, test } from "bun:test";
import { type ArchiveOf, Deliveries } from "./deliveries.ts";

const AFTER_KILL: ArchiveOf = { loss: "kill", copies: 1, whose: "recipient" };

/** One message, known so, and what is said of an archive that has it so often. */
function said(known: { isAcknowledged?: true; isSeen?: true; isRefused?: true; times?: number }, count: number) {
  const deliveries = new Deliveries("way", { isBetweenServers: true });
  Object.assign(deliveries.sent("m", "alice@one.example"), known);
  const ids = Array.from({ length: count }, () => "m");
  return (after: Partial<ArchiveOf> = {}) => deliveries.faultsOf("archive", ids, { ...AFTER_KILL, ...after }).length;
}

test("what was acknowledged is missed, after a power cut as well", () => {
  const of = said({ isAcknowledged: true }, 0);
  expect([of(), of({ loss: "power" })]).toEqual([1, 1]);
});

test("what was seen and not acknowledged may be gone after a power cut alone", () => {
  const of = said({ isSeen: true }, 0);
  expect([of(), of({ loss: "power" })]).toEqual([1, 0]);
});

test("what came back as an error need not have arrived, and must not have", () => {
  const known = { isAcknowledged: true, isRefused: true } as const;
  expect([said(known, 0)(), said(known, 1)(), said(known, 1)({ whose: "sender" })]).toEqual([0, 1, 0]);
});

test("what was sent again after an error may have arrived", () =>
  expect(said({ isRefused: true, times: 2 }, 1)()).toBe(0));

test("what was sent once arrives once, or as often as power was cut after it had left", () => {
  const of = said({ isAcknowledged: true }, 2);
  expect([of(), of({ copies: 2 }), of({ copies: 2, whose: "sender" })]).toEqual([1, 0, 1]);
});

test("order counts among messages that were sent once", () => {
  const deliveries = new Deliveries("way");
  for (const id of ["a", "b", "c"]) deliveries.sent(id, "alice@one.example");
  expect(deliveries.faultsOf("archive", ["a", "c", "b"], AFTER_KILL)).toHaveLength(1);
  const [c] = [deliveries.get("c")];
  if (c) c.times = 2;
  expect(deliveries.faultsOf("archive", ["a", "c", "b"], AFTER_KILL)).toHaveLength(0);
});

test("what was never sent is noticed", () => {
  expect(new Deliveries("way").faultsOf("archive", ["m"], AFTER_KILL)).toHaveLength(1);
});
