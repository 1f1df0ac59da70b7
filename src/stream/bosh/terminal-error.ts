/** XEP-0124 §17.2: terminal binding conditions. */

export type TerminalCondition =
  | "bad-request"
  | "host-unknown"
  | "improper-addressing"
  | "internal-server-error"
  | "item-not-found"
  | "other-request"
  | "policy-violation"
  | "remote-stream-error"
  | "system-shutdown";

/** What a client did ends its session, or is no request of any session. */
export class TerminalError extends Error {
  readonly condition: TerminalCondition;

  /** `reason`, for the log, is the condition where nothing else is said. */
  constructor(condition: TerminalCondition, reason: string = condition) {
    super(reason);
    this.condition = condition;
  }
}
