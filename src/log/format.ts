/** Prints an event as one line: for people, for journald, as JSON. */
import type { LogEvent, LogLevel } from "../log.ts";

export type LogFormat = "text" | "syslog" | "json";

/** syslog's severities (RFC 5424 §6.2.1), which journald reads from the prefix `<N>`. */
const SEVERITY: Record<LogLevel, number> = { error: 3, warn: 4, info: 6, debug: 7 };
const COLOUR: Record<LogLevel, string> = { error: "\x1b[31m", warn: "\x1b[33m", info: "\x1b[32m", debug: "\x1b[2m" };
const MAX_VALUE_LENGTH = 4096;

export interface Line {
  readonly level: LogLevel;
  readonly event: LogEvent;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** The line, with its line feed. Values from outside cannot add lines, colours or fields. */
export function printLine({ level, event, time }: Line, format: LogFormat, isColoured: boolean): string {
  if (format === "json") {
    const fields = Object.entries(event).map(([name, value]) => [name, printable(value)]);
    return `${escaped(JSON.stringify({ time: new Date(time).toISOString(), level, ...Object.fromEntries(fields) }))}\n`;
  }
  const { event: name, ...fields } = event;
  const body = [name, ...Object.entries(fields).flatMap(([field, value]) => printField(field, value))].join(" ");
  if (format === "syslog") return `<${SEVERITY[level]}>${body}\n`;
  const date = new Date(time);
  // A terminal needs no date; a file is read on another day, or in another time zone.
  const clock = isColoured ? date.toTimeString().slice(0, 8) : date.toISOString();
  const word = level.padEnd(5);
  return `${clock} ${isColoured ? `${COLOUR[level]}${word}\x1b[0m` : word} ${body}\n`;
}

function printField(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  const safe = printable(value);
  const isList = Array.isArray(safe) && safe.every((item) => typeof item === "string");
  const text = typeof safe === "string" ? safe : isList ? safe.join(",") : JSON.stringify(safe);
  const short = text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
  return [`${name}=${/^[^\s"=\p{C}]+$/u.test(short) ? short : escaped(JSON.stringify(short))}`];
}

const detail = (error: Error): string => error.stack ?? `${error.name}: ${error.message}`;

/** Escapes what JSON leaves as it is and a terminal interprets: C1 controls, and marks that reverse the direction of text. */
const escaped = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A value that JSON can print: the log must not throw for others (cyclic objects, bigint, Infinity). */
function printable(value: unknown): unknown {
  if (value instanceof Error) return detail(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  try {
    return JSON.stringify(value) === undefined ? String(value) : value;
  } catch {
    return String(value);
  }
}
