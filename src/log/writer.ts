/** The log: events go into a queue and are written behind the server's back, so that a stuck reader stops nobody. */
import type { LogEvent, Logger, LogLevel } from "../log.ts";
import { type LogFormat, printLine } from "./format.ts";

const ORDER: readonly LogLevel[] = ["error", "warn", "info", "debug"];
const QUEUE_BYTES = 1_000_000;

export interface LogSettings {
  /** The least important level that is still written. */
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly isColoured: boolean;
}

/** Where lines go; resolves when all was taken. */
export type LogSink = (text: string) => Promise<void>;

export interface LogWriter extends Logger {
  /** From now on. */
  set(settings: Partial<LogSettings>): void;
  /** Resolves when nothing waits any more: before the process ends (a stuck reader makes it wait for ever). */
  flush(): Promise<void>;
}

/** `now` gives milliseconds since 1970. Over a megabyte of waiting lines, further ones are counted instead of kept. */
export function openLog(settings: LogSettings, sink: LogSink, now: () => number): LogWriter {
  let current = settings;
  let waiting: string[] = [];
  let size = 0;
  let lost = 0;
  let writing: Promise<void> | undefined;

  const print = (level: LogLevel, event: LogEvent) =>
    printLine({ level, event, time: now() }, current.format, current.isColoured);

  const take = (): string => {
    if (lost > 0) waiting.push(print("warn", { event: "log-lines-lost", count: lost }));
    const text = waiting.join("");
    waiting = [];
    size = 0;
    lost = 0;
    return text;
  };

  const drain = async (): Promise<void> => {
    // The lines of one turn of the event loop go together.
    await Promise.resolve();
    try {
      while (waiting.length > 0) await sink(take());
    } catch {
      // Nobody reads the log any more (EPIPE): there is no one to tell.
      take();
    }
    writing = undefined;
  };

  const write = (level: LogLevel) => (event: LogEvent) => {
    if (ORDER.indexOf(level) > ORDER.indexOf(current.level)) return;
    const line = print(level, event);
    if (size + line.length > QUEUE_BYTES) {
      lost += 1;
      return;
    }
    waiting.push(line);
    size += line.length;
    writing ??= drain();
  };

  return {
    error: write("error"),
    warn: write("warn"),
    info: write("info"),
    debug: write("debug"),
    set: (changes) => {
      current = { ...current, ...changes };
    },
    flush: () => writing ?? Promise.resolve(),
  };
}
