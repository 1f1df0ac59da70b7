/** Events with fields, for people on a terminal and for journald. Never a stanza's body, never a password or a token. */

export type LogLevel = "error" | "warn" | "info" | "debug";

/** What happened, in the words of the log: `{ event: "session-resumed", account, queued }`. */
export interface LogEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Logger {
  readonly error: (event: LogEvent) => void;
  readonly warn: (event: LogEvent) => void;
  readonly info: (event: LogEvent) => void;
  readonly debug: (event: LogEvent) => void;
}
