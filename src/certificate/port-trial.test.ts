/** What an authority says of where it has connected to: fields of Boulder, which may be anything. */
import { expect, test } from "bun:test";
import { connectionOf } from "./authorizations.ts";

const recordsOf = (...validationRecord: unknown[]) => connectionOf({ validationRecord });

test("the last record counts, after redirects; addresses that did not answer are named once", () => {
  const last = { addressUsed: "192.0.2.1", addressesTried: ["2001:DB8::1", "192.0.2.1"] };
  expect(recordsOf({ addressUsed: "198.51.100.1" }, last)).toEqual({
    address: "192.0.2.1",
    unanswered: ["2001:db8::1"],
  });
});

test.each([
  [undefined],
  ["x"],
  [null],
  [{ addressUsed: "\u001b[2J" }],
  [{ addressUsed: 7, addressesTried: "192.0.2.1" }],
  [{ addressesTried: ["<b>", {}, "\u0007"] }],
])("%j is no address", (record) => {
  expect(recordsOf(record)).toEqual({ address: undefined, unanswered: [] });
});

test("what is long without end is bounded", () => {
  const tried = Array.from({ length: 10_000 }, (_, at) => `192.0.${at >> 8}.${at & 255}`);
  expect(recordsOf({ addressesTried: tried }).unanswered).toHaveLength(10);
});
