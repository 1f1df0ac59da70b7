/** Why a connection to a server could not be made. */
import type { CloseReason } from "./connection.ts";
import type { DnsAnswer, LookupFailure } from "./dns-answer.ts";
import type { AttemptFailure, FailedAttempt } from "./happy-eyeballs.ts";

export type DialStep = "dns" | "tcp" | "tls";

export type DialReason =
  /** The host has no address. */
  | "absent"
  | LookupFailure
  | AttemptFailure
  | CloseReason
  /** The peer has closed the connection in the middle of the handshake. */
  | "closed"
  | "aborted";

export class DialError extends Error {
  override readonly name = "DialError";
  readonly step: DialStep;
  readonly reason: DialReason;
  /** The address of the last attempt, if there was one. */
  readonly address: string | undefined;
  /** All attempts that failed. */
  readonly attempts: readonly FailedAttempt[];

  constructor(step: DialStep, reason: DialReason, address?: string, attempts: readonly FailedAttempt[] = []) {
    super(`${step}: ${reason}${address === undefined ? "" : ` (${address})`}`);
    this.step = step;
    this.reason = reason;
    this.address = address;
    this.attempts = attempts;
  }
}

/** The error where no attempt has succeeded, or there was no address. */
export function dialErrorOf(attempts: readonly FailedAttempt[], answers: readonly DnsAnswer<string>[]): DialError {
  const last = attempts.findLast(({ reason }) => reason !== "not-public") ?? attempts.at(-1);
  if (last !== undefined) return new DialError("tcp", last.reason, last.address, attempts);
  const unknown = answers.find(({ state }) => state === "unknown");
  return new DialError("dns", unknown?.state === "unknown" ? unknown.reason : "absent");
}
