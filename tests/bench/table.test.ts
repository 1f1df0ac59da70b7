import { expect, test } from "bun:test";
import { prosody } from "../support/peers/prosody.ts";
import type { Measured } from "./measured.ts";
import type { Figure } from "./scenario.ts";
import { formatted, markdown, rowsOf } from "./table.ts";

const measured = (name: string, figures: readonly Figure[] | Error): Measured => ({
  peer: { ...prosody, name },
  version: "1",
  results: new Map([["chat", figures]]),
  disturbance: new Map(),
});

const cpu = (value: number): Figure => ({ name: "CPU", unit: "ms", value, better: "less", aim: 0.1 });
const rate = (value: number, loadShare = 0.5): Figure => ({
  name: "rate",
  unit: "/s",
  value,
  better: "more",
  loadShare,
});

test("the ratio is jabber-home's figure to the best of the others, in either direction", () => {
  const rows = rowsOf(
    [measured("ours", [cpu(0.5), rate(900)]), measured("a", [cpu(1), rate(100)]), measured("b", [cpu(2), rate(300)])],
    "ours",
  );
  expect(rows.map(({ ratio }) => ratio)).toEqual([0.5, 3]);
});

test("a server without a figure has a dash, and no ratio", () => {
  const all = [measured("ours", new Error("not done")), measured("a", [rate(100, 0.95)])];
  const rows = rowsOf(all, "ours");
  expect(rows[0]?.ratio).toBeUndefined();
  expect(markdown(rows, all).split("\n")[2]).toBe("| chat | rate | /s | – | ≥ 100 |  |  |");
});

test("there is no ratio to zero", () => {
  expect(rowsOf([measured("ours", [cpu(1)]), measured("a", [cpu(0)])], "ours")[0]?.ratio).toBeUndefined();
});

test("numbers have three significant digits", () => {
  expect([0.061234, 12.345, 123.4, 15234.9].map(formatted)).toEqual(["0.0612", "12.3", "123", "15,235"]);
});
