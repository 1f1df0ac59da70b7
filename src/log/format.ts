/** One event as one line: for people, for journald, for machines. */
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

/** The line with its end. Values from outside cannot add lines, colours or fields. */
export function printLine({ level, event, time }: Line, format: LogFormat, isColoured: boolean): string {
  if (format === "json") {
    const fields = Object.entries(event).map(([name, value]) => [name, printable(value)]);
    return `${clean(JSON.stringify({ time: new Date(time).toISOString(), level, ...Object.fromEntries(fields) }))}\n`;
  }
  const { event: name, ...fields } = event;
  const said = [name, ...Object.entries(fields).flatMap(([field, value]) => printField(field, value))].join(" ");
  if (format === "syslog") return `<${SEVERITY[level]}>${said}\n`;
  const date = new Date(time);
  // Who sits at a terminal knows the day; a file is read some other day, or elsewhere.
  const clock = isColoured ? date.toTimeString().slice(0, 8) : date.toISOString();
  const word = level.padEnd(5);
  return `${clock} ${isColoured ? `${COLOUR[level]}${word}\x1b[0m` : word} ${said}\n`;
}

function printField(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  const known = printable(value);
  const isList = Array.isArray(known) && known.every((item) => typeof item === "string");
  const text = typeof known === "string" ? known : isList ? known.join(",") : JSON.stringify(known);
  const short = text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
  return [`${name}=${/^[^\s"=\p{C}]+$/u.test(short) ? short : clean(JSON.stringify(short))}`];
}

const detail = (error: Error): string => error.stack ?? `${error.name}: ${error.message}`;

/** What JSON leaves as it is, but a terminal obeys: C1 controls, and the marks that reverse the direction of writing. */
const clean = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** What JSON can say; the log must not throw over what it cannot (a circle, a bigint, an infinity). */
function printable(value: unknown): unknown {
  if (value instanceof Error) return detail(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  try {
    return JSON.stringify(value) === undefined ? String(value) : value;
  } catch {
    return String(value);
  }
}
