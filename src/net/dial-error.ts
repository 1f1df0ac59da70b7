/** Why there is no connection to a server. */
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
  /** The address that was tried last, where there was one. */
  readonly address: string | undefined;
  /** Each address that was called in vain, and why. */
  readonly attempts: readonly FailedAttempt[];

  constructor(step: DialStep, reason: DialReason, address?: string, calls: readonly FailedAttempt[] = []) {
    super(`${step}: ${reason}${address === undefined ? "" : ` (${address})`}`);
    this.step = step;
    this.reason = reason;
    this.address = address;
    this.attempts = calls;
  }
}

/** No address has answered, or there was none. */
export function dialErrorOf(calls: readonly FailedAttempt[], answers: readonly DnsAnswer<string>[]): DialError {
  const last = calls.findLast(({ reason }) => reason !== "not-public") ?? calls.at(-1);
  if (last !== undefined) return new DialError("tcp", last.reason, last.address, calls);
  const unknown = answers.find(({ state }) => state === "unknown");
  return new DialError("dns", unknown?.state === "unknown" ? unknown.reason : "absent");
}
