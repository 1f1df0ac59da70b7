import { expect, test } from "bun:test";
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printLine } from "./format.ts";
import { descriptorSink, logSettings } from "./stderr.ts";
import { type LogSink, openLog } from "./writer.ts";

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);
const info = { level: "info", format: "json", isColoured: false } as const;

/** Takes a text when it is told to. */
function slowSink() {
  const taken: string[] = [];
  const asked: (() => void)[] = [];
  const sink: LogSink = (text) =>
    new Promise((resolve) => {
      asked.push(() => {
        taken.push(text);
        resolve();
      });
    });
  const next = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    asked.shift()?.();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { sink, taken, next };
}

test("the text format has time, level, event and fields", () => {
  const event = {
    event: "session-resumed",
    account: "romeo@montague.example",
    queued: 3,
    gone: undefined,
    at: ["a", "b"],
  };
  const time = Date.UTC(2026, 10, 22, 13, 5, 9);
  expect(printLine({ level: "info", event, time }, "text", false)).toBe(
    "2026-11-22T13:05:09.000Z info  session-resumed account=romeo@montague.example queued=3 at=a,b\n",
  );
  const atTerminal = printLine({ level: "warn", event, time }, "text", true);
  expect(atTerminal).toMatch(/^[0-9]{2}:05:09 \x1b\[33mwarn \x1b\[0m /);
});

test("the syslog format has a severity and no time", () => {
  expect(printLine({ level: "error", event: { event: "x", on: false }, time: NOON }, "syslog", false)).toBe(
    "<3>x on=false\n",
  );
});

test("the JSON format has the stack of an error", () => {
  const line = printLine(
    { level: "error", event: { event: "bug", error: new Error("why"), big: 12n }, time: NOON },
    "json",
    false,
  );
  const parsed = JSON.parse(line);
  expect(parsed).toMatchObject({ time: "2026-11-22T12:00:00.000Z", level: "error", event: "bug", big: "12" });
  expect(parsed.error).toContain("Error: why");
  expect(parsed.error).toContain("log.test.ts");
});

test.each(["text", "syslog", "json"] as const)(
  "values from outside cannot add lines, colours or fields (%s)",
  (format) => {
    const hostile = 'a\nb\r\x1b[31m\x9b31m\u202e\u2028 level=error "x"';
    const line = printLine({ level: "info", event: { event: "x", resource: hostile }, time: NOON }, format, false);
    expect(line.match(/[\n\r\x1b\x9b\u202e\u2028]/gu)).toEqual(["\n"]);
    expect(line).toContain("\\n");
  },
);

test("a long value is truncated", () => {
  const line = printLine({ level: "info", event: { event: "x", y: "z".repeat(1e6) }, time: NOON }, "syslog", false);
  expect(line.length).toBeLessThan(5000);
});

test("less important events than the level are not written, until the level is changed", async () => {
  const { sink, taken, next } = slowSink();
  const log = openLog(info, sink, () => NOON);
  log.debug({ event: "a" });
  log.set({ level: "debug" });
  log.debug({ event: "b" });
  await next();
  expect(taken.join("")).toContain('"event":"b"');
  expect(taken.join("")).not.toContain('"event":"a"');
});

test("lines wait for the reader in order, and logging never blocks", async () => {
  const { sink, taken, next } = slowSink();
  const log = openLog(info, sink, () => NOON);
  log.info({ event: "one" });
  log.info({ event: "two" });
  await next();
  log.info({ event: "three" });
  await next();
  const events = taken
    .join("")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).event);
  expect(events).toEqual(["one", "two", "three"]);
});

test("the queue for a blocked reader is bounded, and the number of dropped lines is logged", async () => {
  const { sink, taken, next } = slowSink();
  const log = openLog(info, sink, () => NOON);
  for (let count = 0; count < 3000; count++) log.info({ event: "flood", y: "z".repeat(1000) });
  await next();
  await next();
  const lines = taken.join("").trim().split("\n");
  expect(lines.length).toBeLessThan(1000);
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ event: "log-lines-lost", count: 3000 - (lines.length - 1) });
});

test("a reader that has closed the pipe does no harm", async () => {
  const log = openLog(
    info,
    () => Promise.reject(new Error("EPIPE")),
    () => NOON,
  );
  log.info({ event: "one" });
  await log.flush();
  log.info({ event: "two" });
  await log.flush();
});

test("a value that JSON cannot print does not throw", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  for (const format of ["text", "json", "syslog"] as const) {
    const event = { event: "x", circle, big: 12n, endless: Number.POSITIVE_INFINITY, work: Symbol("s") };
    expect(printLine({ level: "info", event, time: NOON }, format, false)).toContain("Infinity");
  }
});

test("a descriptor sink writes everything, in order", async () => {
  const directory = mkdtempSync(join(tmpdir(), "log-"));
  const path = join(directory, "log");
  const descriptor = openSync(path, "w");
  try {
    const sink = descriptorSink(descriptor);
    await sink("é".repeat(100_000));
    await sink("end\n");
    expect(readFileSync(path, "utf8")).toBe(`${"é".repeat(100_000)}end\n`);
    closeSync(descriptor);
    await expect(sink("x")).rejects.toThrow();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("the journal is recognized by its device and inode, not by an inherited variable", () => {
  const descriptor = openSync(import.meta.path, "r");
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  expect(logSettings("info", "auto", { JOURNAL_STREAM: `${dev}:${ino}` }, descriptor).format).toBe("syslog");
  expect(logSettings("info", "auto", { JOURNAL_STREAM: "8:1" }, descriptor)).toEqual({ ...info, format: "text" });
  expect(logSettings("info", "json", { JOURNAL_STREAM: `${dev}:${ino}` }, descriptor).format).toBe("json");
  closeSync(descriptor);
});
