/** The log's way out of the process: standard error. */
import { fstatSync, write } from "node:fs";
import { isatty } from "node:tty";
import type { LogLevel } from "../log.ts";
import type { LogFormat } from "./format.ts";
import { type LogSettings, type LogSink, type LogWriter, openLog } from "./writer.ts";

const RETRY_MILLISECONDS = 20;
const STDERR = 2;

/** As config.toml says (`log_format` may be "auto"), for this process. */
export function openStderrLog(level: LogLevel, format: LogFormat | "auto"): LogWriter {
  return openLog(logSettings(level, format, process.env, STDERR), descriptorSink(STDERR), Date.now);
}

/** `descriptor` is where the log goes: a terminal may have colours (unless NO_COLOR), the journal wants prefixes. */
export function logSettings(
  level: LogLevel,
  format: LogFormat | "auto",
  env: Readonly<Record<string, string | undefined>>,
  descriptor: number,
): LogSettings {
  const chosen = format !== "auto" ? format : isJournal(env.JOURNAL_STREAM, descriptor) ? "syslog" : "text";
  return { level, format: chosen, isColoured: chosen === "text" && !env.NO_COLOR && isatty(descriptor) };
}

/** systemd.exec(5): JOURNAL_STREAM is inherited by everything in a session; only the same device and inode mean this stream. */
function isJournal(stream: string | undefined, descriptor: number): boolean {
  if (!stream) return false;
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  return stream === `${dev}:${ino}`;
}

/** Writes in the thread pool, where a full pipe holds up nobody. */
export function descriptorSink(descriptor: number): LogSink {
  const writeFrom = (bytes: Uint8Array, from: number, done: (error?: Error) => void): void => {
    write(descriptor, bytes, from, bytes.length - from, null, (error, count) => {
      if (error?.code === "EAGAIN") setTimeout(writeFrom, RETRY_MILLISECONDS, bytes, from, done);
      else if (error) done(error);
      else if (from + count < bytes.length) writeFrom(bytes, from + count, done);
      else done();
    });
  };
  return (text) =>
    new Promise((resolve, reject) => {
      writeFrom(new TextEncoder().encode(text), 0, (error) => (error ? reject(error) : resolve()));
    });
}
