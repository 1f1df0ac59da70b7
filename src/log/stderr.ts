/** The log on standard error. */
import { fstatSync, write } from "node:fs";
import { isatty } from "node:tty";
import type { LogLevel } from "../log.ts";
import type { LogFormat } from "./format.ts";
import { type LogSettings, type LogSink, type LogWriter, openLog } from "./writer.ts";

const RETRY_MS = 20;
const STDERR = 2;

/** For this process, with the settings of config.toml (`log_format` may be "auto"). */
export function openStderrLog(level: LogLevel, format: LogFormat | "auto"): LogWriter {
  return openLog(logSettings(level, format, process.env, STDERR), descriptorSink(STDERR), Date.now);
}

/** `descriptor`: where the log goes. A terminal has colours (unless NO_COLOR), the journal has prefixes. */
export function logSettings(
  level: LogLevel,
  format: LogFormat | "auto",
  env: Readonly<Record<string, string | undefined>>,
  descriptor: number,
): LogSettings {
  const chosen = format !== "auto" ? format : isJournal(env.JOURNAL_STREAM, descriptor) ? "syslog" : "text";
  return { level, format: chosen, isColoured: chosen === "text" && !env.NO_COLOR && isatty(descriptor) };
}

/** systemd.exec(5): JOURNAL_STREAM is inherited; only its device and inode tell whether this descriptor is the journal. */
function isJournal(stream: string | undefined, descriptor: number): boolean {
  if (!stream) return false;
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  return stream === `${dev}:${ino}`;
}

/** Writes in the thread pool, so that a full pipe does not block the server. */
export function descriptorSink(descriptor: number): LogSink {
  const writeFrom = (bytes: Uint8Array, from: number, done: (error?: Error) => void): void => {
    write(descriptor, bytes, from, bytes.length - from, null, (error, count) => {
      if (error?.code === "EAGAIN") setTimeout(writeFrom, RETRY_MS, bytes, from, done);
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
