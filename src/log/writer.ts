/** The log: events are queued and written asynchronously, so that a blocked reader does not stop the server. */
import type { LogEvent, Logger, LogLevel } from "../log.ts";
import { type LogFormat, printLine } from "./format.ts";

const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];
const MAX_QUEUE_LENGTH = 1_000_000;

export interface LogSettings {
  /** The least important level that is written. */
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly isColoured: boolean;
}

/** Writes lines; resolves when all of the text was accepted. */
export type LogSink = (text: string) => Promise<void>;

export interface LogWriter extends Logger {
  /** Changes settings from now on. */
  set(settings: Partial<LogSettings>): void;
  /** Resolves when the queue is empty, before the process ends; never while the reader is blocked. */
  flush(): Promise<void>;
}

/** `now`: milliseconds since 1970. When the queue is full, further lines are counted and dropped. */
export function openLog(settings: LogSettings, sink: LogSink, now: () => number): LogWriter {
  let current = settings;
  let queue: string[] = [];
  let size = 0;
  let dropped = 0;
  let writing: Promise<void> | undefined;

  const print = (level: LogLevel, event: LogEvent) =>
    printLine({ level, event, time: now() }, current.format, current.isColoured);

  const take = (): string => {
    if (dropped > 0) queue.push(print("warn", { event: "log-lines-lost", count: dropped }));
    const text = queue.join("");
    queue = [];
    size = 0;
    dropped = 0;
    return text;
  };

  const drain = async (): Promise<void> => {
    // The lines of one turn of the event loop are one write.
    await Promise.resolve();
    try {
      while (queue.length > 0) await sink(take());
    } catch {
      // The log cannot be written any more (EPIPE).
      take();
    }
    writing = undefined;
  };

  const write = (level: LogLevel) => (event: LogEvent) => {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(current.level)) return;
    const line = print(level, event);
    if (size + line.length > MAX_QUEUE_LENGTH) {
      dropped += 1;
      return;
    }
    queue.push(line);
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
