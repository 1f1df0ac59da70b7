import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceMessages } from "../messages/service.ts";
import { isMeant, journalText, readLogLine } from "./log-lines.ts";
import { journalCommand, lastLines } from "./log-source.ts";

const ALL = { lines: 100, follow: false, since: undefined, level: undefined, grep: undefined };
const NOON = Date.UTC(2026, 10, 30, 12);
const text = (minute: number, level: string, event: string): string =>
  `2026-11-30T12:0${minute}:00.000Z ${level.padEnd(5)} ${event}`;

test("a service's log is in the journal", () => {
  expect(journalCommand(ALL)).toEqual(["journalctl", "--unit=jabber-home", "--no-pager", "--lines=100"]);
  expect(journalCommand({ ...ALL, follow: true, level: "warn", since: NOON, grep: "a.b" }).slice(4)).toEqual([
    `--since=@${NOON / 1000}`,
    "--priority=4",
    "--grep=a\\.b",
    "--case-sensitive=false",
    "--follow",
  ]);
});

test("the three formats of a log are read again", () => {
  const event = { time: NOON, level: "warn", text: "disk-low free=1" } as const;
  expect(readLogLine(text(0, "warn", "disk-low free=1"))).toEqual(event);
  expect(readLogLine("<4>disk-low free=1")).toEqual({ ...event, time: undefined });
  expect(readLogLine('{"time":"2026-11-30T12:00:00.000Z","level":"warn","event":"disk-low"}')).toEqual({
    ...event,
    text: '{"event":"disk-low"}',
  });
  expect(readLogLine("{ panic")).toEqual({ time: undefined, level: undefined, text: "{ panic" });
});

test("what is meant: from a time on, as important or more, with a text in whatever case", () => {
  const line = text(5, "info", "authenticated account=Alice@example.com");
  expect(isMeant(line, ALL)).toBe(true);
  expect(isMeant(line, { ...ALL, since: NOON + 300_001 })).toBe(false);
  expect(isMeant(line, { ...ALL, since: NOON + 300_000 })).toBe(true);
  expect(isMeant(line, { ...ALL, level: "warn" })).toBe(false);
  expect(isMeant(line, { ...ALL, level: "info" })).toBe(true);
  expect(isMeant(line, { ...ALL, grep: "alice@" })).toBe(true);
  expect(isMeant(line, { ...ALL, grep: "a.ice" })).toBe(false);
  expect(isMeant("what a crash says", { ...ALL, level: "error", since: NOON })).toBe(true);
});

test("the last lines of a file that are meant; what is not written to its end yet is left to those who follow", async () => {
  const folder = mkdtempSync(join(tmpdir(), "logs-"));
  try {
    const path = join(folder, "server.log");
    const lines = [text(0, "info", "é"), text(1, "warn", "two"), text(2, "info", "three"), text(3, "warn", "four")];
    writeFileSync(path, `${lines.join("\n")}\nhalf`);
    const whole = Buffer.byteLength(`${lines.join("\n")}\n`);
    expect(await lastLines(path, { ...ALL, lines: 2 })).toEqual({ lines: lines.slice(2), bytes: whole });
    expect((await lastLines(path, { ...ALL, level: "warn" })).lines).toEqual([lines[1] ?? "", lines[3] ?? ""]);
    expect((await lastLines(path, { ...ALL, lines: 0 })).lines).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("where the log is fits a terminal, in every language", () => {
  for (const { logs } of Object.values(serviceMessages))
    for (const text of [logs.elsewhere(123_456, "/dev/pts/12"), logs.notRunning("jabber-home run")])
      expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test("what the journal has is a text, also where it is no UTF-8 or too long", () => {
  expect([journalText("Überfall"), journalText([...Buffer.from("bo\xefte", "latin1")]), journalText(null)]).toEqual([
    "Überfall",
    "bo\ufffdte",
    "",
  ]);
});
