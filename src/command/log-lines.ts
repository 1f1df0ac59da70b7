/** Lines of a log file, read again: which of them are meant, and what they say as data. */
import type { LogLevel } from "../log.ts";

export interface LogLine {
  /** Milliseconds since 1970; undefined where the line does not say it. */
  readonly time: number | undefined;
  readonly level: LogLevel | undefined;
  /** What is said, without time and level. */
  readonly text: string;
}

/** Which lines are meant: those that do not say their time or level are not left out because of it. */
export interface LogFilter {
  /** Milliseconds since 1970. */
  readonly since: number | undefined;
  /** This one and more important ones. */
  readonly level: LogLevel | undefined;
  /** A part of the line, in whatever case. */
  readonly grep: string | undefined;
}

/** The most important first. */
export const LOG_LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];

/** By syslog's severities (RFC 5424 §6.2.1). */
export const levelOfSeverity = (severity: number): LogLevel =>
  severity <= 3 ? "error" : severity === 4 ? "warn" : severity <= 6 ? "info" : "debug";

/** A line as log_format writes it: text, JSON, or with a prefix of syslog. */
export function readLogLine(line: string): LogLine {
  const [, time, level, rest] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\w+) +(.*)$/.exec(line) ?? [];
  if (time !== undefined && rest !== undefined) return { time: Date.parse(time), level: levelOf(level), text: rest };
  const [, severity, message] = /^<([0-7])>(.*)$/.exec(line) ?? [];
  if (message !== undefined) return { time: undefined, level: levelOfSeverity(Number(severity)), text: message };
  return jsonLine(line) ?? { time: undefined, level: undefined, text: line };
}

/** MESSAGE of journalctl's JSON: bytes where it is no UTF-8, null where it is very long. */
export function journalText(message: unknown): string {
  if (Array.isArray(message)) return new TextDecoder().decode(Uint8Array.from(message));
  return typeof message === "string" ? message : "";
}

export function isMeant(line: string, { since, level, grep }: LogFilter): boolean {
  const { time, level: its } = readLogLine(line);
  if (since !== undefined && time !== undefined && time < since) return false;
  if (level !== undefined && its !== undefined && LOG_LEVELS.indexOf(its) > LOG_LEVELS.indexOf(level)) return false;
  return grep === undefined || line.toLowerCase().includes(grep.toLowerCase());
}

const levelOf = (word: string | undefined): LogLevel | undefined => LOG_LEVELS.find((level) => level === word);

function jsonLine(line: string): LogLine | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const { time, level, ...fields } = JSON.parse(line) as Record<string, unknown>;
    const moment = typeof time === "string" ? Date.parse(time) : Number.NaN;
    return {
      time: Number.isNaN(moment) ? undefined : moment,
      level: typeof level === "string" ? levelOf(level) : undefined,
      text: JSON.stringify(fields),
    };
  } catch {
    return undefined;
  }
}
