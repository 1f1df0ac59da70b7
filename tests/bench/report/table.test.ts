import { expect, test } from "bun:test";
import type { Measurement, Results } from "../results.ts";
import type { Figure } from "../scenario.ts";
import { formatted } from "./numbers.ts";
import { tableOf } from "./rows.ts";
import { markdownOf } from "./table.ts";

const cpu = (value: number): Figure => ({ name: "CPU", unit: "ms", value, better: "less", aim: 0.1 });
const rate = (value: number, loadShare = 0.5): Figure => ({
  ...{ name: "rate", unit: "/s", value, better: "more", loadShare },
});

/** Figures of each server in each round. */
function resultsOf(servers: Readonly<Record<string, readonly (readonly Figure[])[]>>): Results {
  const measurements = Object.entries(servers).flatMap(([server, rounds]) =>
    rounds.map((figures, index): Measurement => ({ server, round: index + 1, scenario: "chat", figures })),
  );
  return {
    ...{ date: "", machine: "", arrangement: "", skipped: [], seconds: 0, measurements },
    plan: { command: "", rounds: 1, servers: [], scenarios: ["chat"], extent: {} as Results["plan"]["extent"] },
    servers: Object.keys(servers).map((name) => ({ name, title: name, version: "1", setting: "" })),
  };
}

const linesOf = (results: Results): string[] => {
  const { rows, columns } = tableOf(results);
  return markdownOf(rows, columns).split("\n");
};

test("the ratio is jabber-home's figure to the best of the others, in either direction", () => {
  const { rows } = tableOf(
    resultsOf({ "jabber-home": [[cpu(0.5), rate(900)]], a: [[cpu(1), rate(100)]], b: [[cpu(2), rate(300)]] }),
  );
  expect(rows.map(({ ratio }) => ratio)).toEqual([0.5, 3]);
});

test("there is no ratio to zero", () => {
  expect(tableOf(resultsOf({ "jabber-home": [[cpu(1)]], a: [[cpu(0)]] })).rows[0]?.ratio).toBeUndefined();
});

test("a server without a figure has a dash, one without any has no column, and a limit of the load generator is told", () => {
  const lines = linesOf(resultsOf({ "jabber-home": [[cpu(0.05)]], a: [[rate(100, 0.95)]], b: [[]] }));
  expect(lines[0]).toBe("|  | unit | jabber-home | a | aim |");
  expect(lines[3]).toBe("| rate | /s | – | ≥ 100 |  |");
});

test("over several rounds there is the median, and how far the farthest is from it", () => {
  const lines = linesOf(resultsOf({ "jabber-home": [[cpu(0.05)], [cpu(0.04)], [cpu(0.06)]] }));
  expect(lines[2]).toBe("| CPU | ms | 0.05 ± 20 % | ≤ 0.1 |");
});

test("an aim that is missed is in bold", () => {
  expect(linesOf(resultsOf({ "jabber-home": [[cpu(0.2)]], a: [[cpu(0.4)]] }))[2]).toBe(
    "| CPU | ms | **0.2** | 0.4 | ≤ 0.1 | 0.5 |",
  );
});

test("a program that is measured beside a server has a column of its own", () => {
  const lines = linesOf(resultsOf({ "jabber-home": [[cpu(0.05), { ...cpu(0.025), of: "coturn" }]] }));
  expect(lines[0]).toBe("|  | unit | jabber-home | coturn | aim | ours / best other |");
  expect(lines[2]).toBe("| CPU | ms | 0.05 | 0.025 | ≤ 0.1 | 2 |");
});

test("numbers have three significant digits", () => {
  expect([0.061234, 12.345, 123.4, 15234.9].map(formatted)).toEqual(["0.0612", "12.3", "123", "15,235"]);
});
