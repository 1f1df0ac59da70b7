import { expect, test } from "bun:test";
import { LANGUAGES } from "../../messages/language.ts";
import type { StatusReport } from "../../operations/status.ts";
import { printScreen, type View } from "./watch-text.ts";
import { samplesIn, watchedOf } from "./watched.ts";

const REPORT = {
  ...{ version: "1.2.3", started: 0, domains: ["example.com"], servers: 3, memory: 80e6, sessions: 1 },
  disk: { free: 5e9, reserve: 1e6, full: false },
} as unknown as StatusReport;

const text = (messages: number, cpu: number): string => `# TYPE jabber_home_stanzas counter
jabber_home_stanzas_total{direction="in",peer="client",kind="message"} ${messages}
jabber_home_stanzas_total{direction="in",peer="client",kind="iq"} 7
jabber_home_cpu_seconds_total ${cpu}
jabber_home_sessions{state="connected"} 4
# EOF
`;
const moment = (time: number, messages: number, cpu: number) => ({ time, metrics: samplesIn(text(messages, cpu)) });
const now = { report: REPORT, findings: [], now: 3_600_000 };

test("what has happened is told by the second; nothing is where the server counts anew", () => {
  const watched = watchedOf(now, moment(3000, 30, 1.5), moment(1000, 10, 1));
  expect(watched).toMatchObject({ connected: 4, messagesIn: 10, stanzas: 10, processor: 25 });
  expect(watchedOf(now, moment(3000, 1, 0.1), moment(1000, 10, 1)).messagesIn).toBeUndefined();
  expect(watchedOf(now, moment(3000, 1, 0.1), undefined).messagesIn).toBeUndefined();
});

const view: View = {
  watched: watchedOf(now, moment(3000, 30, 1.5), moment(1000, 10, 1)),
  log: ["old", "a\u001b[2Jb", "x".repeat(300)],
  interval: 2000,
};

test.each([...LANGUAGES])("%s: as many lines as there are rows, none longer than there are columns", (language) => {
  for (const [columns, rows] of [
    [80, 24],
    [40, 12],
    [20, 3],
    [10, 1],
  ] as const) {
    const lines = printScreen(view, { columns, rows, isColoured: false }, language);
    expect(lines).toHaveLength(rows);
    expect(lines.filter((line) => [...line].length > columns)).toEqual([]);
  }
});

test("the log cannot give commands to the terminal", () => {
  const lines = printScreen(view, { columns: 80, rows: 24, isColoured: false }, "en");
  expect(lines.join("\n")).not.toContain("\u001b");
  expect(lines).toContain("a[2Jb");
});
